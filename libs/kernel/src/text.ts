/**
 * Whether a database keeps a text as it is: without the character NUL, which PostgreSQL has no place for, and without
 * half of a surrogate pair, which UTF-8 cannot say.
 */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** What is written backwards, or takes no room: bidirectional and zero-width characters. Variants of a character are none. */
const INVISIBLE = /(?![\uFE00-\uFE0F\u{E0100}-\u{E01EF}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Whether a text holds characters that nobody sees: two texts that look alike must not differ. */
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text);

/** Identifiers made by machines, in whose digits a number of a person would be found by chance. */
const MADE_BY_MACHINES = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}/gi;
/** 11 digits, in one run or as they are read aloud, with or without the country. */
const MOBILE = /(?<!\d)(?:86[- ]?)?1[3-9]\d([- ]?)\d{4}\1\d{4}(?!\d)/;
/** Region, day of birth, sequence, check digit. One with a wrong check digit is a number mistyped, and tells as much. */
const IDENTITY = /(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\dA-Z])/i;

/** Whether a text holds an 18-digit identity number (身份证号码) or an 11-digit mobile number (手机号码). */
export function hasPersonalNumber(text: string): boolean {
  if (!/\p{Nd}{3}/u.test(text)) return false;
  const plain = text.normalize('NFKC').replace(MADE_BY_MACHINES, ' ');
  return MOBILE.test(plain) || IDENTITY.test(plain);
}
