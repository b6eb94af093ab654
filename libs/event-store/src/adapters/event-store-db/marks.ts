import type { Position } from '@eventstore/db-client';
import type { Connection } from './connection.ts';
import { randomUUID } from 'node:crypto';
import type { Floors } from './floors.ts';
import { keepLast } from './keeping.ts';
import { LOG_START, type LogPoint, positionOf, type LastEvent } from './log-point.ts';
import { ownEvent, type StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';

/** A mark after so many events of the log, or after so many search windows of what is not in it. */
const EVENTS_A_MARK = 500;
const WINDOWS_A_MARK = 160;
/** Those of two million events: who reads from before them goes through more of the log, and finds the same. */
export const KEPT = 4096;
/** Places come upon while reading, kept in memory: where the next page of a reader begins. */
const REMEMBERED = 64;

interface Mark {
  readonly commit: string;
  readonly prepare: string;
  readonly floor: number;
  readonly since: string;
  /** So many floors stood when it was written: its point rests on them. */
  readonly floors: number;
  readonly last?:
    | { readonly position: string; readonly eventId: string; readonly stream: string; readonly revision: number }
    | undefined;
}

/**
 * Points of the log, persisted in a stream of their own beside it, in rising order: so that nobody folds the log from its
 * start, and a filter that found nothing for long is not set upon the same millions again. Each is a fact about the log,
 * whoever found it: several processes write to the same stream and need not agree on anything.
 */
export class Marks {
  /** So many floors stood when the last mark that was read was written. */
  floorsStanding = 0;
  private readonly connection: Connection;
  private readonly names: StreamNames;
  private readonly floors: () => Floors;
  private readonly remembered = new Map<bigint, Position>();
  private eventsSince = 0;
  private windowsSince = 0;
  private saving = false;
  private count = 0;
  private newest: LogPoint = LOG_START;

  constructor(connection: Connection, names: StreamNames, floors: () => Floors) {
    this.connection = connection;
    this.names = names;
    this.floors = floors;
  }

  /** The last point persisted, as the cluster has it now. */
  async load(): Promise<LogPoint> {
    const event = await this.connection.lastOf(this.names.marks);
    this.count = event ? event.revision + 1 : 0;
    this.newest = event ? pointOf(event) : LOG_START;
    this.floorsStanding = event ? (event.data as Mark).floors : 0;
    return this.newest;
  }

  /** Persists a point, unless another process has come further meanwhile. */
  private async save(point: LogPoint): Promise<void> {
    const floors = this.floors();
    await floors.saved();
    for (;;) {
      if (positionOf(point) <= positionOf(this.newest)) return;
      if (await this.connection.append(this.names.marks, this.count - 1, [markOf(point, floors.standing)])) break;
      await this.load();
    }
    keepLast(this.connection, { stream: this.names.marks, events: KEPT, revision: this.count });
    this.count += 1;
    this.newest = point;
  }

  /** One more event of the log was followed. */
  passedEvent(point: LogPoint): void {
    this.eventsSince += 1;
    if (this.eventsSince >= EVENTS_A_MARK) this.due(point);
  }

  /** One more stretch of what is not ours was looked through. */
  passedWindow(point: LogPoint): void {
    this.windowsSince += 1;
    if (this.windowsSince >= WINDOWS_A_MARK) this.due(point);
  }

  remember(place: Position): void {
    this.remembered.delete(place.commit);
    this.remembered.set(place.commit, place);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }

  /** Forgets what was not persisted: the cluster is another than it was. */
  forget(): void {
    this.remembered.clear();
  }

  /** A place at or before a position, near it as far as marks are kept; undefined: the start. */
  async nearest(position: bigint): Promise<Position | undefined> {
    return this.remembered.get(position) ?? (await this.lastThat((point) => positionOf(point) <= position)).place;
  }

  /** A point up to which everything is recorded at or before an instant. */
  lastAtOrBefore(milliseconds: number): Promise<LogPoint> {
    return this.lastThat(({ floor }) => floor <= milliseconds);
  }

  private due(point: LogPoint): void {
    if (this.saving) return;
    this.saving = true;
    this.eventsSince = 0;
    this.windowsSince = 0;
    // A mark that could not be persisted costs whoever starts next some more reading; the next one makes good for it.
    this.save(point)
      .catch(() => undefined)
      .finally(() => {
        this.saving = false;
      });
  }

  /** The last mark that holds; the first ones do, the later ones do not. */
  private async lastThat(holds: (point: LogPoint) => boolean): Promise<LogPoint> {
    if (holds(this.newest)) return this.newest;
    let found = LOG_START;
    for (let low = 0, high = this.count - 1; low <= high;) {
      const middle = (low + high) >>> 1;
      const [event] = await this.connection.readStream(this.names.marks, middle, 1);
      // What stands before was thrown away by the server.
      if (event?.revision !== middle) low = Math.max(event?.revision ?? 0, middle + 1);
      else if (holds(pointOf(event))) {
        found = pointOf(event);
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  }
}

function markOf({ place, floor, since, last }: LogPoint, floors: number) {
  const mark: Mark = {
    commit: String(place?.commit ?? 0n),
    prepare: String(place?.prepare ?? 0n),
    floor,
    since: String(since),
    floors,
    last: last && { ...last, position: String(last.position) },
  };
  return ownEvent({ id: randomUUID(), type: 'LogMarked', data: mark });
}

function pointOf(event: StoredEvent): LogPoint {
  const { commit, prepare, floor, since, last } = event.data as Mark;
  const standing: LastEvent | undefined = last && { ...last, position: BigInt(last.position) };
  return { place: { commit: BigInt(commit), prepare: BigInt(prepare) }, floor, since: BigInt(since), last: standing };
}
