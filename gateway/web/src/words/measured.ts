/** The number of a bound, which may say of itself on which side of it one fails: `< 0.9`. */
const NUMBER = /\d+(\.\d+)?/;

/** A measured value, or its bound itself: where the bound lies below one both are shares. */
export function measuredText(value: string, bound: string): string {
  const [limit = ''] = NUMBER.exec(bound) ?? [];
  if (!limit.includes('.') || Number(limit) >= 1) return value;
  return value.replace(NUMBER, (number) => `${(Number(number) * 100).toFixed(1)}%`);
}
