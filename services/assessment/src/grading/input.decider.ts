import type { CommandNamed, GradingCommand, GradingEvent } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';
import { refuseIf, same, underEdition } from './grading.rules.ts';
import type { EditionFacts, GradingState } from './grading.state.ts';
import { refuseDataMatch, refusePoll, refuseRating, refuseVeto } from './input.rules.ts';
import { differs } from './measure.rules.ts';

/**
 * The inputs of a grade, each a whole that replaces the one before and may be corrected also after the round is
 * closed. The same again records nothing.
 */
type DataOf<Name extends GradingCommand['name']> = CommandNamed<Name>['data'];

export function submitRating(data: DataOf<'SubmitRating'>, state: GradingState, facts: EditionFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  refuseRating(edition.content, data.rater, data.entries);
  const before = grading.inputs.ratings.get(data.rater);
  return before && same(before, data.entries) ? [] : [{ type: 'RatingSubmitted', data }];
}

export function recordPoll(data: DataOf<'RecordPoll'>, state: GradingState, facts: EditionFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  const { ballots, answers } = data;
  refusePoll(edition.content, { ballots, answers });
  return same(grading.inputs.poll, { ballots, answers }) ? [] : [{ type: 'PollRecorded', data }];
}

export function recordDataMatch(
  data: DataOf<'RecordDataMatch'>,
  state: GradingState,
  facts: EditionFacts,
): GradingEvent[] {
  const { grading } = underEdition(state, facts);
  const { source, fields } = data;
  refuseDataMatch(fields);
  const before = grading.inputs.dataMatch;
  if (before && !before.standing && same(before, { source, fields })) return [];
  return [{ type: 'DataMatchRecorded', data: { ...data, mismatches: fields.filter(differs) } }];
}

/** Recorded once; with another reason, basis or day it is recorded anew. */
export function recordVeto(
  data: DataOf<'RecordVeto'>,
  state: GradingState,
  facts: EditionFacts & Sent,
): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  refuseVeto(edition.content, data.veto);
  const before = grading.inputs.vetoes.get(data.veto);
  const { today } = facts;
  const effectiveOn = data.effectiveOn ?? before?.effectiveOn ?? today;
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
  const { reason, basis } = data;
  if (
    before &&
    same(
      { reason, basis, effectiveOn },
      { reason: before.reason, basis: before.basis, effectiveOn: before.effectiveOn },
    )
  )
    return [];
  return [{ type: 'VetoRecorded', data: { ...data, effectiveOn } }];
}

export function withdrawVeto(data: DataOf<'WithdrawVeto'>, state: GradingState, facts: EditionFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  refuseVeto(edition.content, data.veto);
  refuseIf(!grading.inputs.vetoes.has(data.veto), 'VETO_NOT_IN_FORCE', { field: 'veto', veto: data.veto });
  return [{ type: 'VetoWithdrawn', data }];
}
