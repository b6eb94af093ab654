import {
  type DutyName,
  dutyContract,
  dutyTable,
  excludeEachOther,
  type HeldDuty,
  holdsOn,
  refusing,
} from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { NamedFacts } from '../organization/facts.ts';
import type { Duty, DutyState } from './duty.state.ts';

export const { refuseIf, refusal } = refusing(dutyContract);

/** Where a duty is to be held: an organization as the register knows it; null: the platform. */
export type DutyPlace = NamedFacts | null;

/**
 * A duty is held at an organization of the kinds of its row, which lives on its first day; an administrator's at the
 * platform.
 * @throws Refusal DUTY_PLACE_WRONG, ORGANIZATION_UNKNOWN, REGISTRATION_CANCELLED, BEFORE_OPENING, ORGANIZATION_DISSOLVED
 */
export function refusePlace({ duty, from }: Pick<HeldDuty, 'duty' | 'from'>, place: DutyPlace): void {
  const kinds = dutyTable[duty].heldAt;
  refuseIf((place === null) !== (kinds.length === 0), 'DUTY_PLACE_WRONG', { field: 'organizationId', kinds });
  if (place === null) return;
  if (place.status !== 'known')
    throw refusal(place.status === 'unknown' ? 'ORGANIZATION_UNKNOWN' : 'REGISTRATION_CANCELLED', {
      field: 'organizationId',
    });
  const { kind, openedOn, dissolvedOn } = place;
  refuseIf(!kinds.includes(kind), 'DUTY_PLACE_WRONG', { field: 'organizationId', kind, kinds });
  refuseIf(from < openedOn, 'BEFORE_OPENING', { field: 'from', openedOn });
  refuseIf(dissolvedOn !== undefined && dissolvedOn <= from, 'ORGANIZATION_DISSOLVED', {
    field: 'organizationId',
    dissolvedOn,
  });
}

/**
 * A duty begins today or later and ends after it begins; one for branches names them and its last day, another names none.
 * @throws Refusal DUTY_FROM_PAST, DUTY_TERM_OVER, DUTY_BRANCHES_WRONG
 */
export function refuseTerm({ duty, branchIds, from, until }: HeldDuty, today: Day): void {
  refuseIf(from < today, 'DUTY_FROM_PAST', { field: 'from', from, today });
  refuseIf(until !== undefined && until < from, 'DUTY_TERM_OVER', { field: 'until', until, from });
  const isForBranches = dutyTable[duty].isForBranches === true;
  const missing = isForBranches && (branchIds === undefined || until === undefined);
  refuseIf(missing || (!isForBranches && branchIds !== undefined), 'DUTY_BRANCHES_WRONG', {
    field: branchIds === undefined || !isForBranches ? 'branchIds' : 'until',
    duty,
  });
}

/** 三权分立. @throws Refusal DUTIES_EXCLUSIVE */
export function refuseExclusive(duty: DutyName, state: DutyState, today: Day): void {
  const others = [...state.values()].filter((other) => isComing(other, today));
  const excluded = others.find((other) => excludeEachOther(duty, other.duty));
  refuseIf(excluded !== undefined, 'DUTIES_EXCLUSIVE', { field: 'duty', duty, holds: excluded?.duty });
}

/** Whether a duty is, or may still become, held today or later. */
const isComing = ({ status, from, until }: Duty, today: Day): boolean =>
  (status === 'proposed' || status === 'assigned') && (from > today || holdsOn({ from, until }, today));

/** Two persons beside the one whose duty it is: who proposed, who decides. @throws Refusal CONFIRMER_INVOLVED */
export function refuseInvolved(deciderId: string, personId: string, { proposal }: Duty): void {
  refuseIf(deciderId === personId || deciderId === proposal?.proposerId, 'CONFIRMER_INVOLVED', { field: 'actor' });
}
