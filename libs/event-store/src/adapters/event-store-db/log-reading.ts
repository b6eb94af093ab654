import type { RecordedEvent } from '@zhibu/kernel';
import type { Connection } from './connection.ts';
import { wasDropped } from './errors.ts';
import type { Floors } from './floors.ts';
import type { Ledger } from './ledger.ts';
import type { StreamNames } from './streams.ts';
import { type PageWish, Sweep } from './sweep.ts';

/** What a log is read by. */
export interface ReadSource {
  readonly connection: Connection;
  readonly names: StreamNames;
  readonly ledger: Ledger;
}

/** Where a sweep stands with its reader: what he has, and by which floors he was told. */
interface Underway {
  readonly sweep: Sweep;
  readonly floors: Floors;
  readonly reached: bigint;
}

/** One reader of the log, page after page: from memory while he is up to date, else by a sweep from the nearest mark on. */
export class LogReading {
  private readonly source: ReadSource;
  private underway: Underway | undefined;

  constructor(source: ReadSource) {
    this.source = source;
  }

  /** The next events after a position; undefined: the first. @throws StoreUnavailable */
  async page(after: bigint = 0n, limit: number): Promise<RecordedEvent[]> {
    const { ledger } = this.source;
    const { last } = ledger.point;
    if (!last || after >= last.position || limit < 1) return [];
    if (ledger.recent.covers(after)) {
      this.close();
      return ledger.recent.after(after, limit);
    }
    const wish = { after, limit, until: last.position };
    try {
      return await this.swept(wish);
    } catch (error) {
      this.close();
      // Who takes his time with a page is dropped by the server; what he has not had yet is read again.
      if (!wasDropped(error)) throw error;
      return this.swept(wish);
    }
  }

  /** To be called when he reads no more. */
  close(): void {
    this.underway?.sweep.close();
    this.underway = undefined;
  }

  private async swept({ after, ...wish }: PageWish & { readonly after: bigint }): Promise<RecordedEvent[]> {
    const { sweep, floors } = await this.sweepFrom(after, wish.limit);
    const events = await sweep.page(wish);
    const last = events.at(-1)?.position;
    this.underway = { sweep, floors, reached: last ?? after };
    // Only where an event stands is a place that the server takes.
    if (last !== undefined) this.source.ledger.marks.remember({ commit: last, prepare: last });
    return events;
  }

  private async sweepFrom(after: bigint, limit: number): Promise<Underway> {
    const { connection, names, ledger } = this.source;
    const { floors } = ledger;
    if (this.underway?.reached === after && this.underway.floors === floors) return this.underway;
    this.close();
    const from = await ledger.marks.nearest(after);
    const sweep = new Sweep({ connection, names, floors }, { from, after, ahead: limit });
    return (this.underway = { sweep, floors, reached: after });
  }
}

/** Events of the log after a position. @throws StoreUnavailable */
export async function logAfter(source: ReadSource, after: bigint, limit: number): Promise<RecordedEvent[]> {
  const reading = new LogReading(source);
  try {
    return await reading.page(after, limit);
  } finally {
    reading.close();
  }
}
