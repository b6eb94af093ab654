import type { CommandNamed, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import { stepDay } from './problem.rules.ts';
import type { ProblemState } from './problem.state.ts';
import { goingOn, known, refusal, refuseIf, refuseOtherThanJudge, running } from './step.rules.ts';

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];
type Reported = Extract<ProblemState, { status: 'reported' }>;

/** 报告整改完成: with at least one piece of evidence. */
export function reportCompletion(
  data: DataOf<'ReportCompletion'>,
  state: ProblemState,
  { today, actor }: Sent,
): ProblemEvent[] {
  if (state.status === 'reported') return [];
  const {
    problem: { found, since },
  } = goingOn(state);
  const { says, evidence } = data;
  refuseIf(evidence.length === 0, 'EVIDENCE_REQUIRED', { field: 'evidence' });
  const effectiveOn = stepDay(data.effectiveOn, { today, since });
  const { problemId, branchId } = found;
  return [
    {
      type: 'CompletionReported',
      data: { problemId, branchId, effectiveOn, says, evidence, reporterId: actor.personId },
    },
  ];
}

/** 验收: for the superior or the body that found it, by a person who neither answers for the rectification nor reported it. */
export function verifyCompletion(
  data: DataOf<'VerifyCompletion'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  if (state.status === 'verified' && data.accepted) return [];
  const reported = awaiting(state);
  refuseOtherThanJudge(reported, facts);
  const verifierId = facts.actor.personId;
  const involved = [reported.work.responsibleId, reported.reporterId].includes(verifierId);
  refuseIf(involved, 'VERIFIER_NOT_INDEPENDENT', {
    verifierId,
    responsibleId: reported.work.responsibleId,
    reporterId: reported.reporterId,
  });
  const effectiveOn = stepDay(data.effectiveOn, { today: facts.today, since: reported.problem.since });
  return [
    data.accepted
      ? verified(reported, { effectiveOn, verifierId, note: data.reason })
      : rejected(reported, { effectiveOn, verifierId, reason: data.reason }),
  ];
}

function awaiting(state: ProblemState): Reported {
  const found = known(state);
  if (found.status === 'reported') return found;
  if (found.status === 'closed') throw refusal('PROBLEM_CLOSED');
  if (found.status === 'dismissed') throw refusal('PROBLEM_DISMISSED');
  throw refusal('COMPLETION_NOT_REPORTED', { status: found.status });
}

interface Judgement {
  readonly effectiveOn: string;
  readonly verifierId: string;
}

function verified(
  { problem: { found } }: Reported,
  { note, ...by }: Judgement & { readonly note: string | undefined },
): ProblemEvent {
  const { problemId, branchId } = found;
  return { type: 'CompletionVerified', data: { problemId, branchId, ...by, ...(note !== undefined && { note }) } };
}

function rejected(
  state: Reported,
  { reason, ...by }: Judgement & { readonly reason: string | undefined },
): ProblemEvent {
  if (reason === undefined) throw refusal('REASON_REQUIRED', { field: 'reason' });
  return { type: 'CompletionRejected', data: { ...running(state), ...by, reason } };
}
