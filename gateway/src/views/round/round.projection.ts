import { type EditionEvent, editionEvents, type RoundEvent, roundEvents } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Row, Table } from '@zhibu/database';
import type { View } from '../view.ts';

const editionState: Table = {
  name: 'edition_state',
  columns: {
    edition_id: 'text',
    revision: 'integer',
    status: 'text',
    scheme: 'text',
    content_hash: 'text',
    recorded_at: 'timestamptz',
  },
};
const roundOpening: Table = {
  name: 'round_opening',
  columns: { round_id: 'text', edition_id: 'text', recorded_at: 'timestamptz' },
};

/** Where editions and rounds stand. */
export const roundView: View = {
  name: 'round',
  tables: ['edition_state', 'round_opening'],
  unit: 'round',
  takes: new Set([...Object.keys(editionEvents), ...Object.keys(roundEvents)]),
  facts: (events) => [
    { table: editionState, rows: events.filter(isOfEdition).map(stateRow) },
    { table: roundOpening, rows: events.filter(isOfRound).flatMap(openingRow) },
  ],
};

const isOfEdition = (event: RecordedEvent): event is RecordedEvent & EditionEvent =>
  Object.hasOwn(editionEvents, event.type);
const isOfRound = (event: RecordedEvent): event is RecordedEvent & RoundEvent => Object.hasOwn(roundEvents, event.type);

function stateRow(event: RecordedEvent & EditionEvent): Row {
  return {
    edition_id: event.data.editionId,
    revision: event.revision,
    recorded_at: event.recordedAt,
    ...stateIn(event),
  };
}

function stateIn({ type, data }: EditionEvent): Row {
  switch (type) {
    case 'EditionDrafted':
    case 'EditionRevised':
      return { status: 'draft', scheme: data.content.scheme };
    case 'EditionPublished':
      return { status: 'published', scheme: data.content.scheme, content_hash: data.editionHash };
    case 'EditionRetired':
      return { status: 'retired' };
  }
}

function openingRow(event: RecordedEvent & RoundEvent): readonly Row[] {
  if (event.type !== 'RoundOpened') return [];
  return [{ round_id: event.data.roundId, edition_id: event.data.editionId, recorded_at: event.recordedAt }];
}
