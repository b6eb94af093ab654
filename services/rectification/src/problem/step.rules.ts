import { Refusal } from '@zhibu/kernel';
import type { KnownProblem, UnderWay } from './problem.state.ts';

/** The rectification that goes on. @throws Refusal saying what stands in the way of a step in it */
export function goingOn(state: KnownProblem): UnderWay {
  switch (state.status) {
    case 'rectifying':
      return state;
    case 'identified':
      throw new Refusal('RECTIFICATION_NOT_OPEN');
    case 'reported':
    case 'verified':
      throw new Refusal('COMPLETION_REPORTED', { status: state.status });
    case 'closed':
      throw new Refusal('PROBLEM_CLOSED');
    case 'dismissed':
      throw new Refusal('PROBLEM_DISMISSED');
  }
}

/** What every step of a rectification that goes on repeats, so that each says by itself what is due. */
export function running({ problem: { found }, work: { dueOn, dueVersion } }: UnderWay) {
  return { problemId: found.problemId, branchId: found.branchId, dueOn, dueVersion };
}
