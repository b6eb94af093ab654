import type { CommandNamed, GradingEvent } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';
import { effectiveDay } from './effect.rules.ts';
import { knownBranch, refusal, refuseIf, same } from './grading.rules.ts';
import type { GradingState, PriorFacts, PriorGrade } from './grading.state.ts';

/** Takes in a decision from before the platform; sent again it records nothing, another one is a correction. */
export function recordPriorGrade(
  data: CommandNamed<'RecordPriorGrade'>['data'],
  state: GradingState,
  facts: PriorFacts & Sent,
): GradingEvent[] {
  refuseImpossible(data, facts);
  if (state.status !== 'not-opened') throw refusal('GRADING_ALREADY_OPENED', { roundId: state.assignment.roundId });
  const kept = state.prior?.decision.effectiveOn ?? null;
  const effectiveOn = effectiveDay(data.period, data.effectiveOn, { today: facts.today, kept });
  const prior: PriorGrade = { ...data, effectiveOn };
  if (same(prior, state.prior?.decision)) return [];
  refuseIf(state.prior !== null, 'PRIOR_GRADE_RECORDED', { field: 'period', period: data.period });
  return [{ type: 'PriorGradeRecorded', data: prior }];
}

/** The correction takes the place and, unless it names another, the day of what it corrects. */
export function correctPriorGrade(
  data: CommandNamed<'CorrectPriorGrade'>['data'],
  state: GradingState,
  facts: PriorFacts & Sent,
): GradingEvent[] {
  refuseImpossible(data, facts);
  if (state.status !== 'not-opened' || !state.prior) throw refusal('PRIOR_GRADE_UNKNOWN', { field: 'period' });
  const { eventId, decision } = state.prior;
  const { reason, ...asked } = data;
  const effectiveOn = effectiveDay(data.period, data.effectiveOn, { today: facts.today, kept: decision.effectiveOn });
  const prior: PriorGrade = { ...asked, effectiveOn };
  if (same(prior, decision)) return [];
  return [{ type: 'PriorGradeCorrected', data: { ...prior, corrects: eventId, reason } }];
}

/** Only of a period before the committee's first round, in which the branch lived, and of a grade that its scheme knows. */
function refuseImpossible(
  { period, grade, scheme }: { readonly period: string; readonly grade: string; readonly scheme: string },
  { placement, livedInPeriod, firstRound, gradesOfScheme }: PriorFacts,
): void {
  knownBranch(placement);
  refuseIf(firstRound !== null && period >= firstRound, 'PRIOR_PERIOD_NOT_BEFORE', { field: 'period', firstRound });
  refuseIf(!livedInPeriod, 'BRANCH_NOT_LIVING_IN_PERIOD', { field: 'period', period });
  refuseIf(gradesOfScheme.length === 0, 'SCHEME_UNKNOWN', { field: 'scheme', scheme });
  refuseIf(!gradesOfScheme.includes(grade), 'GRADE_UNKNOWN', { field: 'grade', grade, known: gradesOfScheme });
}
