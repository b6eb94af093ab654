import { isDay, isDecimal } from '@zhibu/kernel';
import type { FaultCode } from '../fault.ts';

/** What a cell breaks, if anything; `detail` fills the wording. */
export type CellFault = { readonly code: FaultCode; readonly detail?: string } | undefined;
export type CellRule = (text: string) => CellFault;

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;
const PERSON = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const COUNT = /^\d{1,7}$/;
const LARGEST_COUNT = 1_000_000;

const holds = (fits: boolean, code: FaultCode): CellFault => (fits ? undefined : { code });

/** An organization's code, or a code of the edition. */
export const codeCell: CellRule = (text) => holds(CODE.test(text), 'code-invalid');

export const dayCell: CellRule = (text) => holds(isDay(text), 'day-invalid');

export const personCell: CellRule = (text) => holds(PERSON.test(text), 'person-invalid');

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

/** One of a list. */
export const oneOf =
  (values: readonly string[], code: FaultCode): CellRule =>
  (text) =>
    holds(values.includes(text), code);

/** Control characters neither print nor store; they are wrong in any cell. */
export const unprintable = (text: string): boolean => /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]/u.test(text);
