import { type GradingBasis, planGradings } from './grading.commands.ts';
import type { Judgement } from '../judging/judgement.ts';
import { planActivities } from './activity.commands.ts';
import { planDesignations, type ProgrammeBasis } from './designation.commands.ts';
import { decidedBefore, keyOf, planPriorGrades } from './record.commands.ts';
import { planEdition, planRounds } from './round.commands.ts';
import type { EditionFile } from '../reading/edition.ts';
import { planVisits } from './inspection.commands.ts';
import type { Graded, KnownGrade } from '../judging/known.ts';
import type { GradingPlan, Plan } from './plan.ts';
import { planChecks } from './six-haves.commands.ts';
import { withdrawalsOf } from './withdrawal.commands.ts';

/** What the operator gives beside the folder and its first edition. */
export interface GivenBeside {
  /** Editions that are published beside it. */
  readonly others?: readonly EditionFile[];
  /** On what the programmes rest by which organizations were designated. */
  readonly bases?: readonly ProgrammeBasis[];
}

/** The commands of a judged handover beyond what the platform has. */
export function planOf(
  judgement: Judgement,
  edition: EditionFile,
  shown: Graded,
  { others = [], bases = [] }: GivenBeside = {},
): Plan {
  const { good, register } = judgement;
  const editions = [edition, ...others];
  const withdrawals = withdrawalsOf(judgement, shown);
  const activities = planActivities(good, shown.standing, withdrawals.ended);
  const designations = planDesignations(judgement, bases);
  const checks = planChecks(good, shown.checks);
  const visits = planVisits(judgement);
  const gradings = gradingsOf(judgement, editions, { shown, withdrawn: withdrawals.vetoes });
  return {
    editions: editions.flatMap((one) => planEdition(one, shown)),
    levels: register.levels,
    withdrawals: withdrawals.activities,
    activities: activities.commands,
    priors: planPriorGrades(good, shown.grades),
    programmes: designations.programmes,
    designations: designations.designations,
    checks: checks.commands,
    visits,
    rounds: planRounds(
      good,
      gradings.committees.filter((committee) => !shown.closed.has(committee)),
      { editions, opened: shown.opened },
    ),
    gradings,
    warnings: [
      ...decidedBefore(good, shown.grades),
      ...withdrawals.warnings,
      ...activities.warnings,
      ...designations.warnings,
      ...checks.warnings,
      ...visits.warnings,
    ],
  };
}

function gradingsOf(
  { good, places, rejection }: Judgement,
  editions: readonly EditionFile[],
  { shown, withdrawn }: { readonly shown: Graded } & Pick<GradingBasis, 'withdrawn'>,
): GradingPlan {
  const grades = shown.grades.get(keyOf({ scheme: good.edition.scheme, period: good.period }));
  const standing = { grades: grades ?? new Map<string, KnownGrade>(), withdrawn, standing: shown.standing };
  return planGradings({ handover: good, places, rejection, editions, ...standing });
}
