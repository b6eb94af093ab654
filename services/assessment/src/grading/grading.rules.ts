import { gradingContract, refusing } from '@zhibu/contracts';
import type { EditionFacts, GradingState, GradingUnderEdition, Placement } from './grading.state.ts';

export const { refuseIf, refusal } = refusing(gradingContract);

/** A grading that is opened, with its edition. @throws Refusal GRADING_NOT_OPENED */
export function underEdition(grading: GradingState, { edition }: EditionFacts): GradingUnderEdition {
  if (grading.status === 'not-opened' || !edition) throw refusal('GRADING_NOT_OPENED');
  return { grading, edition };
}

/** @throws Refusal BRANCH_UNKNOWN, NOT_A_BRANCH */
export function knownBranch(placement: Placement | null): Placement {
  if (!placement) throw refusal('BRANCH_UNKNOWN', { field: 'branchId' });
  refuseIf(placement.kind !== 'branch', 'NOT_A_BRANCH', { field: 'branchId', kind: placement.kind });
  return placement;
}
