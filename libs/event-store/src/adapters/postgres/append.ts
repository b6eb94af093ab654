import type { Pool } from '@zhibu/database';
import type { QueryConfig } from 'pg';
import { contentOf, type WrittenEvent } from '../../content.ts';
import { type Appended, EventIdReused, type ExpectedRevision, RevisionConflict } from '../../port.ts';

const UNIQUE_VIOLATION = '23505';
const DEADLOCK = '40P01';
const ATTEMPTS = 5;

/** Events on their way to their stream: where they go, when nothing stands in the way. */
export interface Addition {
  readonly place: Appended;
  readonly expected: ExpectedRevision;
  readonly events: readonly WrittenEvent[];
}

export function additionOf(stream: string, expected: ExpectedRevision, events: readonly WrittenEvent[]): Addition {
  const firstRevision = expected === 'no-stream' ? 0 : expected + 1;
  return { place: { stream, firstRevision, lastRevision: firstRevision + events.length - 1 }, expected, events };
}

/** One append on its own: one round trip; a second statement only when something stood in the way. */
export async function appendAlone(pool: Pool, addition: Addition): Promise<Appended> {
  return (await inserted(pool, addition)) ? addition.place : appendAfterAll(pool, addition);
}

/** For an append that something stood in the way of: says what, or appends it when that is gone. */
export async function appendAfterAll(pool: Pool, addition: Addition): Promise<Appended> {
  const { place, expected } = addition;
  for (let attempt = 1; ; attempt += 1) {
    const current = await resolved(pool, addition);
    if (current === 'repeated') return place;
    // What stood in the way may be gone by now, rolled back or arrived: try again, but not for ever.
    if (current !== place.firstRevision - 1 || attempt === ATTEMPTS)
      throw new RevisionConflict(place.stream, expected, current === -1 ? 'no-stream' : current);
    if (await inserted(pool, addition)) return place;
  }
}

/**
 * Appends to different streams in one statement and one commit. Answers the streams that are not where their append expects
 * them; nothing of those is appended.
 * @throws what the server says of the whole statement, where one append spoils it for all: nothing is appended then
 */
export async function appendTogether(pool: Pool, additions: readonly Addition[]): Promise<ReadonlySet<string>> {
  const result = await pool.query<[string[]]>({ ...together(additions), rowMode: 'array' });
  return new Set(result.rows[0]?.[0]);
}

async function inserted(pool: Pool, addition: Addition): Promise<boolean> {
  try {
    if (addition.events.length > 1) return (await appendTogether(pool, [addition])).size === 0;
    const result = await pool.query<[number]>({ ...one(addition), rowMode: 'array' });
    return result.rows[0]?.[0] === 1;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === UNIQUE_VIOLATION || code === DEADLOCK) return false;
    throw error;
  }
}

function one({ place, events: [only] }: Addition): QueryConfig {
  return {
    name: 'append-one',
    text: 'SELECT append_one($1, $2, $3, $4, $5, $6, $7)',
    values: [
      place.stream,
      place.firstRevision - 1,
      only?.id,
      only?.type,
      only?.schemaVersion,
      only?.data,
      only?.metadata,
    ],
  };
}

function together(additions: readonly Addition[]): QueryConfig {
  const rows = additions.flatMap(({ place, events }) => events.map((event, index) => ({ event, place, index })));
  return {
    name: 'append',
    text: 'SELECT append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      rows.map(({ place }) => place.stream),
      rows.map(({ place, index }) => place.firstRevision + index),
      rows.map(({ place }) => place.firstRevision),
      rows.map(({ place }) => place.lastRevision),
      rows.map(({ event }) => event.id),
      rows.map(({ event }) => event.type),
      rows.map(({ event }) => event.schemaVersion),
      rows.map(({ event }) => event.data),
      rows.map(({ event }) => event.metadata),
    ],
  };
}

interface KnownEvent {
  readonly id: string;
  readonly content: string;
}

/** Why nothing was inserted: the same append stands already, or the stream's revision now (-1: it does not exist). */
async function resolved(pool: Pool, { place, events }: Addition): Promise<'repeated' | number> {
  const found = await pool.query<{ current: number; known: KnownEvent[] }>({
    name: 'resolve',
    text: `SELECT coalesce((SELECT max(revision) FROM events WHERE stream = $1), -1) AS current,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'content', encode(content, 'hex'))), '[]') FROM events WHERE id = ANY ($2::uuid[])) AS known
      WHERE on_primary()`,
    values: [place.stream, events.map((event) => event.id)],
  });
  const { current = -1, known = [] } = found.rows[0] ?? {};
  if (known.length === 0) return current;
  const contents = new Map(known.map((event) => [event.id, event.content]));
  // The hash covers stream, revision and the append's own bounds: equal hashes are the same append.
  const same = events.every(
    (event, index) =>
      contents.get(event.id) ===
      contentOf({ ...event, ...place, revision: place.firstRevision + index }).toString('hex'),
  );
  if (same) return 'repeated';
  throw new EventIdReused(`${place.stream}: an event id is known with another body or in another place`);
}
