import type { RecordedEvent } from '@zhibu/kernel';
import type { Position } from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Appended } from '../../port.ts';
import { Wake } from '../../wake.ts';
import { Arrivals } from './arrivals.ts';
import { type Connection, SEARCH_WINDOW } from './connection.ts';
import { StoreUnavailable, wasDropped } from './errors.ts';
import { endOfLog } from './log-end.ts';
import { isRecorded, LOG_START, type LogPoint, positionOf } from './log-point.ts';
import { Floors, recordedEventOf } from './floors.ts';
import { Marks } from './marks.ts';
import { lostSince, standsStill } from './restored.ts';
import { type Followed, Recent } from './recent.ts';
import { boundsOf, type StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';

const PAUSES_MS = [20, 100, 300, 500];
/** Whoever waits this long for an event that is known to stand in the log has a subscription that is dead or stale. */
const PATIENCE_MS = 3000;
const STALLS = 4;
/** A checkpoint comes after each window and is believed after the next; on going live the server counts anew. */
const UNTOLD = 4 * SEARCH_WINDOW;

export interface LedgerOptions {
  readonly connection: Connection;
  readonly names: StreamNames;
  /** The log cannot be followed, and is tried again; said once until it can. */
  readonly onFault: (error: unknown) => void;
  readonly onFollowed: (event: RecordedEvent) => void;
  /** An event went by that is none of the domain: a settled instant, a tombstone, metadata, or written by others. */
  readonly onPassedOver: (event: StoredEvent) => void;
  /** The server dropped the subscription, which lagged; it is back at once. */
  readonly onDropped: () => void;
  /** The cluster was restored to an earlier state: what was remembered of it does not hold. */
  readonly onRestored: () => void;
}

/** Where following begins. */
interface Beginning {
  readonly point: LogPoint;
  readonly floors: Floors;
}

/** Follows the log of its service for as long as the store is open: one subscription, which everything else asks. */
export class Ledger {
  readonly news = new Wake();
  private readonly arrivals = new Arrivals();
  floors: Floors;
  readonly marks: Marks;
  /** The end of the log, as far as it has been followed. */
  recent = new Recent(0n);
  point: LogPoint = LOG_START;
  /** So often has the cluster turned out to be restored. */
  history = 0;
  private readonly options: LedgerOptions;
  private readonly stopping = new AbortController();
  private candidate: Position | undefined;
  /** The end of `$all` as far as anybody has asked for it. */
  private seen: Position | undefined;
  private faults = 0;
  private cancel: () => void = () => undefined;
  private loop: Promise<void> | undefined;

  constructor(options: LedgerOptions) {
    this.options = options;
    this.floors = new Floors(options.connection, options.names);
    this.marks = new Marks(options.connection, options.names, () => this.floors);
  }

  /** Begins at the last mark. */
  async start(): Promise<void> {
    this.begin(await this.lastMark());
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.cancel();
    this.arrivals.over();
    this.news.ring();
    await this.loop;
  }

  /** Waits until everything is followed that the cluster holds now. @throws StoreUnavailable */
  async catchUp(): Promise<void> {
    const { history } = this;
    const end = await endOfLog(this.options, positionOf(this.point), UNTOLD);
    if (!end || history !== this.history) return;
    if (end.place.commit > (this.seen?.commit ?? 0n)) this.seen = end.place;
    await this.reach(end.reach);
    if (history === this.history) this.passed(end.place);
  }

  /** The events of an append, once followed, not to be changed; undefined when that takes longer. The last of them comes last. */
  async stretch(appended: Appended, timeoutMs: number): Promise<readonly Followed[] | undefined> {
    const found = this.recent.stretch(appended);
    if (found || this.stopping.signal.aborted) return found;
    await this.arrivals.wait(appended.stream, appended.lastRevision, timeoutMs);
    return this.recent.stretch(appended);
  }

  /** Waits until the log is followed up to an event that is known to stand there. @throws StoreUnavailable */
  async reach(position: bigint): Promise<void> {
    let stalls = 0;
    while (stalls < STALLS && !this.stopping.signal.aborted) {
      const before = positionOf(this.point);
      if (before >= position) return;
      const isOver = (): boolean => positionOf(this.point) !== before || this.stopping.signal.aborted;
      if (await this.news.until(isOver, PATIENCE_MS)) {
        stalls = 0;
        continue;
      }
      stalls += 1;
      this.cancel();
    }
    throw new StoreUnavailable(`the log is followed up to ${positionOf(this.point)}, not to ${position}`);
  }

  /** Nothing of ours stands between what was followed and there. */
  private passed(place: Position): void {
    if (place.commit <= positionOf(this.point)) return;
    this.point = { ...this.point, place };
    this.news.ring();
  }

  /** The floors that a mark rests on were persisted before it: so they are read after it. */
  private async lastMark(): Promise<Beginning> {
    const floors = new Floors(this.options.connection, this.options.names);
    const point = await this.marks.load();
    await floors.load(this.marks.floorsStanding);
    return { point, floors };
  }

  private begin({ point, floors }: Beginning): void {
    this.point = point;
    this.floors = floors;
    this.recent = new Recent(positionOf(point));
    this.candidate = undefined;
    this.seen = undefined;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const fault = await this.follow();
      if (wasDropped(fault)) {
        this.options.onDropped();
        continue;
      }
      if (fault !== undefined) this.faulted(fault);
      const pause = PAUSES_MS[Math.min(this.faults, PAUSES_MS.length) - 1] ?? 0;
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private faulted(fault: unknown): void {
    if (this.stopping.signal.aborted) return;
    if (this.faults === 0) this.options.onFault(fault);
    this.faults += 1;
    // Nothing of ours stands yet, so nothing shows whether the place we looked to still is one: begin anew.
    if (!(fault instanceof StoreUnavailable) && !this.point.last) this.begin({ point: LOG_START, floors: this.floors });
  }

  /** Until it ends; with its cause, or undefined when it was ended by us. */
  private async follow(): Promise<unknown> {
    const fault: unknown = await this.beginAnewIfRestored().catch((error: unknown) => error);
    return (
      fault ??
      new Promise((resolve) => {
        let over = false;
        const { seen } = this;
        const end = this.options.connection.follow(this.options.names.followed, this.point.place, {
          onEvent: (event) => {
            if (!over) this.take(event);
          },
          onLookedTo: (place) => {
            if (!over) this.lookedTo(place);
          },
          onCaughtUp: () => {
            if (!over && seen) this.passed(seen);
          },
          onEnd: (error) => {
            over = true;
            resolve(error);
          },
        });
        this.cancel = () => {
          over = true;
          end();
          resolve(undefined);
        };
        if (this.stopping.signal.aborted) this.cancel();
      })
    );
  }

  private take(event: StoredEvent): void {
    if (event.place.commit <= positionOf(this.point)) return;
    const point = this.floors.folded(this.point, event);
    if (isRecorded(event, this.options.names)) this.record(event);
    else this.options.onPassedOver(event);
    this.point = point;
    this.faults = 0;
    this.marks.passedEvent(point);
    this.news.ring();
  }

  private record(event: StoredEvent): void {
    const recorded = recordedEventOf(event, this.options.names, this.floors);
    this.recent.add({ event: recorded, append: boundsOf(event) });
    this.options.onFollowed(recorded);
    this.arrivals.came(recorded.stream, recorded.revision);
  }

  /**
   * Releases of the server were seen to send, on going live, a checkpoint at an event still to come (kurrent-io/KurrentDB
   * #4035, #4975): so a checkpoint is believed when the next one arrives.
   */
  private lookedTo(place: Position): void {
    this.faults = 0;
    const believed = this.candidate;
    this.candidate = place;
    if (!believed || believed.commit <= positionOf(this.point)) return;
    this.point = { ...this.point, place: believed };
    this.marks.passedWindow(this.point);
    this.news.ring();
  }

  /** The event we stopped at must stand where it stood. If not, begin anew at the last mark that the cluster itself has. */
  private async beginAnewIfRestored(): Promise<void> {
    const { connection, onRestored, onFault } = this.options;
    const { last } = this.point;
    if (!last || (await standsStill(connection, last))) return;
    const mark = await this.lastMark();
    // All in one step, so that no reader asks the old log about the new, or the new about the old.
    this.marks.forget();
    onRestored();
    this.begin(mark);
    this.history += 1;
    this.arrivals.over();
    this.news.ring();
    onFault(lostSince(last));
  }
}
