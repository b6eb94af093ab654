import type { RoundCommand, RoundEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import { closeRound } from './closing.decider.ts';
import { exemptBranch } from './exemption.decider.ts';
import { admitLate } from './late.decider.ts';
import { raiseObjection, resolveObjection, startNotice } from './notice.decider.ts';
import { addEdition, openRound } from './opening.decider.ts';
import { recordUnitReview } from './review.decider.ts';
import { evolveRound, initialRound, type RoundState } from './round.state.ts';

const decide = {
  OpenRound: openRound,
  AddRoundEdition: addEdition,
  ExemptBranch: exemptBranch,
  RecordUnitReview: recordUnitReview,
  StartRoundNotice: startNotice,
  RaiseRoundObjection: raiseObjection,
  ResolveRoundObjection: resolveObjection,
  AdmitLateBranch: admitLate,
  CloseRound: closeRound,
};

export interface RoundDecision {
  readonly command: RoundCommand;
  readonly state: RoundState;
  readonly event: RoundEvent;
  readonly facts: FactsOf<typeof decide>;
}

export const roundDecider = decider<RoundDecision>({ initialState: initialRound, evolve: evolveRound, decide });
