import { gathered, type Pool } from '@zhibu/database';
import type { StreamEvent } from '../../port.ts';
import { EVENT_COLUMNS, type EventRow, streamEventOf } from './rows.ts';

interface Wish {
  readonly stream: string;
  readonly fromRevision: number;
}
type Read = readonly StreamEvent[];

/** Reads streams from a revision on, in order; those asked for side by side in one statement. Nothing is kept. */
export function streamReads(pool: Pool): (stream: string, fromRevision: number) => Promise<Read> {
  const ask = gathered((wishes: readonly Wish[]) => read(pool, wishes));
  return (stream, fromRevision) => ask({ stream, fromRevision });
}

async function read(pool: Pool, wishes: readonly Wish[]): Promise<readonly Read[]> {
  const [only] = wishes;
  return only && wishes.length === 1 ? [await readOne(pool, only)] : readMany(pool, wishes);
}

async function readOne(pool: Pool, { stream, fromRevision }: Wish): Promise<Read> {
  const { rows } = await pool.query<EventRow & unknown[]>({
    name: 'read-stream',
    rowMode: 'array',
    text: `SELECT ${EVENT_COLUMNS} FROM events e WHERE on_primary() AND stream = $1 AND revision >= $2 ORDER BY revision`,
    values: [stream, fromRevision],
  });
  return rows.map(streamEventOf);
}

/** OFFSET 0: each stream is looked up by its key, however many there are. */
async function readMany(pool: Pool, wishes: readonly Wish[]): Promise<readonly Read[]> {
  const { rows } = await pool.query<[...EventRow, string] & unknown[]>({
    name: 'read-streams',
    rowMode: 'array',
    text: `SELECT ${EVENT_COLUMNS}, w.n FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS w (stream, revision, n)
      CROSS JOIN LATERAL (SELECT * FROM events WHERE stream = w.stream COLLATE "C" AND revision >= w.revision
        ORDER BY revision OFFSET 0) e
      WHERE on_primary() ORDER BY w.n, e.revision`,
    values: [wishes.map(({ stream }) => stream), wishes.map(({ fromRevision }) => fromRevision)],
  });
  const found = wishes.map((): StreamEvent[] => []);
  for (const row of rows)
    found[Number(row[7]) - 1]?.push(streamEventOf([row[0], row[1], row[2], row[3], row[4], row[5], row[6]]));
  return found;
}
