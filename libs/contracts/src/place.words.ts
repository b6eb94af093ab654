import { fieldWords } from './field.words.ts';
import type { Wording } from './vocabulary.ts';

/** What only wraps what is said. */
const WRAPPERS = new Set(['input', 'data', 'content']);

/**
 * What people call a place, by the dotted path of a field: each of its names that the platform has a word for, and which
 * of several it is. Undefined where there is none: a name that nobody knows tells nobody anything.
 */
export function placeWords(path: string): Wording | undefined {
  const parts: { readonly words: Wording; number?: number }[] = [];
  for (const key of path.split('.')) {
    const last = parts.at(-1);
    const named = Object.hasOwn(fieldWords, key) ? fieldWords[key] : undefined;
    if (/^\d{1,6}$/.test(key) && last) last.number = Number(key) + 1;
    else if (named && !WRAPPERS.has(key)) parts.push({ words: named });
  }
  if (parts.length === 0) return undefined;
  return {
    zh: parts.map(({ words: { zh }, number }) => (number === undefined ? zh : `${zh}第${number}条`)).join('的'),
    en: parts
      .map(({ words: { en }, number }) => (number === undefined ? en : `number ${number} of ${en}`))
      .toReversed()
      .join(' of '),
  };
}
