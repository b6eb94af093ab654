import { compare, exact, lesser, multiply, toText } from '@zhibu/kernel';
import type { EditionContent, EditionQuota, ExemptForm, quotaScopes, SubjectKind } from './edition.ts';

/** 比例限额: of how many branches how many may have a grade. */
export interface QuotaTerms {
  readonly grade: string;
  readonly maxShare: number;
  readonly per: (typeof quotaScopes)[number];
  readonly fromBranches: number;
  readonly ofFewer: number;
}

/** What an edition says beside its items and grades, with all that it may leave unsaid. */
export interface EditionTerms {
  /** The kinds of organization that it grades. */
  readonly subjects: readonly SubjectKind[];
  readonly quotas: readonly QuotaTerms[];
  readonly exempt: { readonly livedLessThanMonths: number; readonly forms: readonly ExemptForm[] };
  readonly notice: { readonly grades: readonly string[]; readonly workingDays: number };
  /** Points and a share of an item, as decimals in text. */
  readonly problems: { readonly raters: readonly string[]; readonly fromPoints: string; readonly fromShare: string };
}

/** What is meant by saying nothing (domain.md, section 4); published content rests on it, so it never changes. */
const unsaid = {
  subjects: ['branch'],
  per: 'committee',
  fromBranches: 5,
  ofFewer: 1,
  livedLessThanMonths: 6,
  workingDays: 5,
  fromPoints: 1,
  fromShare: 0.5,
} as const;

/**
 * Every term of an edition spelled out: for notice the grades of leading standing, and for problems every itemised
 * rater, unless it names others.
 */
export function editionTerms(content: EditionContent): EditionTerms {
  return {
    subjects: content.subjects ?? unsaid.subjects,
    quotas: content.quotas.map(quotaTerms),
    exempt: {
      livedLessThanMonths: content.exempt?.livedLessThanMonths ?? unsaid.livedLessThanMonths,
      forms: content.exempt?.forms ?? [],
    },
    notice: noticeTerms(content),
    problems: problemTerms(content),
  };
}

const noticeTerms = ({ grades, notice }: EditionContent): EditionTerms['notice'] => ({
  grades: notice?.grades ?? codesOf(grades.filter(({ standing }) => standing === 'leading')),
  workingDays: notice?.workingDays ?? unsaid.workingDays,
});

const problemTerms = ({ raters, problems }: EditionContent): EditionTerms['problems'] => ({
  raters: problems?.raters ?? codesOf(raters.filter(({ kind }) => kind === 'itemised')),
  fromPoints: toText(exact(problems?.fromPoints ?? unsaid.fromPoints)),
  fromShare: toText(exact(problems?.fromShare ?? unsaid.fromShare)),
});

const quotaTerms = ({ grade, maxShare, per, fromBranches, ofFewer }: EditionQuota): QuotaTerms => ({
  grade,
  maxShare,
  per: per ?? unsaid.per,
  fromBranches: fromBranches ?? unsaid.fromBranches,
  ofFewer: ofFewer ?? unsaid.ofFewer,
});

const codesOf = (entries: readonly { readonly code: string }[]): readonly string[] => entries.map(({ code }) => code);

/**
 * From how many points lost on a loss on an item is a problem by itself: the edition's points, or its share of the
 * item, whichever is less.
 * @param points of the item
 * @returns a decimal as text
 */
export function problemFrom(content: EditionContent, points: number | string): string {
  const { fromPoints, fromShare } = editionTerms(content).problems;
  return toText(lesser(exact(fromPoints), multiply(exact(fromShare), exact(points))));
}

/** A loss on an item as a grading found it. */
export interface Loss {
  readonly item: string;
  readonly rater: string;
  /** A decimal as text, capped at the item's points. */
  readonly pointsLost: string;
}

/**
 * Whether a loss is a problem by itself: of a rater whose losses the edition counts, and of the item's threshold or
 * more. An item that the edition does not have never is.
 */
export function isProblem(content: EditionContent, { item, rater, pointsLost }: Loss): boolean {
  const known = content.aspects.flatMap(({ items }) => items).find(({ code }) => code === item);
  if (!known || !editionTerms(content).problems.raters.includes(rater)) return false;
  const lost = exact(pointsLost);
  return compare(lost, exact(0)) > 0 && compare(lost, exact(problemFrom(content, known.points))) >= 0;
}

/**
 * 比例限额: how many of so many branches may have a grade. Of `fromBranches` and more the share, rounded down; of fewer
 * `ofFewer`.
 */
export function quotaAllows({ maxShare, fromBranches, ofFewer }: QuotaTerms, branches: number): number {
  if (branches < fromBranches) return ofFewer;
  const share = multiply(exact(maxShare), exact(branches));
  return Number(share.numerator / share.denominator);
}

/** An input that a measure is drawn from. */
export type Measured = 'poll' | 'dataMatch';

/** The measures that a gate may ask for, each with the input that it is drawn from. */
export const measureInputs = { satisfaction: 'poll', dataMismatches: 'dataMatch' } as const satisfies Record<
  string,
  Measured
>;

/** What must be recorded before a branch is graded: a rater's rating, the poll, or the match of data. */
export type GradingInput =
  | { readonly kind: 'rating'; readonly rater: string; readonly label: string }
  | { readonly kind: Measured };

/** The inputs that an edition's weighted raters and its gates rest on, in its order. */
export function gradingInputs({ raters, gates }: EditionContent): readonly GradingInput[] {
  const weighted = raters.filter(({ weight }) => weight > 0);
  const ratings = weighted.flatMap(({ code: rater, label, kind }): GradingInput[] =>
    kind === 'itemised' ? [{ kind: 'rating', rater, label }] : [],
  );
  const measured = new Map<string, Measured>(Object.entries(measureInputs));
  const needed = new Set([
    ...(weighted.some(({ kind }) => kind === 'poll') ? ['poll' as const] : []),
    ...gates.flatMap(({ measure }) => measured.get(measure) ?? []),
  ]);
  return [...ratings, ...[...needed].map((kind): GradingInput => ({ kind }))];
}
