import { insertNew, type Row, type Sql, type Table } from '@zhibu/database';
import type { PlacedEvent } from '../../content.ts';
import type { BackupHeader } from './backup.ts';

/** A line of a backup; without a link where it was not sealed yet. */
export interface Line {
  readonly pos: string;
  readonly event: PlacedEvent;
  readonly content: Buffer;
  readonly link?: { readonly seq: string; readonly recordedAt: string; readonly chain: Buffer };
}

const eventTable: Table = {
  name: 'events',
  columns: {
    pos: 'bigint',
    stream: 'text',
    revision: 'integer',
    first_revision: 'integer',
    last_revision: 'integer',
    id: 'uuid',
    type: 'text',
    schema_version: 'integer',
    data: 'json',
    metadata: 'json',
    content: 'bytea',
  },
};
const logTable: Table = {
  name: 'log',
  columns: { seq: 'bigint', pos: 'bigint', recorded_at: 'bigint', chain: 'bytea' },
};
const generationTable: Table = { name: 'generation', columns: { ordinal: 'integer', id: 'uuid', after_seq: 'bigint' } };

const eventRow = ({ pos, event, content }: Line): Row => ({
  pos,
  stream: event.stream,
  revision: event.revision,
  first_revision: event.firstRevision,
  last_revision: event.lastRevision,
  id: event.id,
  type: event.type,
  schema_version: event.schemaVersion,
  data: event.data,
  metadata: event.metadata,
  content,
});

/** Writes lines into a store that is empty of them; what was not sealed waits to be. */
export async function insertLines(sql: Sql, lines: readonly Line[]): Promise<void> {
  await insertNew(sql, eventTable, lines.map(eventRow));
  await insertNew(
    sql,
    logTable,
    lines.flatMap(({ pos, link }) =>
      link ? [{ seq: link.seq, pos, recorded_at: link.recordedAt, chain: link.chain }] : [],
    ),
  );
  await sql.query(
    `INSERT INTO pending (pos, prev) SELECT e.pos, coalesce(b.pos, 0) FROM unnest($1::bigint[]) AS waiting (pos)
      JOIN events e ON e.pos = waiting.pos LEFT JOIN events b ON b.stream = e.stream AND b.revision = e.revision - 1`,
    [lines.flatMap((line) => (line.link ? [] : [line.pos]))],
  );
}

/** Writes the generations that a store has had. */
export function insertGenerations(sql: Sql, generations: BackupHeader['generations']): Promise<void> {
  return insertNew(
    sql,
    generationTable,
    generations.map(({ id, afterSeq }, ordinal) => ({ ordinal, id, after_seq: afterSeq })),
  );
}
