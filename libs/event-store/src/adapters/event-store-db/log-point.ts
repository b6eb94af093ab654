import type { Position } from '@eventstore/db-client';
import type { StoredEvent } from './rows.ts';
import { oddityOf } from './wholeness.ts';
import type { StreamNames } from './streams.ts';

/** The last event of the domain up to some place of the log, by the server's name of its stream. */
export interface LastEvent {
  readonly position: bigint;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
}

/** How far the log of a service was followed, and what it says up to there of what follows. */
export interface LogPoint {
  /** Everything up to here has been looked at; undefined: nothing. */
  readonly place: Position | undefined;
  /** Milliseconds since 1970: the running maximum of `created`, raised by settled instants. No later event is recorded before. */
  readonly floor: number;
  /** The position of what raised it so far. */
  readonly since: bigint;
  readonly last: LastEvent | undefined;
}

export const LOG_START: LogPoint = { place: undefined, floor: 0, since: 0n, last: undefined };

/** Where a point stands, as the port counts; 0n: at the start. */
export function positionOf(point: LogPoint): bigint {
  return point.place?.commit ?? 0n;
}

/**
 * The point after one more event of the log; what readers do not see, a settled instant aside, moves nothing but its place. `isLifted`: its own `created` lies below the running maximum, which says
 * more of its instant than the event does.
 */
export function advanced(
  point: LogPoint,
  event: StoredEvent,
  names: StreamNames,
): { readonly point: LogPoint; readonly isLifted: boolean } {
  const { place, created } = event;
  if (event.stream === names.settlements)
    return { point: { ...raised(point, place.commit, settledFloor(event)), place }, isLifted: false };
  if (!isRecorded(event, names)) return { point: { ...point, place }, isLifted: false };
  const last = { position: place.commit, eventId: event.id, stream: event.stream, revision: event.revision };
  return { point: { ...raised(point, place.commit, created), place, last }, isLifted: created < point.floor };
}

/** Whether readers see an event of the followed log: neither the adapter's own, nor what the server or an administrator wrote. */
export function isRecorded(event: StoredEvent, names: StreamNames): boolean {
  return names.isOfDomain(event.stream) && oddityOf(event) === undefined;
}

/** With the running maximum at least so high, since a position. */
export function raised(point: LogPoint, since: bigint, floor: number): LogPoint {
  return floor > point.floor ? { ...point, floor, since } : point;
}

/** What a settled instant is written as. */
export function settlementOf(floor: number): object {
  return { floor };
}

/** How high an event of the settled instants raises the floor. */
export function settledFloor(event: StoredEvent): number {
  const { floor } = event.data as { readonly floor?: unknown };
  return typeof floor === 'number' ? floor : 0;
}
