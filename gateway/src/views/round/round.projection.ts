import { type GradingEvent, gradingEvents, type RoundEvent, roundEvents } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';

const roundEvent: Table = {
  name: 'round_event',
  columns: { round_id: 'text', revision: 'integer', type: 'text', data: 'jsonb', recorded_at: 'timestamptz' },
};
const gradingInput: Table = {
  name: 'grading_input',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    revision: 'integer',
    input: 'text',
    edition_id: 'text',
    recorded_at: 'timestamptz',
  },
};

const inputTypes = ['GradingOpened', 'RatingSubmitted', 'PollRecorded', 'DataMatchRecorded'] as const;
type Input = Extract<GradingEvent, { readonly type: (typeof inputTypes)[number] }>;

/** Rounds with all that was recorded of them, and which inputs of their gradings are there. */
export const roundView: View = {
  name: 'round',
  tables: ['round_event', 'grading_input'],
  details: { grading_input: 'branch_id' },
  unit: 'round',
  takes: new Set([...Object.keys(roundEvents), ...inputTypes]),
  facts: (events) => [
    { table: roundEvent, rows: events.filter(isOfRound).map(roundRow) },
    { table: gradingInput, rows: events.filter(isInput).map(inputRow) },
  ],
};

const isOfRound = (event: RecordedEvent): event is RecordedEvent & RoundEvent => Object.hasOwn(roundEvents, event.type);

const isInput = (event: RecordedEvent): event is RecordedEvent & Input =>
  Object.hasOwn(gradingEvents, event.type) && inputTypes.some((type) => type === event.type);

const roundRow = ({ type, data, revision, recordedAt }: RecordedEvent & RoundEvent): Row => ({
  round_id: data.roundId,
  revision,
  type,
  data,
  recorded_at: recordedAt,
});

function inputRow(event: RecordedEvent & Input): Row {
  const { branchId, scheme, period } = event.data;
  return {
    branch_id: branchId,
    scheme,
    period,
    revision: event.revision,
    recorded_at: event.recordedAt,
    ...said(event),
  };
}

/** An opening under another edition leaves none of the inputs before it. */
function said({ type, data }: Input): Row {
  switch (type) {
    case 'GradingOpened':
      return { input: 'opened', edition_id: data.editionId };
    case 'RatingSubmitted':
      return { input: `rating:${data.rater}` };
    case 'PollRecorded':
      return { input: 'poll' };
    case 'DataMatchRecorded':
      return { input: 'data-match' };
  }
}
