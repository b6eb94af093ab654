import { hasInvisible, hasPersonalNumber, isDay, isDecimal } from '@zhibu/kernel';
import type { FaultCode } from '../fault.ts';

/** What a cell breaks, if anything; `detail` fills the wording. */
export type CellFault = { readonly code: FaultCode; readonly detail?: string } | undefined;
export type CellRule = (text: string) => CellFault;

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;
/** As spreadsheets write a long number of their own accord: 9.90100E+11. */
const SCIENTIFIC = /^-?\d(?:\.\d+)?E[+-]\d+$/i;
const PERSON = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const COUNT = /^\d{1,7}$/;
const LARGEST_COUNT = 1_000_000;

const holds = (fits: boolean, code: FaultCode): CellFault => (fits ? undefined : { code });

/** An organization's code, or a code of the edition: in the one form that all that look alike have (NFKC). */
export const codeCell: CellRule = (text) => {
  if (SCIENTIFIC.test(text)) return { code: 'scientific' };
  if (!CODE.test(text)) return { code: 'code-invalid' };
  const form = text.normalize('NFKC');
  return form === text ? undefined : { code: 'code-compatible', detail: form };
};

export const dayCell: CellRule = (text) => holds(isDay(text), 'day-invalid');

/** 2022/1/5, 2022-1-5, 2022年1月5日, and the midnight that a spreadsheet puts after a day. */
const WRITTEN_DAY = /^\d{4}(?:([/-])\d{1,2}\1\d{1,2}|年\d{1,2}月\d{1,2}日)(?: 0?0:00(?::00)?)?$/;
const MIDNIGHT = / .*$/;

/** A day as spreadsheets save it, as `YYYY-MM-DD`; any other text as it stands, also a day that does not exist. */
export function canonicalDay(text: string): string {
  const day = (WRITTEN_DAY.test(text) ? text.replace(MIDNIGHT, '').match(/\d+/g) : null)
    ?.map((part) => part.padStart(2, '0'))
    .join('-');
  return day !== undefined && isDay(day) ? day : text;
}

export const personCell: CellRule = (text) => {
  if (SCIENTIFIC.test(text)) return { code: 'scientific' };
  return PERSON.test(text) ? impersonal(text) : { code: 'person-invalid' };
};

/** Whoever writes a number of a person's into a record cannot take it back. */
const impersonal: CellRule = (text) => holds(!hasPersonalNumber(text), 'personal-number');

/** A whole number in half-width digits. */
export const countCell: CellRule = (text) => holds(COUNT.test(text) && Number(text) <= LARGEST_COUNT, 'count-invalid');

export const termCell: CellRule = (text) =>
  holds(/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 10, 'term-invalid');

/** A decimal from 0. */
export const amountCell: CellRule = (text) => {
  if (!isDecimal(text)) return { code: 'amount-invalid' };
  return holds(!text.startsWith('-'), 'amount-negative');
};

/** A line for people, not longer than `max` characters. */
export const lineCell =
  (max: number): CellRule =>
  (text) => {
    if (/^[=+\-@]/.test(text)) return { code: 'formula' };
    return text.length > max ? { code: 'too-long', detail: String(max) } : undefined;
  };

/** A line of which all is seen, and which holds no number of a person: as contracts take a line (`line`). */
export const plainLineCell =
  (max: number): CellRule =>
  (text) =>
    lineCell(max)(text) ?? (hasInvisible(text) ? { code: 'invisible-character' } : impersonal(text));

/** An id of another system: a line that a spreadsheet left as it was. */
export const foreignIdCell =
  (max: number): CellRule =>
  (text) =>
    SCIENTIFIC.test(text) ? { code: 'scientific' } : lineCell(max)(text);

/** What a cell lists, separated by semicolons of either width; empty parts are left out. */
export const partsOf = (text: string): readonly string[] =>
  text
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const [MOST_EVIDENCE, LONGEST_EVIDENCE] = [50, 500];

/** 佐证: a list, each entry a line. */
export const evidenceCell: CellRule = (text) => {
  const parts = partsOf(text);
  if (parts.length > MOST_EVIDENCE) return { code: 'list-too-long', detail: String(MOST_EVIDENCE) };
  return parts.map(lineCell(LONGEST_EVIDENCE)).find((found) => found !== undefined);
};

/** A text that somebody broke into lines, as one. */
export const onOneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');

/** One of a list. */
export const oneOf =
  (values: readonly string[], code: FaultCode): CellRule =>
  (text) =>
    holds(values.includes(text), code);

/** Control characters neither print nor store; they are wrong in any cell. */
export const unprintable = (text: string): boolean => /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]/u.test(text);
