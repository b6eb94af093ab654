import { en } from './en.ts';
import { type Language, language } from './language.ts';
import type { Words } from './shape.ts';
import { zh } from './zh.ts';

export const wordsIn: Readonly<Record<Language, Words>> = { zh, en };

/** The words of the language in use. */
export const words: Words = wordsIn[language];

/** Puts values where a text names them in braces: `{count}`. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
