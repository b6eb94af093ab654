/**
 * An exact number: a fraction of two integers, kept in lowest terms. Scores are sums of weighted decimals and
 * one division by a number of ballots, so nothing is lost until the one rounding at the end.
 */
export interface Exact {
  readonly numerator: bigint;
  /** Always positive. */
  readonly denominator: bigint;
}

const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/;

/** Whether the text is a plain decimal: up to 15 digits before and 10 behind the point, no exponent. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** Reads a decimal exactly: `"0.2"`, or a JSON number by its shortest text. @throws RangeError when it is none. */
export function exact(value: string | number | bigint): Exact {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n };
  const match = DECIMAL.exec(String(value));
  if (!match) throw new RangeError(`not a decimal: ${String(value)}`);
  const [, sign = '', whole = '0', behind = ''] = match;
  const numerator = BigInt(whole + behind);
  return reduced(sign === '-' ? -numerator : numerator, 10n ** BigInt(behind.length));
}

export const zero: Exact = exact(0n);

/** a + b. */
export function add(a: Exact, b: Exact): Exact {
  if (a.denominator === b.denominator) return reduced(a.numerator + b.numerator, a.denominator);
  return reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a − b. */
export function subtract(a: Exact, b: Exact): Exact {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

/** a × b. */
export function multiply(a: Exact, b: Exact): Exact {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** a ÷ b. @throws RangeError when b is zero. */
export function divide(a: Exact, b: Exact): Exact {
  if (b.numerator === 0n) throw new RangeError('division by zero');
  const sign = b.numerator < 0n ? -1n : 1n;
  return reduced(sign * a.numerator * b.denominator, sign * b.numerator * a.denominator);
}

/** Negative when a < b, zero when equal, positive when a > b. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const lesser = (a: Exact, b: Exact): Exact => (compare(a, b) <= 0 ? a : b);
export const greater = (a: Exact, b: Exact): Exact => (compare(a, b) >= 0 ? a : b);
export const sum = (numbers: Iterable<Exact>): Exact => [...numbers].reduce(add, zero);

/** Rounded half-up (away from zero) to `places` behind the point, as text with exactly that many. */
export function toFixed(value: Exact, places: number): string {
  const scale = 10n ** BigInt(places);
  const negative = value.numerator < 0n;
  const magnitude = (negative ? -value.numerator : value.numerator) * scale;
  const rounded = (2n * magnitude + value.denominator) / (2n * value.denominator);
  const digits = rounded.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}

/** The decimal in its shortest exact text. @throws RangeError when it has no finite decimal expansion in 20 places. */
export function toText(value: Exact): string {
  for (let places = 0; places <= 20; places += 1) {
    const text = toFixed(value, places);
    if ((10n ** BigInt(places) * value.numerator) % value.denominator === 0n) return text;
  }
  throw new RangeError('no finite decimal');
}

function reduced(numerator: bigint, denominator: bigint): Exact {
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return divisor === 1n
    ? { numerator, denominator }
    : { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
