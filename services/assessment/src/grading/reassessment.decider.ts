import { type CommandNamed, type EditionContent, type GradingEvent, SUPERIOR_RATER } from '@zhibu/contracts';
import { handsOf } from '@zhibu/kernel';
import { effectiveDay, isQuiet } from './effect.rules.ts';
import { computeGrade } from './grade.rules.ts';
import { decisionOn, refusal, refuseIf, sameHand, underEdition } from './grading.rules.ts';
import type { GradedFacts, GradingInputs, GradingState, HandFacts } from './grading.state.ts';

/** After a remediation a grade rises by so many at most (domain.md, section 4). */
const RISE_AFTER_REMEDIATION = 1;

/** 重新定级: after the closing, from inputs that have changed since; holds from its day to the next period's decision. */
export function reassessGrade(
  data: CommandNamed<'ReassessGrade'>['data'],
  state: GradingState,
  facts: GradedFacts & HandFacts,
): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  if (grading.status !== 'graded') throw refusal('GRADE_NOT_COMPUTED');
  const { today, roundClosed } = facts;
  refuseIf(!roundClosed, 'ROUND_STILL_OPEN', { roundId: grading.assignment.roundId });
  const effectiveOn = effectiveDay(data.period, data.effectiveOn, { today, kept: today });
  refuseIf(isQuiet(effectiveOn), 'REASSESSMENT_TOO_LATE', { field: 'effectiveOn', effectiveOn });
  const computed = computeGrade(edition, grading.inputs);
  if (computed.inputsHash === grading.computed.decision.inputsHash) return [];
  refuseIf(!isRatedAnew(edition.content, grading.inputs), 'SUPERIOR_RATING_REQUIRED');
  const { because, reason, basis } = data;
  const grade =
    because === 'remediation-accepted'
      ? raised(edition.content, grading.standing, computed.computedGrade)
      : computed.computedGrade;
  const limitedFrom = edition.content.grades.find(({ code }) => code === computed.computedGrade)?.label;
  return [
    {
      type: 'GradeReassessed',
      data: {
        ...decisionOn({ grading, edition }, grade, effectiveOn),
        ...computed,
        ...sameHand(grading, handsOf(facts.actor), facts),
        because,
        ...(grade !== computed.computedGrade && { limitedFrom }),
        ...(reason !== undefined && { reason }),
        basis,
      },
    },
  ];
}

/** It rests on a new rating of the superior, where the edition has one; a veto gives the last grade by itself. */
const isRatedAnew = ({ raters }: EditionContent, { superiorAnew, vetoes }: GradingInputs): boolean =>
  superiorAnew === true || vetoes.size > 0 || raters.every(({ code }) => code !== SUPERIOR_RATER);

/** The computed grade, or the one that is as much better than the standing one as may be. Places count from the best. */
function raised({ grades }: EditionContent, standing: string, computed: string): string {
  const placeOf = (code: string): number => grades.findIndex((grade) => grade.code === code);
  const place = Math.max(placeOf(computed), placeOf(standing) - RISE_AFTER_REMEDIATION);
  return grades[place]?.code ?? computed;
}
