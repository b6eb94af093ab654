import { refusal } from '@zhibu/contracts';

/** What no command or query needs more of: levels, keys of an object, entries of a list, and values in all. */
export const inputLimits = { levels: 32, keys: 200, entries: 5_000, values: 30_000 } as const;

/** So much of a place is named. */
const PLACE = 200;

interface Within {
  readonly value: object;
  readonly level: number;
  readonly key: string;
  readonly of: Within | undefined;
}

/**
 * Looks over parsed JSON before anything validates it: whoever validates names every fault, and so costs as much as was
 * sent. It does not recurse, and ends where a limit is passed.
 * @param prefix where the value stands in its request
 * @throws Refusal INPUT_TOO_LARGE with the place and the limit
 */
export function refuseOutsized(value: unknown, prefix = ''): void {
  let values = 0;
  const waiting: Within[] = isObject(value) ? [{ value, level: 1, key: prefix, of: undefined }] : [];
  for (let within = waiting.pop(); within; within = waiting.pop()) {
    const size = Array.isArray(within.value) ? within.value.length : Object.keys(within.value).length;
    values += size;
    refuseOver(Array.isArray(within.value) ? 'entries' : 'keys', size, within);
    refuseOver('values', values, within);
    refuseOver('levels', within.level, within);
    for (const [key, inner] of Object.entries(within.value))
      if (isObject(inner)) waiting.push({ value: inner, level: within.level + 1, key, of: within });
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function refuseOver(of: keyof typeof inputLimits, found: number, within: Within): void {
  if (found > inputLimits[of]) throw refusal('INPUT_TOO_LARGE', { field: placeOf(within), of, limit: inputLimits[of] });
}

function placeOf(within: Within): string {
  const keys: string[] = [];
  for (let at: Within | undefined = within; at; at = at.of) keys.unshift(at.key);
  return keys
    .filter((key) => key !== '')
    .join('.')
    .slice(0, PLACE);
}
