import type { Pool } from '@zhibu/database';
import type { NewEvent } from '@zhibu/kernel';
import type { QueryConfig } from 'pg';
import { contentOf, written, type WrittenEvent } from '../../content.ts';
import { type Appended, EventIdReused, type ExpectedRevision, RevisionConflict } from '../../port.ts';

const UNIQUE_VIOLATION = '23505';
const DEADLOCK = '40P01';
const ATTEMPTS = 5;

/** One round trip; a second statement only when something stood in the way. */
export async function append(
  pool: Pool,
  place: { readonly stream: string; readonly expected: ExpectedRevision },
  events: readonly NewEvent[],
): Promise<Appended> {
  const added = written(events);
  const before = place.expected === 'no-stream' ? -1 : place.expected;
  const answer = { stream: place.stream, firstRevision: before + 1, lastRevision: before + added.length };
  for (let attempt = 1; ; attempt += 1) {
    if (await inserted(pool, answer, added)) return answer;
    const current = await resolved(pool, answer, added);
    if (current === 'repeated') return answer;
    // What stood in the way may be gone by now, rolled back or arrived: try again, but not for ever.
    if (current !== before || attempt === ATTEMPTS) {
      throw new RevisionConflict(place.stream, place.expected, current === -1 ? 'no-stream' : current);
    }
  }
}

async function inserted(pool: Pool, answer: Appended, events: readonly WrittenEvent[]): Promise<boolean> {
  try {
    const result = await pool.query<[number]>({ ...statement(answer, events), rowMode: 'array' });
    return result.rows[0]?.[0] === events.length;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === UNIQUE_VIOLATION || code === DEADLOCK) return false;
    throw error;
  }
}

function statement({ stream, firstRevision }: Appended, events: readonly WrittenEvent[]): QueryConfig {
  const [only] = events;
  if (only && events.length === 1) {
    return {
      name: 'append-one',
      text: 'SELECT append_one($1, $2, $3, $4, $5, $6, $7)',
      values: [stream, firstRevision - 1, only.id, only.type, only.schemaVersion, only.data, only.metadata],
    };
  }
  return {
    name: 'append',
    text: 'SELECT append($1, $2, $3, $4, $5, $6, $7)',
    values: [
      stream,
      firstRevision - 1,
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => event.schemaVersion),
      events.map((event) => event.data),
      events.map((event) => event.metadata),
    ],
  };
}

interface KnownEvent {
  readonly id: string;
  readonly content: string;
}

/** Why nothing was inserted: the same append stands already, or the stream's revision now (-1: it does not exist). */
async function resolved(pool: Pool, answer: Appended, events: readonly WrittenEvent[]): Promise<'repeated' | number> {
  const found = await pool.query<{ current: number; known: KnownEvent[] }>({
    name: 'resolve',
    text: `SELECT coalesce((SELECT max(revision) FROM events WHERE stream = $1), -1) AS current,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'content', encode(content, 'hex'))), '[]') FROM events WHERE id = ANY ($2::uuid[])) AS known
      WHERE on_primary()`,
    values: [answer.stream, events.map((event) => event.id)],
  });
  const { current = -1, known = [] } = found.rows[0] ?? {};
  if (known.length === 0) return current;
  const contents = new Map(known.map((event) => [event.id, event.content]));
  // The hash covers stream, revision and the append's own bounds: equal hashes are the same append.
  const same = events.every(
    (event, index) =>
      contents.get(event.id) ===
      contentOf({ ...event, ...answer, revision: answer.firstRevision + index }).toString('hex'),
  );
  if (same) return 'repeated';
  throw new EventIdReused(`${answer.stream}: an event id is known with another body or in another place`);
}
