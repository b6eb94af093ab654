import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { contentHash, refuseIf } from '@zhibu/kernel';
import type { GradingUnderEdition } from './grading.state.ts';
import { refuseDataMatch, refusePoll, refuseRating, refuseVeto } from './input.rules.ts';
import { differs } from './measure.rules.ts';

/**
 * The inputs of a grade, each a whole that replaces the one before and may be corrected also after the round is
 * closed. The same again records nothing.
 */
type DataOf<Name extends GradingCommand['name']> = Extract<GradingCommand, { name: Name }>['data'];

export function submitRating(data: DataOf<'SubmitRating'>, { grading, edition }: GradingUnderEdition): GradingEvent[] {
  refuseRating(edition.content, data.rater, data.entries);
  const before = grading.inputs.ratings.get(data.rater);
  return before && same(before, data.entries) ? [] : [{ type: 'RatingSubmitted', data }];
}

export function recordPoll(data: DataOf<'RecordPoll'>, { grading, edition }: GradingUnderEdition): GradingEvent[] {
  const { ballots, answers } = data;
  refusePoll(edition.content, { ballots, answers });
  return same(grading.inputs.poll, { ballots, answers }) ? [] : [{ type: 'PollRecorded', data }];
}

export function recordDataMatch(data: DataOf<'RecordDataMatch'>, { grading }: GradingUnderEdition): GradingEvent[] {
  const { source, fields } = data;
  refuseDataMatch(fields);
  if (same(grading.inputs.dataMatch, { source, fields })) return [];
  return [{ type: 'DataMatchRecorded', data: { ...data, mismatches: fields.filter(differs) } }];
}

export function recordVeto(data: DataOf<'RecordVeto'>, { grading, edition }: GradingUnderEdition): GradingEvent[] {
  refuseVeto(edition.content, data.veto);
  const { vetoes } = grading.inputs;
  return vetoes.has(data.veto) && vetoes.get(data.veto) === data.reason ? [] : [{ type: 'VetoRecorded', data }];
}

export function withdrawVeto(data: DataOf<'WithdrawVeto'>, { grading, edition }: GradingUnderEdition): GradingEvent[] {
  refuseVeto(edition.content, data.veto);
  refuseIf(!grading.inputs.vetoes.has(data.veto), 'VETO_NOT_IN_FORCE', { field: 'veto', veto: data.veto });
  return [{ type: 'VetoWithdrawn', data }];
}

const same = (before: unknown, now: unknown): boolean => contentHash(before) === contentHash(now);
