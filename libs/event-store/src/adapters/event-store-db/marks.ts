import type { Connection } from './connection.ts';
import { randomUUID } from 'node:crypto';
import { LOG_START, type LogPoint, positionOf, type LastEvent } from './log-point.ts';
import { ownEvent, type StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';

/** A mark after so many events of the log, or after so many search windows of what is not in it. */
const EVENTS_A_MARK = 500;
const WINDOWS_A_MARK = 20;
/** Points come upon while reading, kept in memory: where the next page of a reader begins. */
const REMEMBERED = 64;

interface Mark {
  readonly commit: string;
  readonly prepare: string;
  readonly floor: number;
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
  private readonly connection: Connection;
  private readonly names: StreamNames;
  private readonly remembered = new Map<bigint, LogPoint>();
  private eventsSince = 0;
  private windowsSince = 0;
  private saving = false;
  private count = 0;
  private newest: LogPoint = LOG_START;

  constructor(connection: Connection, names: StreamNames) {
    this.connection = connection;
    this.names = names;
  }

  /** The last point persisted, as the cluster has it now. */
  async load(): Promise<LogPoint> {
    const event = await this.connection.lastOf(this.names.marks);
    this.count = event ? event.revision + 1 : 0;
    this.newest = event ? pointOf(event) : LOG_START;
    return this.newest;
  }

  /** Persists a point, unless another process has come further meanwhile. */
  private async save(point: LogPoint): Promise<void> {
    for (;;) {
      if (positionOf(point) <= positionOf(this.newest)) return;
      if (await this.connection.append(this.names.marks, this.count - 1, [markOf(point)])) break;
      await this.load();
    }
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

  remember(point: LogPoint): void {
    this.remembered.delete(positionOf(point));
    this.remembered.set(positionOf(point), point);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }

  /** Forgets what was not persisted: the cluster is another than it was. */
  forget(): void {
    this.remembered.clear();
  }

  /** A point at or before a position, so near that few events lie between. */
  async nearest(position: bigint): Promise<LogPoint> {
    return this.remembered.get(position) ?? this.lastThat((point) => positionOf(point) <= position);
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
      const point = event && pointOf(event);
      if (point && holds(point)) {
        found = point;
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  }
}

function markOf({ place, floor, last }: LogPoint) {
  const mark: Mark = {
    commit: String(place?.commit ?? 0n),
    prepare: String(place?.prepare ?? 0n),
    floor,
    last: last && { ...last, position: String(last.position) },
  };
  return ownEvent({ id: randomUUID(), type: 'LogMarked', data: mark });
}

function pointOf(event: StoredEvent): LogPoint {
  const { commit, prepare, floor, last } = event.data as Mark;
  const standing: LastEvent | undefined = last && { ...last, position: BigInt(last.position) };
  return { place: { commit: BigInt(commit), prepare: BigInt(prepare) }, floor, last: standing };
}
