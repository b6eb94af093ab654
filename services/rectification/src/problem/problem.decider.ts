import { type ProblemCommand, type ProblemEvent, problemId } from '@zhibu/contracts';
import { type Actor, type Decider, Refusal, refuseIf } from '@zhibu/kernel';
import { reportCompletion, verifyCompletion } from './completion.decider.ts';
import { grantExtension, refuseExtension, requestExtension } from './extension.decider.ts';
import { endDay, foundDay, stepDay } from './problem.rules.ts';
import {
  evolveProblem,
  initialProblem,
  type KnownProblem,
  type ProblemFacts,
  type ProblemState,
} from './problem.state.ts';
import { escalate, openRectification, reportProgress } from './rectification.decider.ts';

export interface ProblemDecision {
  readonly command: ProblemCommand & { readonly actor?: Actor };
  readonly state: ProblemState;
  readonly event: ProblemEvent;
  readonly facts: ProblemFacts;
}

type DataOf<Name extends ProblemCommand['name']> = Extract<ProblemCommand, { name: Name }>['data'];

/** 问题清单、整改清单: from the finding to its verified closure. */
export const problemDecider: Decider<ProblemDecision> = {
  initialState: initialProblem,
  evolve: evolveProblem,
  decide: (command, state, facts) => {
    switch (command.name) {
      case 'IdentifyProblem':
        return identifyProblem(command.data, state, facts);
      case 'DismissProblem':
        return dismissProblem(command.data, known(state), facts);
      case 'OpenRectification':
        return openRectification(command.data, known(state), facts);
      case 'ReportProgress':
        return reportProgress(command.data, known(state), facts);
      case 'RequestExtension':
        return requestExtension(command.data, known(state), facts);
      case 'GrantExtension':
        return grantExtension(command.data, known(state), facts);
      case 'RefuseExtension':
        return refuseExtension(command.data, known(state), facts);
      case 'ReportCompletion':
        return reportCompletion(command.data, known(state), facts);
      case 'VerifyCompletion':
        return verifyCompletion(command.data, known(state), facts);
      case 'CloseProblem':
        return closeProblem(command.data, known(state), facts);
      case 'ReopenProblem':
        return reopenProblem(command.data, known(state), facts);
      case 'Escalate':
        return escalate(command.data, known(state), facts);
    }
  },
};

function known(state: ProblemState): KnownProblem {
  if (state.status === 'none') throw new Refusal('PROBLEM_UNKNOWN', { field: 'problemId' });
  return state;
}

/** The same source again is the same problem, whatever has become of it. */
function identifyProblem(data: DataOf<'IdentifyProblem'>, state: ProblemState, facts: ProblemFacts): ProblemEvent[] {
  if (state.status !== 'none') return refuseOther(data, state);
  const { branchKind, dissolvedOn, recurrenceOf } = facts;
  refuseIf(branchKind === null, 'BRANCH_UNKNOWN', { field: 'branchId' });
  refuseIf(branchKind !== 'branch', 'NOT_A_BRANCH', { field: 'branchId', kind: branchKind });
  const effectiveOn = foundDay(data.effectiveOn, facts);
  refuseIf(dissolvedOn !== null && dissolvedOn <= effectiveOn, 'BRANCH_DISSOLVED', { field: 'branchId', dissolvedOn });
  const found = { ...data, problemId: problemId(data), effectiveOn, ...(recurrenceOf !== null && { recurrenceOf }) };
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

/** Ends a problem that is none, or whose branch is no more. */
function dismissProblem(
  { effectiveOn, reason }: DataOf<'DismissProblem'>,
  state: KnownProblem,
  { today }: ProblemFacts,
): ProblemEvent[] {
  if (state.status === 'dismissed') return [];
  refuseIf(state.status === 'closed', 'PROBLEM_CLOSED');
  return [
    {
      type: 'ProblemDismissed',
      data: { ...about(state), effectiveOn: endDay(effectiveOn, { today, since: state.problem.since }), reason },
    },
  ];
}

/** 销号: only after verification. */
function closeProblem(
  { effectiveOn }: DataOf<'CloseProblem'>,
  state: KnownProblem,
  { today }: ProblemFacts,
): ProblemEvent[] {
  if (state.status === 'closed') return [];
  refuseIf(state.status === 'dismissed', 'PROBLEM_DISMISSED');
  refuseIf(state.status !== 'verified', 'COMPLETION_NOT_VERIFIED', { status: state.status });
  return [
    {
      type: 'ProblemClosed',
      data: { ...about(state), effectiveOn: stepDay(effectiveOn, { today, since: state.problem.since }) },
    },
  ];
}

/** A problem that is back, or was never gone; it takes a new rectification. */
function reopenProblem(
  { effectiveOn, reason }: DataOf<'ReopenProblem'>,
  state: KnownProblem,
  facts: ProblemFacts,
): ProblemEvent[] {
  if (state.status === 'identified' && state.problem.reopened) return [];
  refuseIf(state.status === 'dismissed', 'PROBLEM_DISMISSED');
  refuseIf(state.status !== 'closed', 'PROBLEM_NOT_CLOSED', { status: state.status });
  const day = stepDay(effectiveOn, { today: facts.today, since: state.problem.since });
  refuseIf(facts.dissolvedOn !== null && facts.dissolvedOn <= day, 'BRANCH_DISSOLVED', {
    dissolvedOn: facts.dissolvedOn,
  });
  return [{ type: 'ProblemReopened', data: { ...about(state), effectiveOn: day, reason } }];
}

const about = ({ problem: { found } }: KnownProblem) => ({ problemId: found.problemId, branchId: found.branchId });
