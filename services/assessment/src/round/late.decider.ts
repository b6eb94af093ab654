import type { CommandNamed, RoundEvent } from '@zhibu/contracts';
import { refusal, refuseIf } from './round.rules.ts';
import type { RoundState } from './round.state.ts';
import type { Candidate } from './exemption.decider.ts';

type AdmitLateBranch = CommandNamed<'AdmitLateBranch'>['data'];

export interface LateFacts {
  /** The branch as the round meets it; null: it is not in its scope. */
  readonly candidate: Candidate | null;
}

/** 补评: a branch that the closing missed is graded and confirmed singly. */
export function admitLate(data: AdmitLateBranch, state: RoundState, { candidate }: LateFacts): RoundEvent[] {
  if (state.status === 'none') throw refusal('ROUND_NOT_OPEN');
  refuseIf(state.status === 'open', 'ROUND_NOT_CLOSED');
  const { roundId, late, exempt } = state.round;
  if (late.has(data.branchId)) return [];
  const field = 'branchId';
  refuseIf(exempt.has(data.branchId), 'BRANCH_EXEMPT', { field });
  if (!candidate) throw refusal('BRANCH_OUTSIDE_ROUND', { field, branches: [data.branchId] });
  refuseIf(candidate.graded, 'BRANCH_ALREADY_GRADED', { field, branches: [data.branchId] });
  return [{ type: 'LateBranchAdmitted', data: { roundId, ...data } }];
}
