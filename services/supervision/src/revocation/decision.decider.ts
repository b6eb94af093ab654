import { actDay, type CommandNamed, type RevocationEvent } from '@zhibu/contracts';
import { type Day, handsOf, shareAHand } from '@zhibu/kernel';
import type { DesignationToday } from './proposal.decider.ts';
import {
  APPEALED_WITHIN_DAYS,
  type BodiesFacts,
  type Body,
  bodyActing,
  type Inspected,
  isAtOrAbove,
  isOnSite,
  lateness,
  proposed,
  refuseIf,
  step,
  undecided,
  within,
} from './revocation.rules.ts';
import type { RevocationState, Undecided } from './revocation.state.ts';

export interface DecisionFacts extends BodiesFacts {
  readonly designation: DesignationToday | null;
  /** All of the organization, as far as they are concluded. */
  readonly inspections: readonly Inspected[];
}

type Decide = CommandNamed<'DecideRevocation'>['data'];

/** 集体研究决定: by others than those who proposed, of the level that designated or above, once the organization was heard. */
export function decideRevocation(data: Decide, state: RevocationState, facts: DecisionFacts): RevocationEvent[] {
  if (isDecidedSo(data, state)) return [];
  const open = undecided(state);
  const body = deciderOf(open, facts);
  // Once it has ended, another designation of the organization may be in force.
  const inForce = facts.designation?.designatedOn === open.designatedOn;
  refuseIf(!inForce && data.outcome === 'revoke', 'DESIGNATION_NOT_IN_FORCE', { field: 'outcome' });
  // Of what has ended otherwise nobody has to be heard any more.
  const second = inForce ? heard(open, data, facts) : undefined;
  const { today } = facts;
  const { outcome, basis, reason } = data;
  return [
    {
      type: 'RevocationDecided',
      data: {
        ...step(open, today),
        designatedOn: open.designatedOn,
        outcome,
        basis,
        ...(reason !== undefined && { reason }),
        bodyId: body.id,
        bodyLevel: body.level,
        ...(second && { secondInspectionId: second.inspectionId }),
        ...daysOf(data, today),
        ...lateness(reason, { today, decideBy: open.decideBy }),
      },
    },
  ];
}

/** The same decision by the same paper, from the same day and for the same reason. */
function isDecidedSo({ outcome, basis, reason, revokedFrom }: Decide, state: RevocationState): boolean {
  const known = proposed(state);
  if (!('decision' in known)) return false;
  const { decision } = known;
  // Without a day it is revoked from the day of the decision on, whenever the decision is sent again.
  const from = revokedFrom ?? (outcome === 'revoke' ? decision.decidedOn : null);
  const isSamePaper = decision.outcome === outcome && decision.documentNo === basis.documentNo;
  return isSamePaper && decision.reason === (reason ?? null) && decision.revokedFrom === from;
}

/** For which body it is decided. @throws Refusal DECIDED_BY_PROPOSER, ACTS_FOR_NOBODY, BELOW_THE_DESIGNATING_LEVEL */
function deciderOf({ proposers, subject: { level } }: Undecided, facts: DecisionFacts): Body {
  refuseIf(shareAHand(handsOf(facts.actor), proposers), 'DECIDED_BY_PROPOSER');
  const body = bodyActing(facts);
  refuseIf(!isAtOrAbove(body.level, level), 'BELOW_THE_DESIGNATING_LEVEL', { level, organizationId: body.id });
  return body;
}

/**
 * The organization has answered or had its time, and a grace ended by a second inspection, which is answered; once it is over
 * without one, the reason says why there was none. Source: domain.md, section 6 (revocation).
 * @throws Refusal BRANCH_NOT_NOTIFIED, RESPONSE_PENDING, GRACE_RUNNING, SECOND_INSPECTION_MISSING
 */
function heard(open: Undecided, { reason }: Decide, { today, inspections }: DecisionFacts): Inspected | undefined {
  const { notice, statement, grace } = open;
  refuseIf(notice === null, 'BRANCH_NOT_NOTIFIED', { field: 'revocationId' });
  const mayRespond = notice !== null && statement === null && today <= notice.respondBy;
  refuseIf(mayRespond, 'RESPONSE_PENDING', { respondBy: notice?.respondBy, today });
  if (grace === null) return undefined;
  const second = inspections.find((one) => isSecondLook(one, { ...open, from: grace.from }));
  if (second) return second;
  refuseIf(today <= grace.until, 'GRACE_RUNNING', { until: grace.until, today });
  refuseIf(reason === undefined, 'SECOND_INSPECTION_MISSING', { field: 'reason', until: grace.until });
  return undefined;
}

/** 第二次检查: on site, since the grace began, by nobody of those who inspected first. */
const isSecondLook = (
  { mode, isConcluded, visitedOn, team }: Inspected,
  { from, inspectors }: Pick<Undecided, 'inspectors'> & { readonly from: Day },
): boolean =>
  isConcluded && isOnSite({ mode }) && visitedOn !== null && visitedOn >= from && !shareAHand(team, inspectors);

/** From when on it is revoked, and until when that may be appealed. @throws Refusal REVOKED_FROM_OUT_OF_PLACE, ACT_TOO_EARLY, ACT_TOO_FAR */
function daysOf({ outcome, revokedFrom }: Decide, today: Day): { revokedFrom?: Day; appealBy?: Day } {
  const field = 'revokedFrom';
  if (outcome === 'revoke')
    return {
      revokedFrom: actDay(revokedFrom, { today, from: today, field }),
      appealBy: within(APPEALED_WITHIN_DAYS, today),
    };
  refuseIf(revokedFrom !== undefined, 'REVOKED_FROM_OUT_OF_PLACE', { field });
  return {};
}
