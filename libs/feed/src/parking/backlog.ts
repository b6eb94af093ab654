import { insertNew, type Sql, type Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { ConsumerKey } from '../port.ts';

const LONGEST_ERROR = 2000;
const OF_CONSUMER = 'service = $1 AND consumer_group = $2';

/** Which of these streams are parked for the consumer. The caller holds the consumer's lock. */
export async function parkedAmong(
  transaction: Sql,
  key: ConsumerKey,
  streams: readonly string[],
): Promise<Set<string>> {
  const found = await transaction.query<{ stream: string }>(
    `SELECT stream FROM parked_stream WHERE ${OF_CONSUMER} AND stream = ANY($3)`,
    [key.service, key.group, [...new Set(streams)]],
  );
  return new Set(found.rows.map((row) => row.stream));
}

/** Parks the stream of an event that failed; where it is parked already, notes the new failure. */
export async function parkStream(
  transaction: Sql,
  key: ConsumerKey,
  failed: { readonly event: RecordedEvent; readonly error: Error },
): Promise<void> {
  await transaction.query(
    `INSERT INTO parked_stream (service, consumer_group, stream, position, error) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (service, consumer_group, stream)
     DO UPDATE SET position = EXCLUDED.position, error = EXCLUDED.error, failures = parked_stream.failures + 1`,
    [key.service, key.group, failed.event.stream, failed.event.position.toString(), wordsOf(failed.error)],
  );
}

const parkedEvent: Table = {
  name: 'parked_event',
  columns: { service: 'text', consumer_group: 'text', stream: 'text', position: 'bigint', event: 'json' },
};

/** Puts events of parked streams at the end of their backlogs, as they came (not upcasted). */
export async function addToBacklog(
  transaction: Sql,
  key: ConsumerKey,
  events: readonly RecordedEvent[],
): Promise<void> {
  await insertNew(
    transaction,
    parkedEvent,
    events.map((event) => ({
      service: key.service,
      consumer_group: key.group,
      stream: event.stream,
      position: event.position,
      event: toJson(event),
    })),
  );
}

/** The backlog of a stream, in order. */
export async function backlogOf(sql: Sql, key: ConsumerKey, stream: string): Promise<RecordedEvent[]> {
  const found = await sql.query<{ event: Omit<RecordedEvent, 'position'>; position: string }>(
    `SELECT event, position FROM parked_event WHERE ${OF_CONSUMER} AND stream = $3 ORDER BY position`,
    [key.service, key.group, stream],
  );
  return found.rows.map(({ event, position }) => ({ ...event, position: BigInt(position) }));
}

/** Takes events out of a stream's backlog, up to and including a position; all when none is given. */
export async function removeFromBacklog(
  transaction: Sql,
  key: ConsumerKey,
  part: { readonly stream: string; readonly upTo?: bigint },
): Promise<void> {
  await transaction.query(
    `DELETE FROM parked_event WHERE ${OF_CONSUMER} AND stream = $3 AND ($4::bigint IS NULL OR position <= $4)`,
    [key.service, key.group, part.stream, part.upTo?.toString() ?? null],
  );
}

/** Unparks a stream; what is left of its backlog goes with it. */
export async function unpark(transaction: Sql, key: ConsumerKey, stream: string): Promise<void> {
  await transaction.query(`DELETE FROM parked_stream WHERE ${OF_CONSUMER} AND stream = $3`, [
    key.service,
    key.group,
    stream,
  ]);
}

/** Notes on the consumer's row how many streams are parked now, and answers it. */
export async function recountParked(transaction: Sql, key: ConsumerKey): Promise<number> {
  const counted = await transaction.query<{ parked: number }>(
    `UPDATE feed_checkpoint SET parked = (SELECT count(*) FROM parked_stream WHERE ${OF_CONSUMER}) WHERE ${OF_CONSUMER} RETURNING parked`,
    [key.service, key.group],
  );
  return counted.rows[0]?.parked ?? 0;
}

const toJson = (event: RecordedEvent): string => JSON.stringify({ ...event, position: event.position.toString() });

/** PostgreSQL text holds no NUL: an error that quotes one must not keep its own stream from being parked. */
function wordsOf(error: Error): string {
  return `${error.name}: ${error.message}`.replaceAll('\0', '\\0').slice(0, LONGEST_ERROR);
}
