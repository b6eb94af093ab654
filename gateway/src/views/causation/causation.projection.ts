import { eventCatalogue } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Row, Table } from '@zhibu/database';
import type { View } from '../view.ts';

const fact = {
  event_id: 'uuid',
  type: 'text',
  stream: 'text',
  revision: 'integer',
  position: 'bigint',
  recorded_at: 'timestamptz',
  actor: 'jsonb',
} as const;
const cause: Table = { name: 'cause', columns: fact };
const consequence: Table = { name: 'consequence', columns: { ...fact, cause_id: 'uuid' } };

/** The events that any reaction answers. */
const causes = new Set([
  'BranchGraded',
  'GradeDetermined',
  'GradeRevised',
  'DataMatchRecorded',
  'RoundClosed',
  'OrganizationDissolved',
]);
const consequences = new Set(
  Object.values(eventCatalogue)
    .filter(({ service }) => service === 'rectification')
    .map(({ type }) => type),
);

/** Which event led to which. */
export const causationView: View = {
  name: 'causation',
  tables: ['cause', 'consequence'],
  unit: 'causation',
  takes: new Set([...causes, ...consequences]),
  facts: (events) => [
    { table: cause, rows: events.filter(({ type }) => causes.has(type)).map(rowOf) },
    { table: consequence, rows: events.flatMap(consequenceRow) },
  ],
};

function rowOf({ id, type, stream, revision, position, recordedAt, metadata }: RecordedEvent): Row {
  return { event_id: id, type, stream, revision, position, recorded_at: recordedAt, actor: metadata.actor };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whoever sends a command may name what caused it in words of its own; events are found by theirs. */
function consequenceRow(event: RecordedEvent): readonly Row[] {
  const { causationId } = event.metadata;
  return consequences.has(event.type) && causationId !== undefined && UUID.test(causationId)
    ? [{ ...rowOf(event), cause_id: causationId }]
    : [];
}
