import type { Checkpoint, LogBatch, SubscribeOptions } from '../../port.ts';
import { type LogSource, refuseLost } from './generations.ts';
import { LogReading } from './log-reading.ts';

/** Nothing gets lost between the ledger and its readers; this only bounds what a mistake here would cost. */
const POLL_MS = 1000;

/**
 * Catches up, then waits for the ledger's news. It has no connection of its own, and so none to lose: the ledger comes back
 * to where it was, and a reader goes on after the position he has.
 */
export async function* subscription(
  source: LogSource & { readonly closed: AbortSignal },
  after: Checkpoint | undefined,
  { signal, batchSize = 1000 }: SubscribeOptions,
): AsyncIterable<LogBatch> {
  const { ledger } = source;
  const reading = new LogReading(source);
  let { history } = ledger;
  const generation = await refuseLost(source, after);
  const over = AbortSignal.any([signal, source.closed]);
  const wake = (): void => ledger.news.ring();
  over.addEventListener('abort', wake);
  try {
    for (let reached = after; !over.aborted;) {
      const seen = ledger.news.count;
      if (ledger.history !== history) {
        ({ history } = ledger);
        await refuseLost(source, reached);
      }
      const events = await reading.page(reached?.position, batchSize);
      const last = events.at(-1);
      if (ledger.history !== history || over.aborted) continue;
      if (!last) {
        await ledger.news.wait(seen, POLL_MS);
        continue;
      }
      reached = { generation, position: last.position, eventId: last.id };
      yield { events, checkpoint: reached };
    }
  } finally {
    over.removeEventListener('abort', wake);
    reading.close();
  }
}
