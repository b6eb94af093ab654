import type { Pool } from '@zhibu/database';
import type { Timing } from './back-off.ts';
import { readAttended, type Standing } from './checkpoint.ts';
import type { FeedConsumer, FeedSource } from '../port.ts';
import { answerRetries } from '../parking/retry.ts';

/** Who is sent back to the beginning, or asked to retry, notices after so long. */
export const MILLISECONDS_BETWEEN_LOOKS = 800;
/** The end of a feed may be asked of another process, and only tells how far it is ahead. */
const LOOKS_A_HEAD = 3;

export interface Attended {
  readonly life: AbortSignal;
  readonly timing: Timing;
  /** Whether something is wrong, which the end of the feed may show to have passed. */
  readonly troubled: () => boolean;
  readonly looked: (standing: Standing) => void;
  readonly sees: (head: bigint) => void;
  readonly failed: (error: unknown) => void;
}

interface Attending {
  readonly source: FeedSource;
  readonly consumer: FeedConsumer;
  readonly database: Pool;
  readonly transactions?: Pool;
}

/** Beside a consumer's reading: carries out retries asked for, looks where it stands, and how far the feed is ahead. */
export async function attend(
  { source, consumer, database, transactions = database }: Attending,
  { life, timing, troubled, looked, sees, failed }: Attended,
): Promise<void> {
  for (let looks = 0; !life.aborted; looks += 1) {
    await lookAround({ consumer, database, transactions }).then(looked, failed);
    // What is wrong with the source is the reading's to report.
    const head = troubled() || looks % LOOKS_A_HEAD === 0 ? await source.head?.().catch(() => undefined) : undefined;
    if (head) sees(head.position);
    await timing.sleep(MILLISECONDS_BETWEEN_LOOKS, life);
  }
}

async function lookAround({
  consumer,
  database,
  transactions,
}: Required<Omit<Attending, 'source'>>): Promise<Standing> {
  const { standing, isAskedToRetry } = await readAttended(database, consumer);
  if (!isAskedToRetry) return standing;
  await answerRetries(transactions, consumer);
  return (await readAttended(database, consumer)).standing;
}
