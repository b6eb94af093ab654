import type { Position } from '@eventstore/db-client';
import type { RecordedEvent } from '@zhibu/kernel';
import { type StoredEvent, streamEventOf } from './rows.ts';
import type { StreamNames } from './streams.ts';

/** The last event of the domain up to some place of the log, by the server's name of its stream. */
export interface LastEvent {
  readonly position: bigint;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
}

/**
 * All that the log of a service up to a place says about what follows: the running maximum of `created`, raised by settled
 * instants. Whoever folds the same log comes to the same points, wherever he starts from one; so `recordedAt` is the same
 * for every reader, and after every restart.
 */
export interface LogPoint {
  /** Everything up to here has been looked at; undefined: nothing. */
  readonly place: Position | undefined;
  /** Milliseconds since 1970: no later event is recorded before. */
  readonly floor: number;
  readonly last: LastEvent | undefined;
}

export const LOG_START: LogPoint = { place: undefined, floor: 0, last: undefined };

/** Where a point stands, as the port counts; 0n: at the start. */
export function positionOf(point: LogPoint): bigint {
  return point.place?.commit ?? 0n;
}

/** The point after one more event of the log, and what a reader is to see of it: nothing of a settled instant. */
export function advanced(
  point: LogPoint,
  event: StoredEvent,
  names: StreamNames,
): { readonly point: LogPoint; readonly recorded?: RecordedEvent } {
  if (event.stream === names.settlements) {
    return { point: { ...point, place: event.place, floor: Math.max(point.floor, settledFloor(event)) } };
  }
  const floor = Math.max(point.floor, event.created);
  const last = { position: event.place.commit, eventId: event.id, stream: event.stream, revision: event.revision };
  const recorded = {
    ...streamEventOf(event, names.domain(event.stream)),
    position: last.position,
    recordedAt: new Date(floor).toISOString(),
  };
  return { point: { place: event.place, floor, last }, recorded };
}

/** What a settled instant is written as. */
export function settlementOf(floor: number): object {
  return { floor };
}

function settledFloor(event: StoredEvent): number {
  const { floor } = event.data as { readonly floor?: unknown };
  return typeof floor === 'number' ? floor : 0;
}
