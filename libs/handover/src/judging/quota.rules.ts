import type { EditionContent } from '@zhibu/contracts';
import { compare, exact, multiply } from '@zhibu/kernel';

/** How many branches have a grade, as it is called. */
export interface GradeCount {
  readonly grade: string;
  readonly label: string;
  readonly count: number;
}

/** A grade that more branches have than its quota allows. */
export interface QuotaExceeded {
  readonly label: string;
  readonly count: number;
  readonly branches: number;
  readonly maxShare: number;
}

/** The quotas of an edition that the grades of `branches` branches exceed, counted in exact decimals. */
export function quotasExceeded(
  edition: EditionContent,
  grades: readonly GradeCount[],
  branches: number,
): readonly QuotaExceeded[] {
  return edition.quotas.flatMap(({ grade, maxShare }) => {
    const found = grades.find((one) => one.grade === grade);
    if (!found || compare(exact(found.count), multiply(exact(maxShare), exact(branches))) <= 0) return [];
    return [{ label: found.label, count: found.count, branches, maxShare }];
  });
}
