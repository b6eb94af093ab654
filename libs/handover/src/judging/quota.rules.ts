import { type EditionContent, editionTerms, quotaAllows } from '@zhibu/contracts';

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

/** The quotas that an edition counts over the committee and that the grades of `branches` branches exceed. */
export function quotasExceeded(
  edition: EditionContent,
  grades: readonly GradeCount[],
  branches: number,
): readonly QuotaExceeded[] {
  return editionTerms(edition).quotas.flatMap((quota) => {
    const found = grades.find((one) => one.grade === quota.grade);
    if (!found || quota.per !== 'committee' || found.count <= quotaAllows(quota, branches)) return [];
    return [{ label: found.label, count: found.count, branches, maxShare: quota.maxShare }];
  });
}
