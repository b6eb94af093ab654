import { type EditionContent, editionTerms, type OrganizationKind, subjectKinds } from '@zhibu/contracts';
import { lastDayOf } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import type { EditionFile } from '../reading/edition.ts';

/** An organization as an edition meets it. */
export interface Subject {
  readonly kind: OrganizationKind;
  readonly sector: string | undefined;
}

/** Whether organizations of this kind are graded at all, by some edition. */
export const mayBeGraded = ({ kind }: Pick<Subject, 'kind'>): boolean => subjectKinds.some((one) => one === kind);

/**
 * The editions that one round is graded by: the first, and of the others those of its scheme that are for other
 * organizations. What is left of them is published and grades nobody here.
 */
export function gradersOf([first, ...others]: readonly EditionContent[], period: string): readonly EditionContent[] {
  const graders: EditionContent[] = first ? [first] : [];
  for (const one of others) {
    const fits = one.scheme === first?.scheme && isInForce(one, period);
    if (fits && !graders.some((grader) => overlap(grader, one))) graders.push(one);
  }
  return graders;
}

/** The edition by which an organization is graded, of its sector and for its kind; undefined: none of these. */
export const graderOf = (graders: readonly EditionContent[], { kind, sector }: Subject): EditionContent | undefined =>
  graders.find((edition) => edition.sector === sector && editionTerms(edition).subjects.some((one) => one === kind));

/** Editions by which the platform would open no round: not in force at the period's end, or replaced by another given. */
export function gradingEditionFaults(files: readonly EditionFile[], period: string): readonly Fault[] {
  const graders = gradersOf(
    files.map(({ content }) => content),
    period,
  );
  return files.flatMap(({ file, content }) => {
    if (!graders.includes(content)) return [];
    const place = { file, column: 'effectiveFrom', value: content.effectiveFrom };
    if (!isInForce(content, period)) return [fault('edition-not-in-force', { ...place, detail: lastDayOf(period) })];
    const later = files.find(
      (one) =>
        one.content.scheme === content.scheme &&
        one.content.effectiveFrom > content.effectiveFrom &&
        isInForce(one.content, period) &&
        overlap(one.content, content),
    );
    return later ? [fault('edition-superseded', { ...place, detail: later.file })] : [];
  });
}

const isInForce = ({ effectiveFrom }: EditionContent, period: string): boolean => effectiveFrom <= lastDayOf(period);

/** Both grade the same kind of organization of the same sector: a round has only one of them. */
function overlap(one: EditionContent, other: EditionContent): boolean {
  const kinds = editionTerms(one).subjects;
  return one.sector === other.sector && editionTerms(other).subjects.some((kind) => kinds.includes(kind));
}
