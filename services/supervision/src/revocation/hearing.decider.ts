import type { CommandNamed, RevocationEvent, WorkingCalendar } from '@zhibu/contracts';
import { addDays, type Sent } from '@zhibu/kernel';
import { dayOfTerm } from '@zhibu/register/rules';
import {
  type BodiesFacts,
  GRACE_DAYS,
  proposed,
  refuseIf,
  refuseOtherBodies,
  RESPONSE_WORKING_DAYS,
  step,
  undecided,
  within,
} from './revocation.rules.ts';
import type { RevocationState } from './revocation.state.ts';

export interface NotificationFacts extends BodiesFacts {
  readonly calendar: WorkingCalendar;
}

/** 告知: from now on the organization has its working days to respond. */
export function notifyBranch(
  { basis }: CommandNamed<'NotifyBranch'>['data'],
  state: RevocationState,
  facts: NotificationFacts,
): RevocationEvent[] {
  const { today, calendar } = facts;
  refuseOtherBodies(proposed(state), facts);
  const { notice } = proposed(state);
  if (notice?.documentNo === basis.documentNo) return [];
  refuseIf(notice !== null, 'BRANCH_NOTIFIED', { field: 'basis', documentNo: notice?.documentNo });
  const open = undecided(state);
  const respondBy = dayOfTerm(calendar.dueAfter(today, RESPONSE_WORKING_DAYS), 'revocationId');
  return [{ type: 'BranchNotified', data: { ...step(open, today), basis, respondBy } }];
}

/** 陈述: once, from the notification until it is decided. */
export function submitStatement(
  { says }: CommandNamed<'SubmitStatement'>['data'],
  state: RevocationState,
  { today }: Sent,
): RevocationEvent[] {
  const { statement, notice } = proposed(state);
  if (statement === says) return [];
  const open = undecided(state);
  refuseIf(notice === null, 'BRANCH_NOT_NOTIFIED', { field: 'revocationId' });
  refuseIf(statement !== null, 'STATEMENT_STANDS', { field: 'says' });
  return [{ type: 'StatementSubmitted', data: { ...step(open, today), says } }];
}

/** 宽限期: once, of 30 days at most. */
export function grantGrace(
  { until, reason }: CommandNamed<'GrantGrace'>['data'],
  state: RevocationState,
  facts: BodiesFacts,
): RevocationEvent[] {
  const { today } = facts;
  refuseOtherBodies(proposed(state), facts);
  const { grace } = proposed(state);
  if (grace?.until === until && grace.reason === reason) return [];
  const open = undecided(state);
  refuseIf(grace !== null, 'GRACE_GRANTED', { field: 'until', until: grace?.until });
  const [earliest, latest] = [addDays(today, 1), within(GRACE_DAYS, today)];
  refuseIf(until < earliest || until > latest, 'GRACE_OUT_OF_BOUNDS', { field: 'until', until, earliest, latest });
  return [{ type: 'GraceGranted', data: { ...step(open, today), until, reason } }];
}
