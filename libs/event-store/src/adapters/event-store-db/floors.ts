import type { RecordedEvent } from '@zhibu/kernel';
import { randomUUID } from 'node:crypto';
import type { Connection } from './connection.ts';
import { damaged } from './errors.ts';
import { advanced, type LogPoint, raised } from './log-point.ts';
import { ownEvent, type StoredEvent, streamEventOf } from './rows.ts';
import type { StreamNames } from './streams.ts';

const FLOORS_AN_APPEND = 500;

/** From a place of the log on, nothing is recorded before an instant. */
export interface Floor {
  /** Of the event, or the settled instant, that raised the running maximum of `created` to it. */
  readonly position: bigint;
  /** Milliseconds since 1970. */
  readonly floor: number;
}

/**
 * Where the log says more of an event's instant than its own `created` does: the running maximum stood above it, because a
 * clock was set back or an instant had been settled. Then, and only then, a floor is kept, in a stream beside the log. The
 * maximum only rises, so each floor holds for all that follows, whoever found it, and
 * `recordedAt = max(created, the last floor before the event)` is what a fold of the whole log comes to. Complete up to
 * where this process has followed: what is older was persisted before the mark that it began at.
 */
export class Floors {
  private readonly connection: Connection;
  private readonly names: StreamNames;
  /** By position; since the maximum only rises, by floor as well. */
  private sorted: Floor[] = [];
  private unsaved: Floor[] = [];
  private count = 0;
  private saving: Promise<void> = Promise.resolve();

  constructor(connection: Connection, names: StreamNames) {
    this.connection = connection;
    this.names = names;
  }

  /** How many floors stand in the stream, as far as they were read or written. */
  get standing(): number {
    return this.count;
  }

  /**
   * Reads what others have found since.
   * @param least so many must stand there
   * @throws StoreDamaged where something of the stream is gone
   */
  async load(least = 0): Promise<void> {
    for (const event of await this.connection.readStream(this.names.floors, this.count)) {
      if (event.revision !== this.count) throw this.damage(`revision ${event.revision}`);
      this.count += 1;
      const found = floorOf(event);
      this.unsaved = this.unsaved.filter(({ position }) => position !== found.position);
      // One that was on its way while the cluster was restored says something of a log that is gone.
      if (found.position < event.place.commit) this.add(found);
    }
    if (this.count < least) throw this.damage('nothing');
  }

  private damage(stands: string): Error {
    return damaged(
      this.names.floors,
      `it has ${stands} where revision ${this.count} must stand: somebody deleted from it or limited it; without it instants cannot be told`,
    );
  }

  /** The highest floor known before a place; undefined: none. */
  before(position: bigint): Floor | undefined {
    let low = 0;
    for (let high = this.sorted.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.sorted[middle]?.position ?? 0n) < position) low = middle + 1;
      else high = middle;
    }
    return this.sorted[low - 1];
  }

  /** The point after one more event, which was followed; keeps a floor where the log says more of its instant than the event. */
  folded(point: LogPoint, event: StoredEvent): LogPoint {
    const known = this.before(event.place.commit);
    const before = known ? raised(point, known.position, known.floor) : point;
    const step = advanced(before, event, this.names);
    if (step.isLifted) this.found({ position: before.since, floor: before.floor });
    return step.point;
  }

  private found(floor: Floor): void {
    if (!this.add(floor)) return;
    this.unsaved.push(floor);
    void this.saved().catch(() => undefined);
  }

  /** Persists what was found. What rests on a floor being known to everybody waits for this first. @throws StoreUnavailable */
  saved(): Promise<void> {
    this.saving = this.saving.catch(() => undefined).then(() => this.save());
    return this.saving;
  }

  private async save(): Promise<void> {
    while (this.unsaved.length > 0) {
      const saved = this.unsaved.slice(0, FLOORS_AN_APPEND);
      if (await this.connection.append(this.names.floors, this.count - 1, saved.map(eventOf))) {
        this.count += saved.length;
        this.unsaved = this.unsaved.filter((floor) => !saved.includes(floor));
      } else await this.load();
    }
  }

  /** Whether it says anything that was not known. */
  private add(floor: Floor): boolean {
    const at = this.sorted.findLastIndex(({ position }) => position <= floor.position) + 1;
    if ((this.sorted[at - 1]?.floor ?? 0) >= floor.floor) return false;
    this.sorted.splice(at, 0, floor);
    return true;
  }
}

/** An event as a reader of the log sees it, whoever he is and wherever he began. */
export function recordedEventOf(event: StoredEvent, names: StreamNames, floors: Floors): RecordedEvent {
  const position = event.place.commit;
  return {
    ...streamEventOf(event, names.domain(event.stream)),
    position,
    recordedAt: new Date(Math.max(event.created, floors.before(position)?.floor ?? 0)).toISOString(),
  };
}

function eventOf({ position, floor }: Floor) {
  return ownEvent({ id: randomUUID(), type: 'FloorFound', data: { position: String(position), floor } });
}

function floorOf(event: StoredEvent): Floor {
  const { position, floor } = event.data as { readonly position: string; readonly floor: number };
  return { position: BigInt(position), floor };
}
