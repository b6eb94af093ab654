import type { CommandNamed, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { type Day, decider, type FactsOf } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import { reportCompletion, verifyCompletion } from './completion.decider.ts';
import { dismissProblem } from './dismissal.decider.ts';
import { grantExtension, refuseExtension, requestExtension } from './extension.decider.ts';
import { confirmProblemAgain, declareCommonProblem, identifyProblem } from './finding.decider.ts';
import { openBy } from './problem.rules.ts';
import { evolveProblem, initialProblem, type ProblemState } from './problem.state.ts';
import { escalate, openRectification, reassignRectification, reportProgress } from './rectification.decider.ts';
import { about, dayOfStep, known, refuseIf, refuseOtherThanJudge } from './step.rules.ts';

const decide = {
  IdentifyProblem: identifyProblem,
  ConfirmProblemAgain: confirmProblemAgain,
  DeclareCommonProblem: declareCommonProblem,
  DismissProblem: dismissProblem,
  OpenRectification: openRectification,
  ReassignRectification: reassignRectification,
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

/** 销号: only after verification, by who judges it. */
function closeProblem(data: DataOf<'CloseProblem'>, state: ProblemState, facts: SuperiorFacts): ProblemEvent[] {
  const found = known(state);
  if (found.status === 'closed') return [];
  refuseIf(found.status === 'dismissed', 'PROBLEM_DISMISSED');
  refuseIf(found.status !== 'verified', 'COMPLETION_NOT_VERIFIED', { status: found.status });
  refuseOtherThanJudge(found, facts);
  const { reason } = data;
  const closed = { ...about(found), effectiveOn: dayOfStep(data, found, facts) };
  return [{ type: 'ProblemClosed', data: { ...closed, ...(reason !== undefined && { reason }) } }];
}

export interface ReturnFacts extends SuperiorFacts {
  readonly dissolvedOn: Day | null;
}

/** A problem that is back, or was never gone; it takes a new rectification. */
function reopenProblem(data: DataOf<'ReopenProblem'>, state: ProblemState, facts: ReturnFacts): ProblemEvent[] {
  const found = known(state);
  if (found.status === 'identified' && found.problem.reopened) return [];
  const isEnded = found.status === 'dismissed' && found.endedByDissolution;
  refuseIf(found.status === 'dismissed' && !isEnded, 'PROBLEM_DISMISSED');
  refuseIf(found.status !== 'closed' && !isEnded, 'PROBLEM_NOT_CLOSED', { status: found.status });
  const effectiveOn = dayOfStep(data, found, facts);
  const { dissolvedOn } = facts;
  refuseIf(dissolvedOn !== null && dissolvedOn <= effectiveOn, 'ORGANIZATION_DISSOLVED', { dissolvedOn });
  return [
    {
      type: 'ProblemReopened',
      data: { ...about(found), effectiveOn, openBy: openBy(effectiveOn, facts.today), reason: data.reason },
    },
  ];
}
