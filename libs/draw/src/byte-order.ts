const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;
const SURROGATES = 0x800;
const ABOVE_ALL = 0x2000;

/**
 * Ascending order of the texts' UTF-8 bytes, which is that of their code points. JavaScript's own order is that of UTF-16
 * units, in which a character beyond the basic plane stands before those from U+E000 to U+FFFF: units of surrogates are
 * moved above all others, as RFC 3629 and the practice of UTF-16 have it.
 */
export function byUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return inCodePoints(left) - inCodePoints(right);
  }
  return a.length - b.length;
}

function inCodePoints(unit: number): number {
  if (unit < FIRST_SURROGATE) return unit;
  return unit < AFTER_SURROGATES ? unit + ABOVE_ALL : unit - SURROGATES;
}

/** Whether a text may stand in a field: no tab, no line end, in NFC, and such as UTF-8 can say. */
export const isFieldText = (text: string): boolean =>
  !/[\t\n\r]/.test(text) && text.isWellFormed() && text.normalize('NFC') === text;
