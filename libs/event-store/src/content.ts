import { createHash } from 'node:crypto';
import type { NewEvent } from '@zhibu/kernel';
import { AppendTooLarge, EventIdReused, limits } from './port.ts';

/** An event as its bytes are kept: JSON written once, never again. */
export interface WrittenEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: string;
  readonly metadata: string;
}

/** A written event in its place: everything that its hash covers. */
export interface PlacedEvent extends WrittenEvent {
  readonly stream: string;
  readonly revision: number;
  /** The append it came in, by its first and last revision. */
  readonly firstRevision: number;
  readonly lastRevision: number;
}

/** The chain before the first event of a log. */
export const CHAIN_START = Buffer.alloc(32);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Writes events down as every adapter keeps them. Ids are compared in lower case.
 * @throws AppendTooLarge over one of the limits; EventIdReused when one append names an id twice; TypeError when there
 * is no event or an id is not a UUID
 */
export function written(events: readonly NewEvent[]): readonly WrittenEvent[] {
  if (events.length === 0) throw new TypeError('an append has at least one event');
  if (events.length > limits.eventsAnAppend)
    throw new AppendTooLarge(`${events.length} events in one append; at most ${limits.eventsAnAppend}`);
  const result = events.map((event) => ({
    id: event.id.toLowerCase(),
    type: event.type,
    schemaVersion: event.schemaVersion,
    data: JSON.stringify(event.data),
    metadata: JSON.stringify(event.metadata),
  }));
  for (const { id } of result) if (!UUID.test(id)) throw new TypeError(`${id} is not a UUID`);
  if (new Set(result.map((event) => event.id)).size < result.length)
    throw new EventIdReused('one append names an event id twice');
  refuseTooLarge(result);
  return result;
}

function refuseTooLarge(events: readonly WrittenEvent[]): void {
  let total = 0;
  for (const event of events) {
    const bytes = Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
    if (bytes > limits.bytesAnEvent)
      throw new AppendTooLarge(`event ${event.id} has ${bytes} bytes; at most ${limits.bytesAnEvent}`);
    total += bytes;
  }
  if (total > limits.bytesAnAppend)
    throw new AppendTooLarge(`${total} bytes in one append; at most ${limits.bytesAnAppend}`);
}

/** SHA-256 over an event, unambiguous by the lengths in it; `content_of` in the migration computes the same. */
export function contentOf(event: PlacedEvent): Buffer {
  const { stream, revision, firstRevision, lastRevision, id, type, schemaVersion, data, metadata } = event;
  const lengths = [stream, type, data].map((text) => Buffer.byteLength(text));
  const fields = [revision, firstRevision, lastRevision, id, schemaVersion, ...lengths, stream, type, data, metadata];
  return createHash('sha256').update(fields.join(',')).digest();
}

/** Whatever stands in a hash, the cheapest to compare first. */
const COVERED = [
  'id',
  'revision',
  'stream',
  'firstRevision',
  'lastRevision',
  'type',
  'schemaVersion',
  'data',
  'metadata',
] as const satisfies readonly (keyof PlacedEvent)[];

/** Whether two events are the same in the same place: exactly where {@link contentOf} is the same, without hashing. */
export function isSamePlaced(one: PlacedEvent, other: PlacedEvent): boolean {
  return COVERED.every((name) => one[name] === other[name]);
}

/** The place of an event in the log. */
export interface LogLink {
  readonly seq: bigint;
  readonly pos: bigint;
  /** Milliseconds since 1970, UTC. */
  readonly recordedAt: bigint;
}

/** SHA-256(chain before ‖ seq ‖ pos ‖ recordedAt ‖ content), integers as 8 bytes; `seal` in the migration computes the same. */
export function chainOf(before: Uint8Array, link: LogLink, content: Uint8Array): Buffer {
  const place = Buffer.alloc(24);
  place.writeBigInt64BE(link.seq, 0);
  place.writeBigInt64BE(link.pos, 8);
  place.writeBigInt64BE(link.recordedAt, 16);
  return createHash('sha256').update(before).update(place).update(content).digest();
}
