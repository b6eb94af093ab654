import type { BranchQuery } from '../../generated/branch.document.ts';

export type Rating = NonNullable<NonNullable<BranchQuery['branch']>['rating']>;
type Finding = Rating['findings'][number];
type Aspect = NonNullable<Rating['decision']['edition']>['aspects'][number];

/** What an aspect lost of its points, as texts. */
export interface AspectLost {
  readonly aspect: string;
  readonly label: string;
  readonly points: number;
  readonly lost: number;
}

/** The rater whose total weighs most of those that took points off: what the aspects are shown by. */
export function weightiest({ totals, findings }: Pick<Rating, 'totals' | 'findings'>): string | undefined {
  const raters = new Set(findings.map(({ rater }) => rater));
  const [first] = totals
    .filter(({ rater }) => raters.has(rater))
    .slice()
    .sort((a, b) => Number(b.weight) - Number(a.weight));
  return first?.rater;
}

/** What each aspect of the edition lost by a rater, in the edition's order. */
export function lostByAspect(
  aspects: readonly Aspect[],
  findings: readonly Finding[],
  rater: string | undefined,
): readonly AspectLost[] {
  const own = findings.filter((finding) => finding.rater === rater);
  return aspects.map(({ aspect, label, points, items }) => {
    const codes = new Set(items.map(({ item }) => item));
    return { aspect, label, points: Number(points), lost: sumOf(own.filter(({ item }) => codes.has(item))) };
  });
}

/** In hundredths, for points have two places at most. */
const sumOf = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { pointsLost }) => sum + Math.round(Number(pointsLost) * 100), 0) / 100;

/** The item as its edition words it. */
export const itemText = (aspects: readonly Aspect[], code: string): string =>
  aspects.flatMap(({ items }) => items).find(({ item }) => item === code)?.says ?? '';
