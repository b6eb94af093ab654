import { derivedId } from '@zhibu/kernel';

/**
 * The name of a stream (domain.md, sections 3 to 6): the aggregate's name and a `-`, then the parts that make the
 * subject, joined by `:`. No code, scheme or year can hold a `:`, so two subjects never share a stream; a code and the
 * name of an aggregate may hold a `-`. An edition's document number may be any line, colons included: it comes last, and what stands before the first
 * `:` is the scheme. A name that others need than the aggregate's own contract has a function below.
 */
export const streamNamed = (category: string, ...parts: readonly string[]): string => `${category}-${parts.join(':')}`;

export const organizationStream = (organizationId: string): string => streamNamed('organization', organizationId);
export const activityStream = (branchId: string, year: string): string => streamNamed('activity', branchId, year);
export const accessStream = (day: string): string => streamNamed('access', day);
export const calendarStream = (year: string): string => streamNamed('calendar', year);
export const dutyStream = (personId: string): string => streamNamed('duty', personId);
export const editionStream = (editionId: string): string => streamNamed('edition', editionId);
export const roundStream = (roundId: string): string => streamNamed('round', roundId);
export const gradingStream = (branchId: string, scheme: string, period: string): string =>
  streamNamed('grading', branchId, scheme, period);
export const documentStream = (documentNo: string): string => streamNamed('document', documentNo);
export const dataMatchStream = (branchId: string): string => streamNamed('data-match', branchId);
export const drawStream = (drawId: string): string => streamNamed('draw', drawId);
export const inspectionStream = (inspectionId: string): string => streamNamed('inspection', inspectionId);
export const planStream = (bodyId: string, year: string): string => streamNamed('plan', bodyId, year);
export const programmeStream = (programmeId: string): string => streamNamed('programme', programmeId);
export const batchStream = (programmeId: string, year: string): string => streamNamed('batch', programmeId, year);
export const evidenceStream = (sha256: string): string => streamNamed('evidence', sha256);
export const sixHavesStream = (branchId: string): string => streamNamed('six-haves', branchId);
export const designationStream = (programmeId: string, organizationId: string): string =>
  streamNamed('designation', programmeId, organizationId);
export const revocationStream = (revocationId: string): string => streamNamed('revocation', revocationId);
export const problemStream = (problemId: string): string => streamNamed('problem', problemId);
export const remediationStream = (branchId: string, year: string): string => streamNamed('remediation', branchId, year);

/** The id of an edition: its scheme and its document number (domain.md, section 2). */
export const editionId = (content: { readonly scheme: string; readonly documentNo: string }): string =>
  `${content.scheme}:${content.documentNo}`;

/** The id of a round: who holds it, by which scheme, for which year. */
export const roundId = (round: {
  readonly workCommitteeId: string;
  readonly scheme: string;
  readonly period: string;
}): string => `${round.workCommitteeId}:${round.scheme}:${round.period}`;

/**
 * The id of a problem, a UUIDv5 of its source: so the same source reference never makes two. What an organization finds by
 * itself is numbered by it; every other reference says by itself which finding it is.
 */
export const problemId = ({
  organizationId,
  source: { kind, reference },
}: {
  readonly organizationId: string;
  readonly source: { readonly kind: string; readonly reference: string };
}): string =>
  kind === 'self-check' ? derivedId('problem', kind, organizationId, reference) : derivedId('problem', kind, reference);

/** The source of a common problem: what the committee itself found of an item, by the document that says so. */
export const commonProblem = ({
  organizationId,
  aspect,
  item,
  basis: { documentNo },
}: {
  readonly organizationId: string;
  readonly aspect: string;
  readonly item: string;
  readonly basis: { readonly documentNo: string };
}) => ({ organizationId, source: { kind: 'self-check' as const, reference: `${documentNo}/${aspect}/${item}` } });
