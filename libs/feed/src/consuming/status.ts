import { FutureVersion, type ServiceName } from '@zhibu/contracts';
import { CheckpointLost, LogGap } from '@zhibu/event-store';
import { FeedGap } from '../port.ts';

/** How a consumer's subscriber fares: for health, metrics and the answer to "why is it not shown yet". */
export interface SubscriberStatus {
  readonly service: ServiceName;
  readonly group: string;
  /** `blocked`: retried for ever, by itself. `stopped`: not started, ended, or in need of the remedy. */
  readonly state: 'running' | 'blocked' | 'stopped';
  /** Dealt with up to here; 0n: nothing yet. */
  readonly position: bigint;
  /** When the last event dealt with was recorded, RFC 3339; absent before the first. */
  readonly recordedAt?: string;
  /** The end of the feed, as last seen. */
  readonly head: bigint;
  readonly error?: string;
  readonly remedy?: string;
  readonly parkedStreams: number;
  /** Events of the feed not dealt with, as last seen; estimated where the store's positions do not count them. */
  readonly lag: number;
}

/** What a person can do about what holds a subscriber up. */
export function remedyOf(error: unknown): string {
  if (error instanceof FutureVersion)
    return 'deploy this consumer at a version that knows the event; it then goes on by itself';
  if (error instanceof FeedGap || error instanceof LogGap)
    return 'the feed is read again from the checkpoint; if the gap stays, run verify-log on the owning service';
  if (error instanceof CheckpointLost) {
    return 'the owning store was restored to an earlier state than this consumer has seen: `npm run refill` empties what its process keeps and lets it be filled anew';
  }
  return 'nothing: it is tried again until it passes; look at the database and the owning service if it stays';
}

/** One sentence on an error, for a status. */
export function wordsOfError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
