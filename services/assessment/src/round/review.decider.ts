import { type CommandNamed, listHashOf, type RoundEvent, unitList } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { gradedBranches, type Scope } from './closing.decider.ts';
import { openRoundOf, refuseIf } from './round.rules.ts';
import type { RoundState } from './round.state.ts';

type RecordUnitReview = CommandNamed<'RecordUnitReview'>['data'];

export interface ReviewFacts {
  readonly today: Day;
  readonly scope: Scope;
}

/** 党组（党委）审核: of the grades of a unit as they stand; a grade that changes later makes it stale. */
export function recordUnitReview(data: RecordUnitReview, state: RoundState, facts: ReviewFacts): RoundEvent[] {
  const { roundId, reviews } = openRoundOf(state);
  const { unitId, listHash: seen, reviewedOn = facts.today, basis } = data;
  refuseIf(reviewedOn > facts.today, 'EFFECTIVE_IN_FUTURE', { field: 'reviewedOn', reviewedOn, today: facts.today });
  const branches = facts.scope.branches.filter((branch) => branch.unitId === unitId);
  refuseIf(branches.length === 0, 'UNIT_OUTSIDE_ROUND', { field: 'unitId', units: [unitId] });
  const listHash = listHashOf(unitList(unitId, gradedBranches(branches)));
  refuseIf(seen !== undefined && seen !== listHash, 'LIST_CHANGED', { field: 'listHash', listHash });
  const known = reviews.get(unitId);
  if (known?.listHash === listHash && known.documentNo === basis.documentNo) return [];
  const { workCommitteeId, scheme, period } = data;
  return [
    {
      type: 'UnitReviewRecorded',
      data: { roundId, workCommitteeId, scheme, period, unitId, listHash, reviewedOn, basis },
    },
  ];
}
