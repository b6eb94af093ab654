import type { z } from 'zod';
import type { Wording } from './vocabulary.ts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** What can be wrong with a value by itself, whatever command or query it stands in. Contracts name these by their English. */
export const inputWords = {
  missing: words('须填写', 'is missing'),
  unknownField: words('不是这里的内容，请删去', 'is no field here; leave it out'),
  notAnObject: words('须为一组内容', 'must be an object'),
  notAText: words('须为文字', 'must be a text'),
  notANumber: words('须为数字', 'must be a number'),
  notAWholeNumber: words('须为整数', 'must be a whole number'),
  notABoolean: words('须为“是”或“否”', 'must be true or false'),
  notAList: words('须为列表', 'must be a list'),
  notAnOption: words('不在规定的选项之内', 'is none of the values known here'),
  notAnInstant: words('须为带时区的时刻', 'must be an instant with offset (RFC 3339, like 2023-01-05T09:00:00+08:00)'),
  controlCharacters: words('含有不可见的控制字符', 'has control characters'),
  invisible: words(
    '含有看不见的字符（零宽或改变书写方向的字符），请删去',
    'has invisible characters (zero-width or bidirectional); leave them out',
  ),
  personalNumber: words('含有身份证号码或手机号码，请删去', 'has an identity card or mobile number; leave it out'),
  unstorable: words('含有无法存储的字符', 'has characters that no text holds'),
  fullWidth: words('含有全角字符，请改用半角', 'has full-width or other compatibility characters'),
  whiteSpace: words('首尾不得有空格', 'begins or ends with white space'),
  notACode: words('须为编号（字母、数字、点、下划线、连字符，最多64位）', 'is not a code'),
  notAnOrganization: words('须为组织编号（字母、数字、点、下划线、连字符，最多64位）', 'is not an organization code'),
  notAPerson: words('须为人员编号，不得填写姓名', 'is not a person reference'),
  notAPhone: words('须为电话号码（6至20位数字、空格、连字符）', 'is not a phone number'),
  notADay: words('须为存在的日期（如2022-12-31）', 'is not a day that exists (YYYY-MM-DD)'),
  notAYear: words('须为四位年份', 'is not a year (YYYY)'),
  notADecimal: words('须为小数', 'is not a decimal'),
  notPlain: words('须为普通小数，不用科学记数', 'is not a plain decimal'),
  negative: words('不得为负数', 'is negative'),
  notAnIdentifier: words('须为编号（字母、数字、点、冒号、下划线、连字符，最多128位）', 'is not an identifier'),
  oneOfDeductionAndBonus: words('须填写扣分或加分之一', 'needs either a deduction or a bonus'),
  wrongFormat: words('格式不对', 'is not of the form asked for'),
  wrong: words('不符合要求', 'is not as asked for'),
} as const satisfies Readonly<Record<string, Wording>>;

const byEnglish = new Map<string, Wording>(Object.values(inputWords).map((wording) => [wording.en, wording]));

const ofType: Readonly<Record<string, Wording>> = {
  string: inputWords.notAText,
  number: inputWords.notANumber,
  int: inputWords.notAWholeNumber,
  boolean: inputWords.notABoolean,
  array: inputWords.notAList,
  object: inputWords.notAnObject,
  record: inputWords.notAnObject,
};

/** What an issue of a contract's schema says, in words; those of the schema library itself are put into ours. The parser reports its input (`reportInput`). */
export function issueWords(issue: z.core.$ZodIssue): Wording {
  const own = byEnglish.get(issue.message);
  if (own) return own;
  switch (issue.code) {
    case 'invalid_type':
      return isAbsent(issue) ? inputWords.missing : (ofType[issue.expected] ?? inputWords.wrong);
    case 'invalid_value':
      return isAbsent(issue) ? inputWords.missing : inputWords.notAnOption;
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'unrecognized_keys':
      return inputWords.unknownField;
    case 'invalid_format':
      return issue.format === 'datetime' ? inputWords.notAnInstant : inputWords.wrongFormat;
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'custom':
      return inputWords.wrong;
  }
}

/** Whether there was no value at all; told by a parser that reports its input. */
const isAbsent = (issue: z.core.$ZodIssue): boolean => 'input' in issue && issue.input === undefined;

function tooSmall({ origin, minimum }: { readonly origin: string; readonly minimum: number | bigint }): Wording {
  if (origin === 'string')
    return Number(minimum) === 1
      ? words('不得为空', 'must not be empty')
      : words(`至少${minimum}个字`, `must have at least ${minimum} characters`);
  if (origin === 'array' || origin === 'set' || origin === 'map')
    return words(`至少${minimum}项`, `must have at least ${minimum} entries`);
  return words(`不得小于${minimum}`, `must be ${minimum} or more`);
}

function tooBig({ origin, maximum }: { readonly origin: string; readonly maximum: number | bigint }): Wording {
  if (origin === 'string') return words(`不得超过${maximum}个字`, `must have at most ${maximum} characters`);
  if (origin === 'array' || origin === 'set' || origin === 'map')
    return words(`不得超过${maximum}项`, `must have at most ${maximum} entries`);
  return words(`不得大于${maximum}`, `must be ${maximum} or less`);
}
