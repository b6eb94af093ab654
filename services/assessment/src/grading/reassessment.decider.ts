import type { CommandNamed, EditionContent, GradingEvent } from '@zhibu/contracts';
import { effectiveDay, isQuiet } from './effect.rules.ts';
import { computeGrade } from './grade.rules.ts';
import { decisionOn, refusal, refuseIf, underEdition } from './grading.rules.ts';
import type { GradedFacts, GradingState } from './grading.state.ts';

/** After a remediation a grade rises by so many at most (domain.md, section 4). */
const RISE_AFTER_REMEDIATION = 1;

/** 重新定级: after the closing, from inputs that have changed since; holds from its day to the next period's decision. */
export function reassessGrade(
  data: CommandNamed<'ReassessGrade'>['data'],
  state: GradingState,
  facts: GradedFacts,
): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  if (grading.status !== 'graded') throw refusal('GRADE_NOT_COMPUTED');
  const { today, roundClosed } = facts;
  refuseIf(!roundClosed, 'ROUND_STILL_OPEN', { roundId: grading.assignment.roundId });
  const effectiveOn = effectiveDay(data.period, data.effectiveOn, { today, kept: today });
  refuseIf(isQuiet(effectiveOn), 'REASSESSMENT_TOO_LATE', { field: 'effectiveOn', effectiveOn });
  const computed = computeGrade(edition, grading.inputs);
  if (computed.inputsHash === grading.computed.decision.inputsHash) return [];
  const { because, reason, basis } = data;
  const grade =
    because === 'remediation-accepted'
      ? raised(edition.content, grading.standing, computed.computedGrade)
      : computed.computedGrade;
  return [
    {
      type: 'GradeReassessed',
      data: {
        ...decisionOn({ grading, edition }, grade, effectiveOn),
        ...computed,
        because,
        ...(reason !== undefined && { reason }),
        basis,
      },
    },
  ];
}

/** The computed grade, or the one that is as much better than the standing one as may be. Places count from the best. */
function raised({ grades }: EditionContent, standing: string, computed: string): string {
  const placeOf = (code: string): number => grades.findIndex((grade) => grade.code === code);
  const place = Math.max(placeOf(computed), placeOf(standing) - RISE_AFTER_REMEDIATION);
  return grades[place]?.code ?? computed;
}
