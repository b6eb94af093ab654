import { type Checkpoint, checkpointLost, type When } from '@zhibu/event-store';
import type { RecordedEvent } from '@zhibu/kernel';
import type { FeedBatch } from '../../port.ts';

/** The owning service's log as others read it, by `GET /log` or, within its process, from the store itself. */
export interface LogReader {
  /** Up to `limit` events after a position, in order; none only at the end of the log. @throws LogUnavailable */
  readLog(after: bigint, limit: number, signal?: AbortSignal): Promise<readonly RecordedEvent[]>;
  /** The end of the log, now unless told, with the store's generation; undefined while it is empty. @throws LogUnavailable */
  head(when?: When): Promise<Checkpoint | undefined>;
}

/** The log does not answer now; whoever has other sources goes on with them. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

const EVENTS_A_PAGE = 2000;

/**
 * Whether the event of a checkpoint stands at its position: then all before it are the same, too.
 * @throws CheckpointLost when it does not; whatever the reading throws
 */
export async function confirm(log: LogReader, checkpoint: Checkpoint, signal?: AbortSignal): Promise<void> {
  const [event] = await log.readLog(checkpoint.position - 1n, 1, signal);
  if (!event || event.position !== checkpoint.position) throw checkpointLost(checkpoint, 'nothing stands there');
  if (event.id !== checkpoint.eventId) throw checkpointLost(checkpoint, `event ${event.id} stands there`);
}

/**
 * The log in batches after a position, until its end.
 * @param generation the store's, as the checkpoints of the batches are to say
 */
export async function* pagesOf(
  log: LogReader,
  after: bigint,
  { generation, signal }: { readonly generation: string; readonly signal: AbortSignal },
): AsyncGenerator<FeedBatch> {
  for (let position = after; !signal.aborted;) {
    const events = await log.readLog(position, EVENTS_A_PAGE, signal);
    const last = events.at(-1);
    if (!last) return;
    position = last.position;
    yield { events, checkpoint: { generation, position, eventId: last.id } };
  }
}
