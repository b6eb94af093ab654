import type { DesignationCommand, DesignationEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import {
  applyForDesignation,
  rejectApplication,
  reviewApplication,
  withdrawApplication,
} from './application.decider.ts';
import { type DesignationState, evolveDesignation, noDesignation } from './designation.state.ts';
import { designateBranch, raiseObjection, resolveObjection, startPublicNotice } from './notice.decider.ts';
import { recordPriorDesignation } from './prior.decider.ts';
import {
  recordReinspection,
  restoreDesignation,
  returnPlaque,
  revokeDesignation,
  waiveRevocation,
} from './reinspection.decider.ts';
import { confirmSuccession } from './succession.decider.ts';
import { expireDesignation, renewDesignation } from './validity.decider.ts';

const decide = {
  RecordPriorDesignation: recordPriorDesignation,
  ApplyForDesignation: applyForDesignation,
  WithdrawApplication: withdrawApplication,
  ReviewApplication: reviewApplication,
  RejectApplication: rejectApplication,
  StartPublicNotice: startPublicNotice,
  RaiseObjection: raiseObjection,
  ResolveObjection: resolveObjection,
  DesignateBranch: designateBranch,
  RecordReinspection: recordReinspection,
  WaiveRevocation: waiveRevocation,
  RevokeDesignation: revokeDesignation,
  RestoreDesignation: restoreDesignation,
  RenewDesignation: renewDesignation,
  ExpireDesignation: expireDesignation,
  ConfirmSuccession: confirmSuccession,
  ReturnPlaque: returnPlaque,
};

export interface DesignationDecision {
  readonly command: DesignationCommand;
  readonly state: DesignationState;
  readonly event: DesignationEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 命名: of an organization by a programme, from its application to its end. */
export const designationDecider = decider<DesignationDecision>({
  initialState: noDesignation,
  evolve: evolveDesignation,
  decide,
});
