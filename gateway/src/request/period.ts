import { inputWords, period, refusal } from '@zhibu/contracts';

/** A period that is asked for; undefined where none is. @throws Refusal INPUT_INVALID naming the argument */
export function periodIn(field: string, value: string | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (period.safeParse(value).success) return value;
  throw refusal('INPUT_INVALID', { errors: [{ field, problem: inputWords.notAYear }] });
}
