import type { zh } from './zh.ts';

/** The same places as the Chinese words, with any text in each. */
type Same<Of> = { readonly [Key in keyof Of]: Of[Key] extends string ? string : Same<Of[Key]> };
export type Words = Same<typeof zh>;
