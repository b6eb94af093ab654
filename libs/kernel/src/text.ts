/**
 * Whether a database keeps a text as it is: without the character NUL, which PostgreSQL has no place for, and without
 * half of a surrogate pair, which UTF-8 cannot say.
 */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
