import type { CommandNamed, GradingCommand, GradingEvent } from '@zhibu/contracts';
import { contentHash } from '@zhibu/kernel';
import { refuseIf, underEdition } from './grading.rules.ts';
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
  if (same(grading.inputs.dataMatch, { source, fields })) return [];
  return [{ type: 'DataMatchRecorded', data: { ...data, mismatches: fields.filter(differs) } }];
}

export function recordVeto(data: DataOf<'RecordVeto'>, state: GradingState, facts: EditionFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  refuseVeto(edition.content, data.veto);
  const { vetoes } = grading.inputs;
  return vetoes.has(data.veto) && vetoes.get(data.veto) === data.reason ? [] : [{ type: 'VetoRecorded', data }];
}

export function withdrawVeto(data: DataOf<'WithdrawVeto'>, state: GradingState, facts: EditionFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  refuseVeto(edition.content, data.veto);
  refuseIf(!grading.inputs.vetoes.has(data.veto), 'VETO_NOT_IN_FORCE', { field: 'veto', veto: data.veto });
  return [{ type: 'VetoWithdrawn', data }];
}

const same = (before: unknown, now: unknown): boolean => contentHash(before) === contentHash(now);
