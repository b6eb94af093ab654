import type { RecordedEvent } from '@zhibu/kernel';
import type { Position } from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Appended, CheckpointLost } from '../../port.ts';
import { Wake } from '../../wake.ts';
import type { Connection } from './connection.ts';
import { StoreUnavailable } from './errors.ts';
import { advanced, LOG_START, type LogPoint, positionOf } from './log-point.ts';
import { Marks } from './marks.ts';
import { type Followed, Recent } from './recent.ts';
import { boundsOf, type StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';

const PAUSES_MS = [50, 200, 500, 1000, 2000];
/** Whoever waits this long for an event that is known to stand in the log has a subscription that is dead or stale. */
const PATIENCE_MS = 3000;
const STALLS = 4;

export interface LedgerOptions {
  readonly connection: Connection;
  readonly names: StreamNames;
  /** The log cannot be followed, and is tried again; said once until it can. */
  readonly onFault: (error: unknown) => void;
  readonly onFollowed: (event: RecordedEvent) => void;
  /** The cluster was restored to an earlier state: what was remembered of it does not hold. */
  readonly onRestored: () => void;
}

/** Follows the log of its service for as long as the store is open: one subscription, which everything else asks. */
export class Ledger {
  readonly news = new Wake();
  readonly marks: Marks;
  /** The end of the log, as far as it has been followed. */
  recent = new Recent(0n);
  point: LogPoint = LOG_START;
  /** So often has the cluster turned out to be restored. */
  history = 0;
  private readonly options: LedgerOptions;
  private readonly stopping = new AbortController();
  private candidate: Position | undefined;
  private faults = 0;
  private cancel: () => void = () => undefined;
  private loop: Promise<void> | undefined;

  constructor(options: LedgerOptions) {
    this.options = options;
    this.marks = new Marks(options.connection, options.names);
  }

  /** Begins at the last mark. */
  async start(): Promise<void> {
    this.begin(await this.marks.load());
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.cancel();
    this.news.ring();
    await this.loop;
  }

  /** Waits until everything is followed that the cluster holds now. @throws StoreUnavailable */
  async catchUp(): Promise<void> {
    const last = await this.lastPosition();
    if (last !== undefined) await this.reach(last);
  }

  /** The events of an append, once followed; undefined when that takes longer. */
  async stretch(appended: Appended, timeoutMs: number): Promise<Followed[] | undefined> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const seen = this.news.count;
      const found = this.recent.stretch(appended);
      if (found || Date.now() >= deadline || this.stopping.signal.aborted) return found;
      await this.news.wait(seen, deadline - Date.now());
    }
  }

  /** Waits until the log is followed up to an event that is known to stand there. @throws StoreUnavailable */
  async reach(position: bigint): Promise<void> {
    let stalls = 0;
    while (stalls < STALLS && !this.stopping.signal.aborted) {
      const before = positionOf(this.point);
      if (before >= position) return;
      if (await this.moves(before)) {
        stalls = 0;
        continue;
      }
      stalls += 1;
      this.cancel();
    }
    throw new StoreUnavailable(`the log is followed up to ${positionOf(this.point)}, not to ${position}`);
  }

  /** Whether the log is followed any further within our patience. */
  private async moves(before: bigint): Promise<boolean> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline && !this.stopping.signal.aborted) {
      const seen = this.news.count;
      if (positionOf(this.point) !== before) return true;
      await this.news.wait(seen, deadline - Date.now());
    }
    return false;
  }

  /** The place of the last event of this log that lies beyond what has been followed; undefined when none does. */
  private async lastPosition(): Promise<bigint | undefined> {
    const { connection, names } = this.options;
    const PAGE = 64;
    const known = positionOf(this.point);
    for (let before: Position | undefined; ;) {
      const page = await connection.lastPlaces(before, PAGE);
      for (const { stream, place } of page) {
        if (place.commit <= known) return undefined;
        if (stream.startsWith(names.prefix)) return place.commit;
      }
      before = page.at(-1)?.place;
      if (page.length < PAGE) return undefined;
    }
  }

  private begin(point: LogPoint): void {
    this.point = point;
    this.recent = new Recent(positionOf(point));
    this.candidate = undefined;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const fault = await this.follow();
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
    if (!(fault instanceof StoreUnavailable) && !this.point.last) this.begin(LOG_START);
  }

  /** Until it ends; with its cause, or undefined when it was ended by us. */
  private async follow(): Promise<unknown> {
    const fault: unknown = await this.beginAnewIfRestored().catch((error: unknown) => error);
    return (
      fault ??
      new Promise((resolve) => {
        let over = false;
        const end = this.options.connection.follow(this.options.names.prefix, this.point.place, {
          onEvent: (event) => {
            if (!over) this.take(event);
          },
          onLookedTo: (place) => {
            if (!over) this.lookedTo(place);
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
    const step = advanced(this.point, event, this.options.names);
    this.point = step.point;
    if (step.recorded) {
      this.recent.add({ event: step.recorded, append: boundsOf(event) });
      this.options.onFollowed(step.recorded);
    }
    this.faults = 0;
    this.marks.passedEvent(this.point);
    this.news.ring();
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
    const { last } = this.point;
    if (!last) return;
    const [event] = await this.options.connection.readStream(last.stream, last.revision, 1);
    if (event?.id === last.eventId && event.place.commit === last.position) return;
    this.marks.forget();
    this.history += 1;
    this.options.onRestored();
    this.begin(await this.marks.load());
    this.news.ring();
    this.options.onFault(
      new CheckpointLost(
        `event ${last.eventId} stands at ${last.position} no more: EventStoreDB was restored to an earlier state; every reader beyond it must be rebuilt`,
      ),
    );
  }
}
