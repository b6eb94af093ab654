import type { GradingFinding } from '@zhibu/contracts';
import { compare, exact } from '@zhibu/kernel';

/** 上级党组织: the rater by whose loss a problem is named, if it took any (domain.md, section 7). */
export const SUPERIOR = 'superior';

/** One finding per item that lost points: the superior's if it took any, else the largest; the first of equals. */
export function lostItems(findings: readonly GradingFinding[]): readonly GradingFinding[] {
  return [...Map.groupBy(findings, ({ item }) => item).values()].flatMap(
    (ofItem) => ofItem.find(({ rater }) => rater === SUPERIOR) ?? largest(ofItem),
  );
}

function largest(findings: readonly GradingFinding[]): readonly GradingFinding[] {
  const [first, ...others] = findings;
  if (!first) return [];
  return [
    others.reduce((most, one) => (compare(exact(one.pointsLost), exact(most.pointsLost)) > 0 ? one : most), first),
  ];
}
