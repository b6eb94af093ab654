import type { RecordedEvent } from '@zhibu/kernel';
import type { Appended } from '../../port.ts';
import type { AppendBounds } from './rows.ts';

/** So many of the last events are kept: what an append waits for, and what readers who are up to date ask for next. */
const KEPT = 1024;

/** An event of the log with the bounds of the append it came in. */
export interface Followed {
  readonly event: RecordedEvent;
  readonly append: AppendBounds;
}

/** The end of the log in memory: every event after a base, in order. */
export class Recent {
  private events: Followed[] = [];
  private readonly byPlace = new Map<string, Followed>();
  private base: bigint;

  /** @param base nothing is known of what stands at or before it */
  constructor(base: bigint) {
    this.base = base;
  }

  add(followed: Followed): void {
    this.events.push(followed);
    this.byPlace.set(`${followed.event.revision}@${followed.event.stream}`, followed);
    if (this.events.length >= 2 * KEPT) this.shed();
  }

  covers(after: bigint): boolean {
    return after >= this.base;
  }

  /** The next events after a position; copies, so that readers share nothing. */
  after(position: bigint, limit: number): RecordedEvent[] {
    let low = 0;
    for (let high = this.events.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.events[middle]?.event.position ?? 0n) <= position) low = middle + 1;
      else high = middle;
    }
    return this.events.slice(low, low + limit).map(({ event }) => structuredClone(event));
  }

  /** The position of the last event recorded at or before an instant; undefined where that may be one that is not here. */
  lastAtOrBefore(milliseconds: number): bigint | undefined {
    const found = this.events.findLast(({ event }) => Date.parse(event.recordedAt) <= milliseconds);
    return found?.event.position;
  }

  /** The events of an append, or of any such stretch of a stream, when all of them are here; not to be changed. */
  stretch({ stream, firstRevision, lastRevision }: Appended): readonly Followed[] | undefined {
    const found: Followed[] = [];
    for (let revision = firstRevision; revision <= lastRevision; revision += 1) {
      const followed = this.byPlace.get(`${revision}@${stream}`);
      if (!followed) return undefined;
      found.push(followed);
    }
    return found;
  }

  private shed(): void {
    const gone = this.events.slice(0, KEPT);
    this.events = this.events.slice(KEPT);
    this.base = gone.at(-1)?.event.position ?? this.base;
    for (const { event } of gone) this.byPlace.delete(`${event.revision}@${event.stream}`);
  }
}
