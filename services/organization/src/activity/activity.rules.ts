import { activityContract, ATTENDANCE_AT_MOST, refusing } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { type Timeline, valueOn } from '../organization/timeline.ts';
import type { Activity } from './activity.state.ts';
import type { CorrectingFacts } from './facts.ts';

export const { refuseIf, refusal } = refusing(activityContract);

const fields = ['branchId', 'kind', 'heldOn', 'attendance'] as const;

/** In which fields two contents of one external id differ. */
export const differences = (known: Activity, sent: Activity): readonly (typeof fields)[number][] =>
  fields.filter((field) => known[field] !== sent[field]);

/** Recorded twice, one external id is one activity. @throws Refusal ACTIVITY_DIFFERS with both contents */
export function sameActivity(known: Activity, sent: Activity): true {
  const different = differences(known, sent);
  refuseIf(different.length > 0, 'ACTIVITY_DIFFERS', {
    field: different[0] ?? 'externalId',
    externalId: sent.externalId,
    recorded: known,
    sent,
  });
  return true;
}

/**
 * Only a branch holds activities, and only on a day of its life that has come; not many more attend than there are members.
 * @throws Refusal BRANCH_UNKNOWN, REGISTRATION_CANCELLED, NOT_A_BRANCH, BEFORE_OPENING, ORGANIZATION_DISSOLVED,
 * EFFECTIVE_IN_FUTURE, ATTENDANCE_TOO_LARGE
 */
export function refuseBranch({ branchId, heldOn, attendance }: Activity, { branch, today }: CorrectingFacts): void {
  if (branch.status === 'unknown') throw refusal('BRANCH_UNKNOWN', { field: 'branchId', branchId });
  if (branch.status === 'cancelled') throw refusal('REGISTRATION_CANCELLED', { field: 'branchId', branchId });
  const { kind, openedOn, dissolvedOn } = branch;
  refuseIf(kind !== 'branch', 'NOT_A_BRANCH', { field: 'branchId', branchId, kind });
  refuseIf(heldOn < openedOn, 'BEFORE_OPENING', { field: 'heldOn', heldOn, openedOn });
  refuseIf(dissolvedOn !== undefined && heldOn >= dissolvedOn, 'ORGANIZATION_DISSOLVED', {
    field: 'heldOn',
    heldOn,
    dissolvedOn,
  });
  refuseIf(heldOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'heldOn', heldOn, today });
  const members = membersOn(branch.members, heldOn);
  refuseIf(members !== undefined && attendance > ATTENDANCE_AT_MOST * members, 'ATTENDANCE_TOO_LARGE', {
    field: 'attendance',
    attendance,
    members,
  });
}

/** What was reported of a day; before anything was, the first report: a year's register comes in at the year's end. */
const membersOn = (members: Timeline<number>, day: Day): number | undefined =>
  valueOn(members, day) ?? members[0]?.value;
