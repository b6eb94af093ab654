import type { InspectionCommand, InspectionEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import { cancelInspection, concludeInspection } from './conclusion.decider.ts';
import { recordFinding, recordSpotCheck, withdrawFinding } from './finding.decider.ts';
import { evolveInspection, type InspectionState, noInspection } from './inspection.state.ts';
import { acknowledgeNotice, issueNotice, replyToNotice } from './notice.decider.ts';
import { recordPriorInspection } from './prior.decider.ts';
import { scheduleInspection } from './scheduling.decider.ts';

const decide = {
  ScheduleInspection: scheduleInspection,
  RecordPriorInspection: recordPriorInspection,
  RecordFinding: recordFinding,
  WithdrawFinding: withdrawFinding,
  RecordSpotCheck: recordSpotCheck,
  ConcludeInspection: concludeInspection,
  IssueNotice: issueNotice,
  AcknowledgeNotice: acknowledgeNotice,
  ReplyToNotice: replyToNotice,
  CancelInspection: cancelInspection,
};

export interface InspectionDecision {
  readonly command: InspectionCommand;
  readonly state: InspectionState;
  readonly event: InspectionEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 督查: one visit of a body to one Party organization, from its schedule to the reply to its notice. */
export const inspectionDecider = decider<InspectionDecision>({
  initialState: noInspection,
  evolve: evolveInspection,
  decide,
});
