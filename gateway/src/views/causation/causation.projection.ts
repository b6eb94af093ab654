import { eventCatalogue } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';

const recordedEvent: Table = {
  name: 'recorded_event',
  columns: {
    event_id: 'uuid',
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
  unit: 'causation',
  takes: new Set(Object.keys(eventCatalogue)),
  facts: (events) => [{ table: recordedEvent, rows: events.map(rowOf) }],
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whoever sends a command may name what caused it in words of its own; events are found by theirs. */
function rowOf({
  id,
  type,
  stream,
  revision,
  position,
  recordedAt,
  metadata: { causationId, actor },
}: RecordedEvent): Row {
  return {
    event_id: id,
    cause_id: causationId !== undefined && UUID.test(causationId) ? causationId : undefined,
    type,
    stream,
    revision,
    position,
    recorded_at: recordedAt,
    actor: actor.personId,
  };
}
