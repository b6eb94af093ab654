import type { CommandNamed, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { handsOf, shareAHand } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import { dueAfterWaiting } from './problem.rules.ts';
import type { ProblemState } from './problem.state.ts';
import { about, dayOfStep, goingOn, known, refusal, refuseIf, refuseOtherThanJudge, running } from './step.rules.ts';

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];
type Reported = Extract<ProblemState, { status: 'reported' }>;

/** 报告整改完成: with at least one piece of evidence. */
export function reportCompletion(
  data: DataOf<'ReportCompletion'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  if (state.status === 'reported') return [];
  const under = goingOn(state);
  const { says, evidence, reason } = data;
  refuseIf(evidence.length === 0, 'EVIDENCE_REQUIRED', { field: 'evidence' });
  const effectiveOn = dayOfStep(data, under, facts);
  const reported = { ...about(under), effectiveOn, says, evidence, reporterId: facts.actor.personId };
  return [{ type: 'CompletionReported', data: { ...reported, ...(reason !== undefined && { reason }) } }];
}

/** 验收: for the superior or the body that found it, by a person who answered for no attempt and reported no step of any. */
export function verifyCompletion(
  data: DataOf<'VerifyCompletion'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  if (state.status === 'verified' && data.accepted) return [];
  const reported = awaiting(state);
  refuseOtherThanJudge(reported, facts);
  const verifierId = facts.actor.personId;
  const { involved } = reported.problem;
  refuseIf(shareAHand(handsOf(facts.actor), involved), 'VERIFIER_NOT_INDEPENDENT', { verifierId, involved });
  const { accepted, reason } = data;
  const effectiveOn = dayOfStep(data, reported, facts);
  if (!accepted) return [rejected(reported, { effectiveOn, verifierId, reason })];
  const verified = { ...about(reported), effectiveOn, verifierId };
  return [{ type: 'CompletionVerified', data: { ...verified, ...(reason !== undefined && { reason }) } }];
}

function awaiting(state: ProblemState): Reported {
  const found = known(state);
  if (found.status === 'reported') return found;
  if (found.status === 'closed') throw refusal('PROBLEM_CLOSED');
  if (found.status === 'dismissed') throw refusal('PROBLEM_DISMISSED');
  throw refusal('COMPLETION_NOT_REPORTED', { status: found.status });
}

interface Rejection {
  readonly effectiveOn: string;
  readonly verifierId: string;
  readonly reason: string | undefined;
}

function rejected(state: Reported, { reason, ...by }: Rejection): ProblemEvent {
  if (reason === undefined) throw refusal('REASON_REQUIRED', { field: 'reason' });
  const dueOn = dueAfterWaiting(state.work.dueOn, state.reportedOn, by.effectiveOn);
  return { type: 'CompletionRejected', data: { ...running(state), ...by, dueOn, reason } };
}
