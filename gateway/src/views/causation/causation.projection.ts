import { eventCatalogue, organizationConcerned } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';
import { causeIdOf } from './causation.rules.ts';

const recordedEvent: Table = {
  name: 'recorded_event',
  columns: {
    event_id: 'uuid',
    organization_id: 'text',
    cause_id: 'uuid',
    type: 'text',
    stream: 'text',
    revision: 'integer',
    position: 'bigint',
    recorded_at: 'timestamptz',
    actor: 'text',
  },
};

/**
 * Which event led to which, of whatever service and type: an event is a cause if another one names it, and that one may
 * come before it or long after.
 */
export const causationView: View = {
  name: 'causation',
  tables: ['recorded_event'],
  details: { recorded_event: 'organization_id' },
  unit: 'causation',
  takes: new Set(Object.keys(eventCatalogue)),
  facts: (events) => [{ table: recordedEvent, rows: events.map(rowOf) }],
};

function rowOf(event: RecordedEvent): Row {
  const { id, type, data, stream, revision, position, recordedAt, metadata } = event;
  return {
    event_id: id,
    organization_id: organizationConcerned({ type, data }),
    cause_id: causeIdOf(event),
    type,
    stream,
    revision,
    position,
    recorded_at: recordedAt,
    actor: metadata.actor.personId,
  };
}
