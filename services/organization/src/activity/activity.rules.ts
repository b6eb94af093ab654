import { activityContract, refusing } from '@zhibu/contracts';
import type { Activity } from './activity.state.ts';
import type { BranchFacts } from './facts.ts';

const { refuseIf, refusal } = refusing(activityContract);

/** Recorded twice, one external id is one activity. @throws Refusal ACTIVITY_DIFFERS with both contents */
export function sameActivity(known: Activity, sent: Activity): true {
  const fields = ['branchId', 'kind', 'heldOn', 'attendance'] as const;
  const different = fields.filter((field) => known[field] !== sent[field]);
  refuseIf(different.length > 0, 'ACTIVITY_DIFFERS', {
    field: different[0] ?? 'externalId',
    externalId: sent.externalId,
    recorded: known,
    sent,
  });
  return true;
}

/**
 * Only a branch holds activities, and only on a day of its life.
 * @throws Refusal BRANCH_UNKNOWN, REGISTRATION_CANCELLED, NOT_A_BRANCH, BEFORE_OPENING, ORGANIZATION_DISSOLVED
 */
export function refuseBranch({ branchId, heldOn }: Activity, branch: BranchFacts): void {
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
}
