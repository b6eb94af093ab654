import type { Pool } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { type Checkpoint, checkpointLost, type LogBatch, LogGap, type SubscribeOptions } from '../../port.ts';
import type { Wake } from '../../wake.ts';
import { LOG_COLUMNS, type LogRow, recordedEventOf } from './rows.ts';

/** Should a notice get lost, look again after so long. */
const POLL_MS = 500;

/** Up to `limit` events after a position; seq has no gaps, so the range is the limit. */
export async function readLog(pool: Pool, after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
  const result = await pool.query<LogRow & unknown[]>({
    name: 'read-log', rowMode: 'array',
    text: `SELECT ${LOG_COLUMNS} FROM (SELECT * FROM log WHERE seq > $1 AND seq <= $1 + $2 ORDER BY seq OFFSET 0) l
      CROSS JOIN LATERAL (SELECT * FROM events WHERE events.pos = l.pos OFFSET 0) e ORDER BY l.seq`,
    values: [after, limit],
  });
  return result.rows.map(recordedEventOf);
}

export interface SubscriptionSource {
  readonly pool: Pool;
  readonly news: Wake;
  /** Ended with its store. */
  readonly closed: AbortSignal;
}

/** Catches up, reading the next batch while one is dealt with, then waits for the sealer's notices. */
export async function* subscription(
  source: SubscriptionSource, after: Checkpoint | undefined, options: SubscribeOptions,
): AsyncIterable<LogBatch> {
  const { pool, news } = source;
  const limit = options.batchSize ?? 1000;
  const generation = await generationOf(pool, after);
  const over = AbortSignal.any([options.signal, source.closed]);
  const wake = (): void => news.ring();
  over.addEventListener('abort', wake);
  try {
    let position = after?.position ?? 0n;
    let next: Promise<readonly RecordedEvent[]> | undefined;
    while (!over.aborted) {
      const seen = news.count;
      const events = await (next ?? readLog(pool, position, limit));
      next = undefined;
      const last = events.at(-1);
      if (over.aborted) return;
      if (!last) { await news.wait(seen, POLL_MS); continue; }
      refuseGap(events, position);
      position = last.position;
      if (events.length === limit) next = quietly(readLog(pool, position, limit));
      yield { events, checkpoint: { generation, position, eventId: last.id } };
    }
  } finally {
    over.removeEventListener('abort', wake);
  }
}

/** A read ahead whose failure nobody may come to hear of. */
function quietly<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

function refuseGap(events: readonly RecordedEvent[], after: bigint): void {
  let expected = after;
  for (const { position } of events) {
    expected += 1n;
    if (position !== expected) throw new LogGap(`the log jumps from ${expected - 1n} to ${position}: run verify-log`);
  }
}

/** The store's generation now. @throws CheckpointLost when the checkpoint is not of its history */
async function generationOf(pool: Pool, checkpoint: Checkpoint | undefined): Promise<string> {
  // A checkpoint of an earlier generation holds as far as that generation was taken over by the next.
  const result = await pool.query<{ current: string; known: boolean; taken_over: string | null; event: string | null }>(
    `SELECT (SELECT id FROM generation ORDER BY ordinal DESC LIMIT 1) AS current,
      EXISTS (SELECT FROM generation WHERE id::text = $1) AS known,
      (SELECT min(later.after_seq) FROM generation mine JOIN generation later ON later.ordinal > mine.ordinal WHERE mine.id::text = $1) AS taken_over,
      (SELECT e.id FROM log l JOIN events e ON e.pos = l.pos WHERE l.seq = $2) AS event`,
    [checkpoint?.generation ?? '', checkpoint?.position ?? 0n],
  );
  const [found] = result.rows;
  if (!found) throw new Error('the store has no generation');
  if (!checkpoint) return found.current;
  if (!found.known) throw checkpointLost(checkpoint, 'the store does not know its generation');
  if (found.taken_over !== null && checkpoint.position > BigInt(found.taken_over)) {
    throw checkpointLost(checkpoint, `the store was restored from a backup that ends at ${found.taken_over}`);
  }
  if (found.event !== checkpoint.eventId) throw checkpointLost(checkpoint, `${found.event ? `event ${found.event}` : 'nothing'} stands there`);
  return found.current;
}
