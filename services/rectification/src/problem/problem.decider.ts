import { type CommandNamed, type ProblemCommand, type ProblemEvent, problemId } from '@zhibu/contracts';
import { type Day, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import { reportCompletion, verifyCompletion } from './completion.decider.ts';
import { grantExtension, refuseExtension, requestExtension } from './extension.decider.ts';
import { endDay, foundDay, stepDay } from './problem.rules.ts';
import { evolveProblem, initialProblem, type KnownProblem, type ProblemState } from './problem.state.ts';
import { escalate, openRectification, reportProgress } from './rectification.decider.ts';
import { known, refuseIf, refuseOtherThanJudge } from './step.rules.ts';

const decide = {
  IdentifyProblem: identifyProblem,
  DismissProblem: dismissProblem,
  OpenRectification: openRectification,
  ReportProgress: reportProgress,
  RequestExtension: requestExtension,
  GrantExtension: grantExtension,
  RefuseExtension: refuseExtension,
  ReportCompletion: reportCompletion,
  VerifyCompletion: verifyCompletion,
  CloseProblem: closeProblem,
  ReopenProblem: reopenProblem,
  Escalate: escalate,
};

export interface ProblemDecision {
  readonly command: ProblemCommand;
  readonly state: ProblemState;
  readonly event: ProblemEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 问题清单、整改清单: from the finding to its verified closure. */
export const problemDecider = decider<ProblemDecision>({ initialState: initialProblem, evolve: evolveProblem, decide });

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];

/** What a finding rests on. */
export interface FindingFacts extends Sent {
  /** The kind of the organization; null: it is not known. */
  readonly branchKind: string | null;
  /** From which day on the branch is no more, as far as that is known. */
  readonly dissolvedOn: Day | null;
  /** The problem that this one is the recurrence of. */
  readonly recurrenceOf: string | null;
  /** The body above the branch for which the sender inspected it; null: it is no finding of such a body. */
  readonly inspectedBy: string | null;
}

/** The same source again is the same problem, whatever has become of it. */
function identifyProblem(data: DataOf<'IdentifyProblem'>, state: ProblemState, facts: FindingFacts): ProblemEvent[] {
  if (state.status !== 'none') return refuseOther(data, state);
  const { branchKind, dissolvedOn, recurrenceOf, inspectedBy } = facts;
  refuseIf(branchKind === null, 'BRANCH_UNKNOWN', { field: 'branchId' });
  refuseIf(branchKind !== 'branch', 'NOT_A_BRANCH', { field: 'branchId', kind: branchKind });
  const effectiveOn = foundDay(data.effectiveOn, facts);
  refuseIf(dissolvedOn !== null && dissolvedOn <= effectiveOn, 'BRANCH_DISSOLVED', { field: 'branchId', dissolvedOn });
  const found = {
    ...data,
    problemId: problemId(data),
    effectiveOn,
    ...(recurrenceOf !== null && { recurrenceOf }),
    ...(inspectedBy !== null && { inspectedBy }),
  };
  return [{ type: 'ProblemIdentified', data: found }];
}

function refuseOther(
  { branchId, aspect, item }: DataOf<'IdentifyProblem'>,
  { problem: { found } }: KnownProblem,
): ProblemEvent[] {
  const same = found.branchId === branchId && found.aspect === aspect && found.item === item;
  refuseIf(!same, 'PROBLEM_EXISTS', {
    field: 'source.reference',
    problemId: found.problemId,
    branchId: found.branchId,
    item: found.item,
  });
  return [];
}

/** Ends a problem that is none, by who judges it, or whose branch is no more, by the dissolution. */
function dismissProblem(
  { effectiveOn, reason }: DataOf<'DismissProblem'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const found = known(state);
  if (found.status === 'dismissed') return [];
  refuseIf(found.status === 'closed', 'PROBLEM_CLOSED');
  if (facts.actor.role !== 'system') refuseOtherThanJudge(found, facts);
  const { today } = facts;
  return [
    {
      type: 'ProblemDismissed',
      data: { ...about(found), effectiveOn: endDay(effectiveOn, { today, since: found.problem.since }), reason },
    },
  ];
}

/** 销号: only after verification, by who judges it. */
function closeProblem(
  { effectiveOn }: DataOf<'CloseProblem'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const found = known(state);
  if (found.status === 'closed') return [];
  refuseIf(found.status === 'dismissed', 'PROBLEM_DISMISSED');
  refuseIf(found.status !== 'verified', 'COMPLETION_NOT_VERIFIED', { status: found.status });
  refuseOtherThanJudge(found, facts);
  const { today } = facts;
  return [
    {
      type: 'ProblemClosed',
      data: { ...about(found), effectiveOn: stepDay(effectiveOn, { today, since: found.problem.since }) },
    },
  ];
}

export interface ReturnFacts {
  readonly today: Day;
  readonly dissolvedOn: Day | null;
}

/** A problem that is back, or was never gone; it takes a new rectification. */
function reopenProblem(
  { effectiveOn, reason }: DataOf<'ReopenProblem'>,
  state: ProblemState,
  facts: ReturnFacts,
): ProblemEvent[] {
  const found = known(state);
  if (found.status === 'identified' && found.problem.reopened) return [];
  refuseIf(found.status === 'dismissed', 'PROBLEM_DISMISSED');
  refuseIf(found.status !== 'closed', 'PROBLEM_NOT_CLOSED', { status: found.status });
  const day = stepDay(effectiveOn, { today: facts.today, since: found.problem.since });
  refuseIf(facts.dissolvedOn !== null && facts.dissolvedOn <= day, 'BRANCH_DISSOLVED', {
    dissolvedOn: facts.dissolvedOn,
  });
  return [{ type: 'ProblemReopened', data: { ...about(found), effectiveOn: day, reason } }];
}

const about = ({ problem: { found } }: KnownProblem) => ({ problemId: found.problemId, branchId: found.branchId });
