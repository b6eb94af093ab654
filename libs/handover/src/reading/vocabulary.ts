import type { Wording } from '@zhibu/contracts';

/** What is wrong, or odd, with a file, its heading or one of its cells. `{detail}` is filled in. */
export const readingWords = {
  'file-unreadable': { zh: '无法读取文件：{detail}', en: 'the file cannot be read: {detail}' },
  'file-too-large': { zh: '文件超过200MB，请分批导入', en: 'the file is over 200 MB; import it in parts' },
  'file-empty': { zh: '文件没有表头', en: 'the file has no heading' },
  'encoding-unknown': {
    zh: '文件既不是UTF-8也不是GB18030编码，请另存为“CSV UTF-8”',
    en: 'neither UTF-8 nor GB18030; save it as “CSV UTF-8”',
  },
  'quote-not-closed': {
    zh: '引号没有闭合，其后内容无法读取',
    en: 'a quotation mark is not closed; nothing after it can be read',
  },
  'column-missing': { zh: '缺少此列', en: 'this column is missing' },
  'column-duplicate': { zh: '此列出现两次', en: 'this column appears twice' },
  'option-unknown': { zh: '本版标准的测评没有此选项', en: 'the poll of this edition has no such option' },
  'edition-invalid': { zh: '标准文件有误：{detail}', en: 'the edition is wrong: {detail}' },
  'cell-count': { zh: '单元格数与表头不符（{detail}）', en: 'the number of cells differs from the heading ({detail})' },
  'cell-empty': { zh: '此格不能为空', en: 'this cell must not be empty' },
  'control-character': { zh: '含有不可见的控制字符', en: 'has control characters' },
  formula: {
    zh: '以 = + - @ 开头，会被表格软件当作公式',
    en: 'begins with = + - or @, which a spreadsheet runs as a formula',
  },
  'too-long': { zh: '超过{detail}个字符', en: 'is longer than {detail} characters' },
  'code-invalid': {
    zh: '不是有效的代码（字母、数字、.、_、-，最多64位）',
    en: 'is not a code (letters, digits, . _ -, at most 64)',
  },
  'day-invalid': { zh: '不是存在的日期（YYYY-MM-DD）', en: 'is not a day that exists (YYYY-MM-DD)' },
  'count-invalid': { zh: '不是0至1000000的整数（半角数字）', en: 'is not a whole number from 0 to 1000000' },
  'amount-invalid': { zh: '不是小数（半角数字，不用科学记数）', en: 'is not a plain decimal' },
  'amount-negative': { zh: '不能为负数', en: 'must not be negative' },
  'term-invalid': { zh: '任期应为1至10年', en: 'a term is 1 to 10 years' },
  'person-invalid': {
    zh: '不是有效的人员编号（不得填写姓名）',
    en: 'is not a person reference (a name must not stand here)',
  },
  'row-duplicate': { zh: '与第{detail}行完全相同', en: 'repeats row {detail} exactly' },
  'column-unknown': { zh: '不认识此列，已忽略', en: 'an unknown column, left out' },
  'file-unknown': { zh: '不认识此文件，已忽略', en: 'an unknown file, left out' },
} as const satisfies Readonly<Record<string, Wording>>;
