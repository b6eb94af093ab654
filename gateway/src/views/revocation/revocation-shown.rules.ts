import { appealOutcomeWords, type Language, revocationOutcomeWords, type RevocationStatus } from '@zhibu/contracts';
import type { QueryRevocationsArgs } from '../../generated/schema.ts';
import type { Conditions } from '../../process/list.lookup.ts';
import { isPending, PENDING, type RevocationDetails } from './revocation.rules.ts';

type Decided = NonNullable<RevocationDetails['decided']>;
type Ended = NonNullable<RevocationDetails['ended']>;

/** What is shown of a proposal and of the hearing as it was said. */
export const revocationShown = (
  { proposed, notified, statement, grace }: RevocationDetails,
  status: RevocationStatus,
) => ({
  pending: isPending(status),
  programme: proposed.programmeId,
  level: proposed.level,
  kind: proposed.programmeKind,
  proposedOn: proposed.effectiveOn,
  facts: proposed.facts,
  inspectors: proposed.inspectors,
  notice: notified && {
    documentNo: notified.basis.documentNo,
    notifiedOn: notified.effectiveOn,
    respondBy: notified.respondBy,
  },
  statement: statement && { says: statement.says, submittedOn: statement.effectiveOn },
  grace: grace && { from: grace.effectiveOn, until: grace.until, reason: grace.reason },
});

const shown = ({ effectiveOn, basis, reason, late, bodyId }: Decided | Ended) => ({
  decidedOn: effectiveOn,
  documentNo: basis.documentNo,
  reason: reason ?? null,
  late: late === true,
  bodyId,
});

/** A decision as it is shown, in words. */
export const decisionShown = (decided: Decided, language: Language) => ({
  ...decided,
  ...shown(decided),
  label: revocationOutcomeWords[decided.outcome][language],
});

/** The decision on an appeal as it is shown, in words. */
export const appealDecisionShown = (ended: Ended, language: Language) => ({
  ...shown(ended),
  outcome: ended.outcome,
  label: appealOutcomeWords[ended.outcome][language],
});

/** Those of a status, or those that are, or are not, decided yet. */
export const passing =
  ({ status, pending }: Pick<QueryRevocationsArgs, 'status' | 'pending'>): Conditions =>
  (bound) => [
    ...(typeof status === 'string' ? [`status = ${bound(status)}`] : []),
    ...(typeof pending === 'boolean' ? [`${pending ? '' : 'NOT '}status IN (${PENDING_STATUSES})`] : []),
  ];

const PENDING_STATUSES = PENDING.map((status) => `'${status}'`).join(', ');
