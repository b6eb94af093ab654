import type { Pool } from '@zhibu/database';
import type { Timing } from './back-off.ts';
import { readPolled, type ReaderPosition } from './checkpoint.ts';
import type { FeedConsumer, FeedSource } from '../port.ts';
import { answerRetries } from '../parking/retry.ts';

/** A restart of the consumer, or a retry that an operator asks for, is noticed within this time, in milliseconds. */
export const POLL_EVERY_MS = 800;
/** The feed's end is asked for each so many polls: it may cost a request to another process, and only the lag follows from it. */
const POLLS_A_FEED_END = 3;

export interface Polled {
  readonly life: AbortSignal;
  readonly timing: Timing;
  /** Whether the end of the feed is to be known at once: it may show that what was wrong has passed, or that all was read. */
  readonly awaitsEnd: () => boolean;
  readonly looked: (position: ReaderPosition) => Promise<void>;
  readonly sees: (head: bigint) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

interface Polling {
  readonly source: FeedSource;
  readonly consumer: FeedConsumer;
  readonly database: Pool;
  readonly transactions?: Pool;
}

/** Polls the database beside a consumer's reading: carries out retries, reads the consumer's position, and asks for the feed's end. */
export async function poll(
  { source, consumer, database, transactions = database }: Polling,
  { life, timing, awaitsEnd, looked, sees, failed }: Polled,
): Promise<void> {
  for (let looks = 0; !life.aborted; looks += 1) {
    await lookAround({ consumer, database, transactions }).then(looked).catch(failed);
    const head = awaitsEnd() || looks % POLLS_A_FEED_END === 0 ? await endOf(source) : undefined;
    if (head !== undefined) await sees(head).catch(failed);
    await timing.sleep(POLL_EVERY_MS, life);
  }
}

async function lookAround({
  consumer,
  database,
  transactions,
}: Required<Omit<Polling, 'source'>>): Promise<ReaderPosition> {
  const { position, isAskedToRetry } = await readPolled(database, consumer);
  if (!isAskedToRetry) return position;
  await answerRetries(transactions, consumer);
  return (await readPolled(database, consumer)).position;
}

/** Where the feed ends now: 0n while it is empty; undefined where it cannot be told. A fault of the source is reported by the reading. */
async function endOf(source: FeedSource): Promise<bigint | undefined> {
  return source.head?.().then(
    (head) => head?.position ?? 0n,
    () => undefined,
  );
}
