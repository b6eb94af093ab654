import { problemContract, refusing } from '@zhibu/contracts';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import type { KnownProblem, ProblemState, UnderWay } from './problem.state.ts';

export const { refuseIf, refusal } = refusing(problemContract);

/** @throws Refusal PROBLEM_UNKNOWN */
export function known(state: ProblemState): KnownProblem {
  if (state.status === 'none') throw refusal('PROBLEM_UNKNOWN', { field: 'problemId' });
  return state;
}

/**
 * Lets pass who acts for a superior of the branch, or for the body whose inspection found the problem.
 * @throws Refusal ACTS_FOR_NOBODY, NOT_THE_SUPERIOR
 */
export function refuseOtherThanJudge({ problem: { found } }: KnownProblem, facts: SuperiorFacts): void {
  const { organizationId } = facts.actor;
  if (organizationId !== undefined && organizationId === found.inspectedBy) return;
  refuseOtherThanSuperior(facts);
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
