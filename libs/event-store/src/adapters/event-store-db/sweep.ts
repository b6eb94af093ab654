import type { Position } from '@eventstore/db-client';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Connection } from './connection.ts';
import { StoreUnavailable } from './errors.ts';
import { type Floors, recordedEventOf } from './floors.ts';
import { isRecorded } from './log-point.ts';
import type { StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';

/** While the server searches through what is not ours it tells how far it has come; silence longer than this is none of that. */
const SILENCE_MS = 15_000;

export interface SweptLog {
  readonly connection: Connection;
  readonly names: StreamNames;
  readonly floors: Floors;
}

export interface SweepWish {
  /** After this place; undefined: from the start. */
  readonly from: Position | undefined;
  /** Events at or before this position are not given. */
  readonly after: bigint;
  /** So many events are read ahead of who takes them; then the server is held up. */
  readonly ahead: number;
}

export interface PageWish {
  readonly limit: number;
  /** The position of an event of this log, known to stand there: where the page ends at the latest. */
  readonly until: bigint;
}

/**
 * A stretch of the log that is past, read under the filter from one place on, page after page: one subscription for them
 * all, since each one of its own would be sent as much again as the connection takes ahead.
 */
export class Sweep {
  private readonly log: SweptLog;
  private readonly wish: SweepWish;
  private readonly read: RecordedEvent[] = [];
  private readonly end: () => void;
  /** Of the last event that was read. */
  private place: Position | undefined;
  private failed: { readonly error: unknown } | undefined;
  private told: () => void = () => undefined;
  private goOn: () => void = () => undefined;

  constructor(log: SweptLog, wish: SweepWish) {
    this.log = log;
    this.wish = wish;
    this.place = wish.from;
    const heard = (): void => this.told();
    this.end = log.connection.follow([log.names.prefix], wish.from, {
      onEvent: (event) => this.take(event),
      onLookedTo: heard,
      onCaughtUp: heard,
      onEnd: (error) => {
        this.failed = { error };
        this.told();
      },
    });
  }

  /** The next events. @throws StoreUnavailable, and whatever ended the subscription; it is of no use after */
  async page({ limit, until }: PageWish): Promise<RecordedEvent[]> {
    while (this.read.length < limit && !this.isPast(until)) {
      if (this.failed && this.read.length > 0) break;
      if (this.failed) throw this.failed.error;
      await this.heard();
    }
    const events = this.read.splice(0, limit);
    if (this.read.length < this.wish.ahead) this.goOn();
    return events;
  }

  close(): void {
    this.end();
    this.goOn();
  }

  private isPast(until: bigint): boolean {
    return (this.place?.commit ?? 0n) >= until;
  }

  private take(event: StoredEvent): void | Promise<void> {
    const { names, floors } = this.log;
    if (event.place.commit <= (this.place?.commit ?? 0n)) return;
    this.place = event.place;
    if (event.place.commit > this.wish.after && isRecorded(event, names))
      this.read.push(recordedEventOf(event, names, floors));
    this.told();
    if (this.read.length < this.wish.ahead) return;
    return new Promise((resolve) => {
      this.goOn = resolve;
    });
  }

  /** Waits for anything that the server says. */
  private heard(): Promise<void> {
    return new Promise((resolve, reject) => {
      const silence = setTimeout(
        () => reject(new StoreUnavailable(`the log said nothing for ${SILENCE_MS} ms`)),
        SILENCE_MS,
      );
      this.told = () => {
        clearTimeout(silence);
        resolve();
      };
    });
  }
}
