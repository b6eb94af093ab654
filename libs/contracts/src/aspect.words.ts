import { gradedAspectWords, problemAspectWords, type Wording } from './vocabulary.ts';

/** 八个方面, and what a problem may be of beside them. */
const aspectWords: Readonly<Record<string, Wording>> = { ...gradedAspectWords, ...problemAspectWords };

/** What an aspect is called; one that only its edition knows is called by its code. */
export const wordsOfAspect = (aspect: string): Wording =>
  (Object.hasOwn(aspectWords, aspect) ? aspectWords[aspect] : undefined) ?? { zh: aspect, en: aspect };
