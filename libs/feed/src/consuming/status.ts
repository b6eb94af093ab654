import { FutureVersion, type ServiceName, type Wording } from '@zhibu/contracts';
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
  /** Whether the end that the feed had when its reading from the beginning began was once reached: since then it is only behind. */
  readonly hasRead: boolean;
  /** What a system said, as it said it. */
  readonly error?: string;
  /** What that is and what to do about it, in a sentence for who minds the platform. */
  readonly remedy?: Wording;
  readonly parkedStreams: number;
  /** Events of the feed not dealt with, as last seen; estimated where the store's positions do not count them. */
  readonly lag: number;
}

/** What holds a subscriber up, and what a person can do about it. */
export function remedyOf(error: unknown): Wording {
  if (error instanceof FutureVersion) return remedies.newer;
  if (error instanceof FeedGap || error instanceof LogGap) return remedies.gap;
  return error instanceof CheckpointLost ? remedies.restored : remedies.passing;
}

const remedies = {
  newer: {
    zh: '新记录的版本比本进程的程序新，请把本进程升级到认识它的版本，之后会自行继续',
    en: 'what was recorded is newer than this program: deploy this consumer at a version that knows the event; it then goes on by itself',
  },
  gap: {
    zh: '收到的记录中间有缺，正从上次处理之处重新读取；若一直如此，请在所属服务核验记录（npm run verify-log）',
    en: 'an event is missing in between: the feed is read again from the checkpoint; if the gap stays, run verify-log on the owning service',
  },
  restored: {
    zh: '所属服务的存储已恢复到较早的状态，此处读过的比它现有的多；请运行npm run refill，清空本进程所存并重新读取',
    en: 'the owning store was restored to an earlier state than this consumer has seen: `npm run refill` empties what its process keeps and lets it be filled anew',
  },
  passing: {
    zh: '暂时无法处理新记录，正在反复重试，一般无须处理；若一直如此，请查看数据库和所属服务',
    en: 'nothing needs to be done: it is tried again until it passes; look at the database and the owning service if it stays',
  },
} satisfies Readonly<Record<string, Wording>>;

/** One sentence on an error, for a status. */
export function wordsOfError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
