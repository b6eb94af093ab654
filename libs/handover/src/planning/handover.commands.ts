import { planGradings } from './grading.commands.ts';
import type { Judgement } from '../judging/judgement.ts';
import { decidedBefore, keyOf, planActivities, planPriorGrades } from './record.commands.ts';
import { planEdition, planRounds } from './round.commands.ts';
import type { EditionFile } from '../reading/edition.ts';
import type { Graded, KnownGrade } from '../judging/known.ts';
import type { Plan } from './plan.ts';
import { withdrawalsOf } from './withdrawal.commands.ts';

/** The commands of a judged handover beyond what the platform has. @param others editions that are published beside it */
export function planOf(
  judgement: Judgement,
  edition: EditionFile,
  shown: Graded,
  others: readonly EditionFile[] = [],
): Plan {
  const { good, register, places, rejection } = judgement;
  const round = { scheme: edition.content.scheme, period: good.period };
  const grades = shown.grades.get(keyOf(round)) ?? new Map<string, KnownGrade>();
  const withdrawals = withdrawalsOf(judgement, shown);
  const withdrawn = withdrawals.vetoes;
  const gradings = planGradings({
    handover: good,
    places,
    rejection,
    edition,
    grades,
    withdrawn,
    standing: shown.standing,
  });
  return {
    editions: [edition, ...others].flatMap((one) => planEdition(one, shown)),
    levels: register.levels,
    activities: [...planActivities(good, shown.standing), ...withdrawals.activities],
    priors: planPriorGrades(good, shown.grades),
    rounds: planRounds(
      good,
      gradings.committees.filter((committee) => !shown.closed.has(committee)),
      edition,
    ),
    gradings,
    warnings: [...decidedBefore(good, shown.grades), ...withdrawals.warnings],
  };
}
