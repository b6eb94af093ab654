import type { EditionContent } from './edition.ts';
import type { Wording } from './vocabulary.ts';

/** What an edition calls its codes, for sentences that people read. */
export interface EditionNames {
  readonly title: string;
  readonly raters: ReadonlyMap<string, string>;
  readonly grades: ReadonlyMap<string, string>;
  readonly vetoes: ReadonlyMap<string, string>;
  readonly gates: ReadonlyMap<string, string>;
}

/** The names that an edition's content gives its codes. */
export function editionNames(
  content: Pick<EditionContent, 'title' | 'raters' | 'grades' | 'vetoes' | 'gates'>,
): EditionNames {
  return {
    title: content.title,
    raters: new Map(content.raters.map(({ code, label }) => [code, label])),
    grades: new Map(content.grades.map(({ code, label }) => [code, label])),
    vetoes: new Map(content.vetoes.map(({ code, says }) => [code, says])),
    gates: new Map(content.gates.map(({ code, says }) => [code, says])),
  };
}

/**
 * The grades of the two schemes that the policy knows, best first: their words hold for grades from before the platform
 * even while no edition of theirs is published (domain.md, sections 1 and 3).
 */
export const schemeGradeWords: Readonly<Record<string, Readonly<Record<string, Wording>>>> = {
  classification: {
    advanced: { zh: '先进', en: 'advanced' },
    general: { zh: '一般', en: 'general' },
    lagging: { zh: '后进', en: 'lagging' },
  },
  appraisal: {
    good: { zh: '好', en: 'good' },
    'fairly-good': { zh: '较好', en: 'fairly good' },
    general: { zh: '一般', en: 'general' },
    poor: { zh: '差', en: 'poor' },
  },
};

/** A grade's word: the edition's where it has one, else its scheme's own. A code that nobody has a word for says nothing to people. */
export function gradeWord(scheme: string, grade: string, names?: EditionNames): Wording {
  const label = names?.grades.get(grade);
  const own = schemeGradeWords[scheme]?.[grade];
  return { zh: label ?? own?.zh ?? '等次名称不详', en: own?.en ?? grade };
}
