import type { ServiceName } from '@zhibu/contracts';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { backlogOf, recountParked, removeFromBacklog, unpark } from './backlog.ts';
import { lockReaderPosition } from '../consuming/checkpoint.ts';
import type { ConsumerKey } from '../port.ts';

/** A stream that a consumer has parked. */
export interface ParkedStream {
  readonly group: string;
  readonly service: ServiceName;
  readonly stream: string;
  readonly since: Date;
  /** Where in the log the event stands that failed, and how it failed. */
  readonly position: bigint;
  readonly error: string;
  readonly failures: number;
  /** Events in the backlog, the failed one included. */
  readonly waiting: number;
}

/** Who wants it, and why; a discard is refused without a reason. */
export interface OperatorWish {
  readonly actor: string;
  readonly reason?: string | undefined;
}

/** What became of a retry asked for; `requested` while no subscriber has carried it out. */
export interface RetryOutcome {
  readonly outcome: 'requested' | 'done' | 'failed';
  /** Events applied. */
  readonly events: number;
  readonly detail?: string;
}

/** What a discard left: the event it took out, how many still wait, and the retry of those. */
export interface Discarded {
  readonly event: RecordedEvent;
  readonly left: number;
  readonly retryId?: string;
}

/** The stream is not parked for this consumer, or the discard gives no reason. */
export class ParkingRefused extends Error {
  override readonly name = 'ParkingRefused';
}

type ParkedRow = Omit<ParkedStream, 'position'> & { readonly position: string };

/** All parked streams of a schema, of one stream name where it is given; the longest parked first. */
export async function listParked(sql: Sql, stream?: string): Promise<readonly ParkedStream[]> {
  const found = await sql.query<ParkedRow>(
    `SELECT s.consumer_group AS "group", s.service, s.stream, s.since, s.position, s.error, s.failures, (
        SELECT count(*)::int FROM parked_event e
         WHERE e.service = s.service AND e.consumer_group = s.consumer_group AND e.stream = s.stream) AS waiting
       FROM parked_stream s WHERE $1::text IS NULL OR s.stream = $1 ORDER BY s.since, s.stream`,
    [stream ?? null],
  );
  return found.rows.map((row) => ({ ...row, position: BigInt(row.position) }));
}

/** The events of a parked stream in order, the one that failed first, as the log has them. */
export async function showParked(sql: Sql, key: ConsumerKey, stream: string): Promise<readonly RecordedEvent[]> {
  return backlogOf(sql, key, stream);
}

/**
 * Asks the running subscriber of the consumer to apply the backlog again; it does so within a second.
 * @returns the id under which {@link retryOutcome} tells what became of it
 * @throws ParkingRefused when the stream is not parked
 */
export async function requestRetry(
  database: Pool,
  key: ConsumerKey,
  wish: OperatorWish & { readonly stream: string },
): Promise<string> {
  return inTransaction(database, async (transaction) => {
    await refuseUnparked(transaction, key, wish.stream);
    return askRetry(transaction, key, wish);
  });
}

/** What became of a retry. @throws ParkingRefused for an unknown id */
export async function retryOutcome(sql: Sql, id: string): Promise<RetryOutcome> {
  const found = await sql.query<{ outcome: RetryOutcome['outcome']; events: number | null; detail: string | null }>(
    'SELECT outcome, events, detail FROM parked_action WHERE id = $1',
    [id],
  );
  const [row] = found.rows;
  if (!row) throw new ParkingRefused(`there is no action ${id}`);
  return { outcome: row.outcome, events: row.events ?? 0, ...(row.detail === null ? {} : { detail: row.detail }) };
}

/**
 * Discards the one event that failed, never more: what waits behind it is not its fault and is asked to be retried.
 * The last event discarded unparks the stream.
 * @throws ParkingRefused without a reason, or when the stream is not parked
 */
export async function discardParked(
  database: Pool,
  key: ConsumerKey,
  wish: OperatorWish & { readonly stream: string },
): Promise<Discarded> {
  if (!wish.reason?.trim()) throw new ParkingRefused('a discard needs a reason');
  return inTransaction(database, async (transaction) => {
    await refuseUnparked(transaction, key, wish.stream);
    const [event, ...behind] = await backlogOf(transaction, key, wish.stream);
    if (!event) throw new ParkingRefused(`${wish.stream} has no event waiting`);
    await removeFromBacklog(transaction, key, { stream: wish.stream, upTo: event.position });
    await recordDiscard(transaction, key, { ...wish, event });
    if (behind.length > 0) return { event, left: behind.length, retryId: await askRetry(transaction, key, wish) };
    await unpark(transaction, key, wish.stream);
    await recountParked(transaction, key);
    return { event, left: 0 };
  });
}

async function refuseUnparked(transaction: Sql, key: ConsumerKey, stream: string): Promise<void> {
  await lockReaderPosition(transaction, key);
  const parked = await listParked(transaction, stream);
  if (parked.some((row) => row.group === key.group && row.service === key.service)) return;
  throw new ParkingRefused(`${stream} is not parked for ${key.group}`);
}

async function askRetry(
  transaction: Sql,
  key: ConsumerKey,
  wish: OperatorWish & { readonly stream: string },
): Promise<string> {
  const inserted = await transaction.query<{ id: string }>(
    `INSERT INTO parked_action (service, consumer_group, stream, action, actor, reason) VALUES ($1, $2, $3, 'retry', $4, $5) RETURNING id`,
    [key.service, key.group, wish.stream, wish.actor, wish.reason ?? null],
  );
  return inserted.rows[0]?.id ?? '';
}

async function recordDiscard(
  transaction: Sql,
  key: ConsumerKey,
  { stream, actor, reason, event }: OperatorWish & { readonly stream: string; readonly event: RecordedEvent },
): Promise<void> {
  await transaction.query(
    `INSERT INTO parked_action (service, consumer_group, stream, action, actor, reason, outcome, finished_at, events, detail)
     VALUES ($1, $2, $3, 'discard', $4, $5, 'done', clock_timestamp(), 1, $6)`,
    [
      key.service,
      key.group,
      stream,
      actor,
      reason,
      `${event.type} ${event.id} at ${event.stream}@${event.revision}, position ${event.position}`,
    ],
  );
}
