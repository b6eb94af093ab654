import { type EditionContent, schemeGradeWords, type Wording } from '@zhibu/contracts';
import { type Fault, fault } from '../fault.ts';
import { fileName } from '../reading/file.rules.ts';
import type { PriorGrade } from '../rows/register.rules.ts';
import type { Handover } from './handover.ts';

/** Whether a grade from before the platform is one that its scheme knows: by the editions given, else by the domain. */
export function isKnownGrade(editions: readonly EditionContent[], { scheme, grade }: PriorGrade): boolean {
  const own = editions.filter((edition) => edition.scheme === scheme);
  if (own.length > 0) return own.some(({ grades }) => grades.some(({ code }) => code === grade));
  return Object.hasOwn(schemeGradeWords, scheme) && Object.hasOwn(schemeGradeWords[scheme] ?? {}, grade);
}

/** A grade as its scheme calls it; one that nobody has words for as it stands, quoted. */
export function gradeWording(
  editions: readonly EditionContent[],
  { scheme, grade }: Pick<PriorGrade, 'scheme' | 'grade'>,
): Wording {
  const own = editions.filter((one) => one.scheme === scheme).flatMap(({ grades }) => grades);
  const label = own.find(({ code }) => code === grade)?.label ?? `“${grade}”`;
  return schemeGradeWords[scheme]?.[grade] ?? { zh: label, en: label };
}

/** Prior grades that no edition of their scheme has: left out. */
export function unknownGrades({ register, editions, period }: Handover): readonly Fault[] {
  return register.flatMap(({ row, priorGrades }) =>
    priorGrades
      .filter((prior) => !isKnownGrade(editions, prior))
      .map(({ scheme, period: of, grade }) =>
        fault('prior-grade-unknown', {
          file: fileName('register', period),
          row,
          column: 'priorGrades',
          value: `${scheme}:${of}:${grade}`,
        }),
      ),
  );
}
