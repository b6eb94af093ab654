import type { Pool } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { type Checkpoint, checkpointLost, type LogBatch, LogGap, type SubscribeOptions } from '../../port.ts';
import type { Wake } from '../../wake.ts';
import type { LogReads } from './log-reads.ts';

/** Should a notice get lost, look again after so long. */
const POLL_MS = 500;

export interface SubscriptionSource {
  readonly pool: Pool;
  readonly reads: LogReads;
  readonly news: Wake;
  /** Ended with its store. */
  readonly closed: AbortSignal;
}

/** Catches up, reading the next batch while one is dealt with, then waits for the sealer's notices. */
export async function* subscription(
  source: SubscriptionSource,
  after: Checkpoint | undefined,
  options: SubscribeOptions,
): AsyncIterable<LogBatch> {
  const { pool, news } = source;
  const limit = options.batchSize ?? 1000;
  const generation = await generationOf(pool, after);
  const over = AbortSignal.any([options.signal, source.closed]);
  const wake = (): void => news.ring();
  over.addEventListener('abort', wake);
  try {
    for await (const events of pages(source, { after: after?.position ?? 0n, limit, over })) {
      const last = events.at(-1);
      if (last) yield { events, checkpoint: { generation, position: last.position, eventId: last.id } };
    }
  } finally {
    over.removeEventListener('abort', wake);
  }
}

async function* pages(
  { reads, news }: SubscriptionSource,
  { after, limit, over }: { readonly after: bigint; readonly limit: number; readonly over: AbortSignal },
): AsyncIterable<readonly RecordedEvent[]> {
  let position = after;
  // What was sealed since a read began has rung since: a count taken before it misses nothing.
  const read = () => ({ seen: news.count, events: quietly(reads.after(position, limit)) });
  let next: ReturnType<typeof read> | undefined;
  while (!over.aborted) {
    const reading = next ?? read();
    next = undefined;
    const events = await reading.events;
    if (over.aborted) return;
    position = lastPosition(events, position);
    if (events.length === limit) next = read();
    if (events.length > 0) yield events;
    if (events.length < limit) await news.wait(reading.seen, POLL_MS);
  }
}

/** A read ahead whose failure nobody may come to hear of. */
function quietly<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

/** Where the events end. @throws LogGap when they do not follow one on another */
function lastPosition(events: readonly RecordedEvent[], after: bigint): bigint {
  let expected = after;
  for (const { position } of events) {
    expected += 1n;
    if (position !== expected) throw new LogGap(`the log jumps from ${expected - 1n} to ${position}: run verify-log`);
  }
  return expected;
}

interface Standing {
  readonly current: string;
  readonly known: boolean;
  /** Where the generation after the checkpoint's own began. */
  readonly taken_over: string | null;
  /** The event that stands at the checkpoint's position. */
  readonly event: string | null;
}

/** The store's generation now. @throws CheckpointLost when the checkpoint is not of its history */
async function generationOf(pool: Pool, checkpoint: Checkpoint | undefined): Promise<string> {
  const result = await pool.query<Standing>(
    `SELECT (SELECT id FROM generation ORDER BY ordinal DESC LIMIT 1) AS current,
      EXISTS (SELECT FROM generation WHERE id::text = $1) AS known,
      (SELECT min(later.after_seq) FROM generation mine JOIN generation later ON later.ordinal > mine.ordinal WHERE mine.id::text = $1) AS taken_over,
      (SELECT e.id FROM log l JOIN events e ON e.pos = l.pos WHERE l.seq = $2) AS event`,
    [checkpoint?.generation ?? '', checkpoint?.position ?? 0n],
  );
  const [standing] = result.rows;
  if (!standing) throw new Error('the store has no generation');
  if (checkpoint) refuseLost(checkpoint, standing);
  return standing.current;
}

function refuseLost(checkpoint: Checkpoint, standing: Standing): void {
  const why = whyLost(checkpoint, standing);
  if (why) throw checkpointLost(checkpoint, why);
}

/** A checkpoint of an earlier generation holds as far as that generation was taken over by the next. */
function whyLost(checkpoint: Checkpoint, standing: Standing): string | undefined {
  if (!standing.known) return 'the store does not know its generation';
  if (standing.taken_over !== null && checkpoint.position > BigInt(standing.taken_over)) {
    return `the store was restored from a backup that ends at ${standing.taken_over}`;
  }
  if (standing.event === checkpoint.eventId) return undefined;
  return standing.event === null ? 'nothing stands there' : `event ${standing.event} stands there`;
}
