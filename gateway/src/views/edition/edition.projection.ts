import { type EditionEvent, editionEvents } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';

const editionState: Table = {
  name: 'edition_state',
  columns: {
    edition_id: 'text',
    revision: 'integer',
    status: 'text',
    content: 'jsonb',
    content_hash: 'text',
    retired_on: 'date',
    recorded_at: 'timestamptz',
  },
};

/** Where editions stand, and what they say. */
export const editionView: View = {
  name: 'edition',
  tables: ['edition_state'],
  details: {},
  unit: 'edition',
  takes: new Set(Object.keys(editionEvents)),
  facts: (events) => [{ table: editionState, rows: events.filter(isOfEdition).map(stateRow) }],
};

const isOfEdition = (event: RecordedEvent): event is RecordedEvent & EditionEvent =>
  Object.hasOwn(editionEvents, event.type);

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
      return { status: 'draft', content: data.content };
    case 'EditionPublished':
      return { status: 'published', content: data.content, content_hash: data.editionHash };
    case 'EditionRetired':
      return { status: 'retired', retired_on: data.effectiveOn };
  }
}
