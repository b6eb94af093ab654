import { planGradings } from './grading.commands.ts';
import type { Judgement } from '../judging/judgement.ts';
import { keyOf, planActivities, planPriorGrades } from './record.commands.ts';
import { planEdition, planRounds } from './round.commands.ts';
import type { EditionFile } from '../reading/edition.ts';
import type { Graded, KnownGrade } from '../judging/known.ts';
import type { Plan } from './plan.ts';

/** The commands of a judged handover beyond what the platform has. */
export function planOf({ good, register, places, rejection }: Judgement, edition: EditionFile, shown: Graded): Plan {
  const round = { scheme: edition.content.scheme, period: good.period };
  const grades = shown.grades.get(keyOf(round)) ?? new Map<string, KnownGrade>();
  const gradings = planGradings({ handover: good, places, rejection, edition, grades });
  return {
    edition: planEdition(edition, shown.edition),
    levels: register.levels,
    activities: planActivities(good),
    priors: planPriorGrades(good, shown.grades),
    rounds: planRounds(
      good,
      gradings.committees.filter((committee) => !shown.closed.has(committee)),
      edition,
    ),
    gradings,
  };
}
