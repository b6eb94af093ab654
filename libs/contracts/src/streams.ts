/** The name of every stream (domain.md, sections 3 to 6). The part before the first `-` is its category. */
export const organizationStream = (organizationId: string): string => `organization-${organizationId}`;
export const activityStream = (branchId: string, year: string): string => `activity-${branchId}-${year}`;
export const editionStream = (editionId: string): string => `edition-${editionId}`;
export const roundStream = (roundId: string): string => `round-${roundId}`;
export const gradingStream = (branchId: string, scheme: string, period: string): string => `grading-${branchId}-${scheme}-${period}`;

/** The id of an edition: its scheme and its document number (domain.md, section 2). */
export const editionId = (content: { readonly scheme: string; readonly documentNo: string }): string =>
  `${content.scheme}:${content.documentNo}`;

/** The id of a round. */
export const roundId = (round: { readonly workCommitteeId: string; readonly scheme: string; readonly period: string }): string =>
  `${round.workCommitteeId}-${round.scheme}-${round.period}`;
