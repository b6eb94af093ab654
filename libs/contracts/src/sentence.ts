import { refusalWords } from './catalogue.ts';
import { factsSaid, type FactSaid } from './fact.words.ts';
import { placeWords } from './place.words.ts';
import type { Language, Wording } from './vocabulary.ts';

/** So many are named; the others are only counted. */
const NAMED = 5;

/** What a refusal says beside its code, as far as a sentence for people tells it. */
export interface SaidOfRefusal {
  readonly errors?: readonly { readonly field: string; readonly problem: Wording }[] | undefined;
  readonly named?: readonly string[] | undefined;
  readonly [fact: string]: unknown;
}

/**
 * A refusal in one sentence of one language: what is wrong and what to do, then the places that are wrong, or the names of
 * what it is about, at most five of them, or what else it knows that has a word. Codes for programs stand beside it, never in it.
 */
export function refusalSentence(code: string, details: SaidOfRefusal, language: Language): string {
  const { zh, en } = refusalWords[code] ?? { zh: '命令被拒绝', en: 'the command is refused' };
  const words = language === 'zh' ? zh : en;
  const listed = listedIn(code, details, language);
  if (listed === '') return words;
  return language === 'zh' ? `${words}（${listed}）` : `${words} (${listed})`;
}

function listedIn(code: string, { errors = [], named = [], ...facts }: SaidOfRefusal, language: Language): string {
  // What is known beside a code is said once: names of the very thing stand before the words of the vocabulary.
  const { known: _, ...others } = facts;
  const said = factsSaid(code, named.length > 0 ? others : facts).map((fact) => factIn(fact, language));
  return [placesOf(errors, language), namesIn(named)[language], ...said]
    .filter((part) => part !== '')
    .join(language === 'zh' ? '；' : '; ');
}

function factIn({ label, values }: FactSaid, language: Language): string {
  const said = namesIn(values.map((value) => value[language]))[language];
  return language === 'zh' ? `${label.zh}：${said}` : `${label.en}: ${said}`;
}

/** Names in a row, as people write them: at most five, then how many there are in all. */
export function namesIn(names: readonly string[]): Wording {
  const [shown, all] = [names.slice(0, NAMED), names.length];
  return {
    zh: `${shown.join('、')}${all > NAMED ? `等${all}个` : ''}`,
    en: `${shown.join(', ')}${all > NAMED ? ` and ${all - NAMED} more` : ''}`,
  };
}

/** What is wrong with a value that is none of the known ones: people know them by their words, programs by their codes. */
export const noneOf = (options: Readonly<Record<string, Wording>>): Wording => ({
  zh: `须为${namesIn(Object.values(options).map(({ zh }) => zh)).zh}之一`,
  en: `must be one of ${Object.keys(options).join(', ')}`,
});

function placesOf(errors: NonNullable<SaidOfRefusal['errors']>, language: Language): string {
  const said = errors.slice(0, NAMED).map(({ field, problem }) => {
    const place = placeWords(field)?.[language];
    if (place === undefined) return problem[language];
    return language === 'zh' ? `${place}：${problem.zh}` : `${place}: ${problem.en}`;
  });
  const more = errors.length - NAMED;
  if (more <= 0) return said.join(language === 'zh' ? '；' : '; ');
  return language === 'zh' ? `${said.join('；')}；等${errors.length}处` : `${said.join('; ')}; and ${more} more`;
}
