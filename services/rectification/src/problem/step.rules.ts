import { problemContract, refusing } from '@zhibu/contracts';
import type { KnownProblem, ProblemState, UnderWay } from './problem.state.ts';

export const { refuseIf, refusal } = refusing(problemContract);

/** @throws Refusal PROBLEM_UNKNOWN */
export function known(state: ProblemState): KnownProblem {
  if (state.status === 'none') throw refusal('PROBLEM_UNKNOWN', { field: 'problemId' });
  return state;
}

/** The rectification that goes on. @throws Refusal saying what stands in the way of a step in it */
export function goingOn(state: ProblemState): UnderWay {
  const found = known(state);
  switch (found.status) {
    case 'rectifying':
      return found;
    case 'identified':
      throw refusal('RECTIFICATION_NOT_OPEN');
    case 'reported':
    case 'verified':
      throw refusal('COMPLETION_REPORTED', { status: found.status });
    case 'closed':
      throw refusal('PROBLEM_CLOSED');
    case 'dismissed':
      throw refusal('PROBLEM_DISMISSED');
  }
}

/** What every step of a rectification that goes on repeats, so that each says by itself what is due. */
export function running({ problem: { found }, work: { dueOn, dueVersion } }: UnderWay) {
  return { problemId: found.problemId, branchId: found.branchId, dueOn, dueVersion };
}
