import type { Sql } from '@zhibu/database';
import type { Checkpoint } from '@zhibu/event-store';
import type { ConsumerKey } from '../port.ts';

/** Where a consumer stands, as its database has it. */
export interface ReaderPosition {
  /** Undefined before the first batch. */
  readonly checkpoint: Checkpoint | undefined;
  /** The checkpoint's position; 0n before the first batch. */
  readonly position: bigint;
  /** When the event at that position was recorded, RFC 3339; undefined before the first. */
  readonly recordedAt: string | undefined;
  readonly epoch: number;
  /** How many streams are parked. */
  readonly parked: number;
  /** Whether the end that the feed had when this epoch began was once reached. */
  readonly hasRead: boolean;
}

interface Row {
  readonly generation: string | null;
  readonly position: string;
  readonly event_id: string | null;
  readonly recorded_at: string | null;
  readonly epoch: number;
  readonly parked: number;
  readonly has_read: boolean;
}

const COLUMNS = 'generation, position, event_id, recorded_at, epoch, parked, has_read';
const OF_CONSUMER = 'service = $1 AND consumer_group = $2';

/** Reads where a consumer stands, without a lock; a consumer never seen stands at the beginning. */
export async function readReaderPosition(sql: Sql, key: ConsumerKey): Promise<ReaderPosition> {
  const found = await sql.query<Row>(`SELECT ${COLUMNS} FROM feed_checkpoint WHERE ${OF_CONSUMER}`, [
    key.service,
    key.group,
  ]);
  return positionOf(found.rows[0]);
}

/** Reads where a consumer stands, and whether an operator has asked it to retry a parked stream. */
export async function readPolled(
  sql: Sql,
  key: ConsumerKey,
): Promise<{ readonly position: ReaderPosition; readonly isAskedToRetry: boolean }> {
  const {
    rows: [row],
  } = await sql.query<Row & { readonly asked: boolean }>({
    name: 'poll',
    text: `SELECT ${COLUMNS}, EXISTS (SELECT FROM parked_action a WHERE a.service = $1 AND a.consumer_group = $2 AND action = 'retry' AND outcome = 'requested') AS asked
      FROM feed_checkpoint WHERE ${OF_CONSUMER}`,
    values: [key.service, key.group],
  });
  return { position: positionOf(row), isAskedToRetry: row?.asked ?? false };
}

/** Makes the consumer's row where it is missing. */
export async function ensureReaderPosition(sql: Sql, key: ConsumerKey): Promise<void> {
  await sql.query('INSERT INTO feed_checkpoint (service, consumer_group) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    key.service,
    key.group,
  ]);
}

/** Locks the consumer's row until the transaction ends: only its holder applies, parks, retries or discards. */
export async function lockReaderPosition(transaction: Sql, key: ConsumerKey): Promise<ReaderPosition> {
  const found = await transaction.query<Row>({
    name: 'lock-position',
    text: `SELECT ${COLUMNS} FROM feed_checkpoint WHERE ${OF_CONSUMER} FOR UPDATE`,
    values: [key.service, key.group],
  });
  return positionOf(found.rows[0]);
}

/** A checkpoint to be moved to, and when its event was recorded; an instant that is not told leaves the one before. */
export interface Move {
  readonly to: Checkpoint;
  readonly recordedAt: string | undefined;
}

/** Moves the checkpoint of a locked row. */
export async function moveCheckpoint(transaction: Sql, key: ConsumerKey, { to, recordedAt }: Move): Promise<void> {
  await transaction.query({
    name: 'move-checkpoint',
    text: `UPDATE feed_checkpoint SET generation = $3, position = $4, event_id = $5, recorded_at = coalesce($6, recorded_at), moved_at = now()
      WHERE ${OF_CONSUMER}`,
    values: [key.service, key.group, to.generation, to.position.toString(), to.eventId, recordedAt ?? null],
  });
}

/** Keeps that a consumer has come to the end that its feed had when an epoch began; of no effect in a later one. */
export async function keepAsRead(sql: Sql, key: ConsumerKey, epoch: number): Promise<void> {
  await sql.query(`UPDATE feed_checkpoint SET has_read = true WHERE ${OF_CONSUMER} AND epoch = $3`, [
    key.service,
    key.group,
    epoch,
  ]);
}

/**
 * Sends a consumer back to the beginning of its feed, its parked streams forgotten, for they come again; whoever calls
 * this empties what the consumer wrote, in the same transaction. A running subscriber notices within a second.
 */
export async function restartConsumer(transaction: Sql, key: ConsumerKey): Promise<void> {
  await ensureReaderPosition(transaction, key);
  await lockReaderPosition(transaction, key);
  await transaction.query(`DELETE FROM parked_stream WHERE ${OF_CONSUMER}`, [key.service, key.group]);
  await transaction.query(
    `UPDATE feed_checkpoint SET generation = NULL, position = 0, event_id = NULL, recorded_at = NULL, parked = 0, has_read = false, epoch = epoch + 1, moved_at = now()
      WHERE ${OF_CONSUMER}`,
    [key.service, key.group],
  );
}

function positionOf(row: Row | undefined): ReaderPosition {
  if (!row) return { checkpoint: undefined, position: 0n, recordedAt: undefined, epoch: 0, parked: 0, hasRead: false };
  const position = BigInt(row.position);
  const checkpoint =
    row.generation === null || row.event_id === null
      ? undefined
      : { generation: row.generation, position, eventId: row.event_id };
  const { recorded_at: recordedAt, epoch, parked, has_read: hasRead } = row;
  return { checkpoint, position, recordedAt: recordedAt ?? undefined, epoch, parked, hasRead };
}
