import { refusalWords } from './catalogue.ts';
import { placeWords } from './field.words.ts';
import type { Language, Wording } from './vocabulary.ts';

/** So many are named; the others are only counted. */
const NAMED = 5;

/** What a refusal says beside its code, as far as a sentence for people tells it. */
export interface SaidOfRefusal {
  readonly errors?: readonly { readonly field: string; readonly problem: Wording }[] | undefined;
  readonly named?: readonly string[] | undefined;
}

/**
 * A refusal in one sentence of one language: what is wrong and what to do, then the places that are wrong, or the names of
 * what it is about, at most five of them. Facts for programs stand beside it, never in it.
 */
export function refusalSentence(code: string, { errors = [], named = [] }: SaidOfRefusal, language: Language): string {
  const { zh, en } = refusalWords[code] ?? { zh: '命令被拒绝', en: 'the command is refused' };
  const words = language === 'zh' ? zh : en;
  const listed = errors.length > 0 ? placesOf(errors, language) : namesIn(named)[language];
  if (listed === '') return words;
  return language === 'zh' ? `${words}（${listed}）` : `${words} (${listed})`;
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
