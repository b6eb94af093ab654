import type { CommandNamed, GradingEvent } from '@zhibu/contracts';
import { handsOf } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import { effectiveDay } from './effect.rules.ts';
import { decisionOn, refusal, same, sameHand, underEdition } from './grading.rules.ts';
import type { DeterminedGrade, GradedFacts, GradingState, HandFacts, Made } from './grading.state.ts';

/**
 * A superior decides otherwise: the computed grade stays visible beside it. Before the closing it replaces the
 * provisional decision and keeps its day; after it, it is a new decision that holds from its day on, today unless named.
 */
export function determineGrade(
  data: CommandNamed<'DetermineGrade'>['data'],
  state: GradingState,
  facts: GradedFacts & SuperiorFacts & HandFacts,
): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  refuseOtherThanSuperior(facts);
  if (grading.status !== 'graded') throw refusal('GRADE_NOT_COMPUTED');
  const { computed, determinations } = grading;
  const { roundClosed, today } = facts;
  const last = determinations.at(-1);
  const replaced = roundClosed ? null : (last ?? computed);
  const kept = replaced ? replaced.decision.effectiveOn : today;
  const effectiveOn = effectiveDay(data.period, data.effectiveOn, { today, kept });
  const { computedGrade, score, inputsHash } = computed.decision;
  const { reason, basis } = data;
  const determined: DeterminedGrade = {
    ...decisionOn({ grading, edition }, data.grade, effectiveOn),
    computedGrade,
    score,
    inputsHash,
    reason,
    basis,
  };
  if (last && same(determined, whatWasDetermined(last))) return [];
  const more = replaced ? { replaces: replaced.eventId } : sameHand(grading, handsOf(facts.actor), facts);
  return [{ type: 'GradeDetermined', data: { ...determined, ...more } }];
}

/** Without what it replaced and by whose hand. */
function whatWasDetermined({ decision }: Made<DeterminedGrade>): DeterminedGrade {
  const { replaces: _replaced, sameHand: _hand, ...determined } = decision;
  return determined;
}

/** What the determination replaced or shadowed holds again, from the first of its days; it has no grade of its own. */
export function withdrawDetermination(
  { determination, reason, basis }: CommandNamed<'WithdrawDetermination'>['data'],
  state: GradingState,
  facts: GradedFacts & SuperiorFacts,
): GradingEvent[] {
  const { grading } = underEdition(state, facts);
  refuseOtherThanSuperior(facts);
  const standing = grading.status === 'graded' ? grading.determinations : [];
  const named =
    determination === undefined ? standing.at(-1) : standing.find(({ eventId }) => eventId === determination);
  if (!named) throw refusal('DETERMINATION_UNKNOWN', { field: 'determination' });
  const { eventId: corrects, decision } = named;
  return [
    {
      type: 'DeterminationWithdrawn',
      data: { ...grading.assignment, corrects, effectiveOn: decision.effectiveOn, reason, basis },
    },
  ];
}
