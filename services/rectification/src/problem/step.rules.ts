import { type Dated, isDatedBack, problemContract, refusing, stepDay } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import { dueUntil } from './problem.rules.ts';
import type { KnownProblem, ProblemState, UnderWay } from './problem.state.ts';

export const { refuseIf, refusal } = refusing(problemContract);

/** @throws Refusal PROBLEM_UNKNOWN */
export function known(state: ProblemState): KnownProblem {
  if (state.status === 'none') throw refusal('PROBLEM_UNKNOWN', { field: 'problemId' });
  return state;
}

/**
 * Lets pass who acts for a superior of the organization, or for the body whose inspection found the problem.
 * @throws Refusal ACTS_FOR_NOBODY, NOT_THE_SUPERIOR
 */
export function refuseOtherThanJudge(
  { problem: { found } }: Pick<KnownProblem, 'problem'>,
  facts: SuperiorFacts,
): void {
  const { organizationId } = facts.actor;
  if (organizationId !== undefined && organizationId === found.inspectedBy) return;
  refuseOtherThanSuperior(facts);
}

/**
 * The day of a step: what an organization reports itself counts from its recording; only who judges the problem dates a
 * step back. @throws Refusal of {@link stepDay}, ACTS_FOR_NOBODY, NOT_THE_SUPERIOR
 */
export function dayOfStep(dated: Dated, state: Pick<KnownProblem, 'problem'>, facts: SuperiorFacts): Day {
  if (isDatedBack(dated, facts.today)) refuseOtherThanJudge(state, facts);
  return stepDay(dated, { today: facts.today, since: state.problem.since });
}

/** @throws Refusal DUE_DATE_TOO_FAR saying how far a due date may lie */
export function refuseDueTooFar(
  { dueOn, field, hasBasis }: { readonly dueOn: Day; readonly field: string; readonly hasBasis: boolean },
  setOn: Day,
): void {
  const until = dueUntil(setOn, hasBasis);
  refuseIf(dueOn > until, 'DUE_DATE_TOO_FAR', { field, until });
}

/** The rectification that goes on. @throws Refusal saying what stands in the way of a step in it */
export function goingOn(state: ProblemState): Extract<ProblemState, { status: 'rectifying' }> {
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

/** What every event of a problem names. */
export const about = ({ problem: { found } }: Pick<KnownProblem, 'problem'>) => ({
  problemId: found.problemId,
  organizationId: found.organizationId,
});

/** What every step of a rectification that goes on repeats, so that each says by itself what is due. */
export const running = (under: UnderWay) => ({
  ...about(under),
  dueOn: under.work.dueOn,
  dueVersion: under.work.dueVersion,
});
