import type { RevocationCommand, RevocationEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import { decideAppeal, lodgeAppeal } from './appeal.decider.ts';
import { decideRevocation } from './decision.decider.ts';
import { grantGrace, notifyBranch, submitStatement } from './hearing.decider.ts';
import { proposeRevocation } from './proposal.decider.ts';
import { evolveRevocation, noRevocation, type RevocationState } from './revocation.state.ts';

const decide = {
  ProposeRevocation: proposeRevocation,
  NotifyBranch: notifyBranch,
  SubmitStatement: submitStatement,
  GrantGrace: grantGrace,
  DecideRevocation: decideRevocation,
  LodgeAppeal: lodgeAppeal,
  DecideAppeal: decideAppeal,
};

export interface RevocationDecision {
  readonly command: RevocationCommand;
  readonly state: RevocationState;
  readonly event: RevocationEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 取消命名: from the proposal over the hearing to the decision, and its appeal. */
export const revocationDecider = decider<RevocationDecision>({
  initialState: noRevocation,
  evolve: evolveRevocation,
  decide,
});
