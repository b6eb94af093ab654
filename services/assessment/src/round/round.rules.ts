import { refusing, roundContract } from '@zhibu/contracts';
import type { Round, RoundState } from './round.state.ts';

export const { refuseIf, refusal } = refusing(roundContract);

/** @throws Refusal ROUND_NOT_OPEN, ROUND_CLOSED */
export function openRoundOf(state: RoundState): Round {
  if (state.status === 'none') throw refusal('ROUND_NOT_OPEN');
  refuseIf(state.status === 'closed', 'ROUND_CLOSED');
  return state.round;
}
