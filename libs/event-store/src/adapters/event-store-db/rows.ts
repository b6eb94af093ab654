import type { AllStreamRecordedEvent, Position, RecordedEvent as ServerEvent } from '@eventstore/db-client';
import type { EventMetadata } from '@zhibu/kernel';
import type { PlacedEvent, WrittenEvent } from '../../content.ts';
import { type Appended, StoreDamaged, type StreamEvent } from '../../port.ts';
import { damaged } from './errors.ts';

/** An event as the server gives it, by the server's name of its stream. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
  /** Milliseconds since 1970 by the clock of the node that took it: goes back when another node leads. */
  readonly created: number;
  readonly place: Position;
}

/** What goes with an event beside its data: its own metadata, and what the server has no field for. */
interface Envelope {
  readonly schemaVersion: number;
  /** The append it came in, by its first and last revision: what makes a repeat the same append. */
  readonly append: AppendBounds;
  readonly metadata: EventMetadata;
}

/**
 * @throws StoreDamaged when the event has no single place in the log: written by the old protocol's transactions, or
 * read from a server older than 22.6, which does not tell
 */
export function storedEventOf(event: ServerEvent | AllStreamRecordedEvent): StoredEvent {
  const { position } = event;
  if (!position || (position.commit !== position.prepare && !isSystem(event))) {
    throw new StoreDamaged(
      `${event.streamId}@${event.revision} has no single place in the log: a server of 23.10 or newer is needed, written to by this platform only`,
    );
  }
  return {
    stream: event.streamId,
    revision: Number(event.revision),
    id: event.id.toLowerCase(),
    type: event.type,
    data: event.data as object,
    metadata: event.metadata as object,
    created: event.created.getTime(),
    place: position,
  };
}

/** An event to be appended, as the client takes it. */
export function sentEvent(event: WrittenEvent, answer: Appended) {
  const envelope: Envelope = {
    schemaVersion: event.schemaVersion,
    append: [answer.firstRevision, answer.lastRevision],
    metadata: JSON.parse(event.metadata) as EventMetadata,
  };
  return ownEvent({ id: event.id, type: event.type, data: JSON.parse(event.data) as object, metadata: envelope });
}

/** An event of any kind in the client's form. */
export function ownEvent(event: {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata?: object;
}) {
  return {
    id: event.id,
    type: event.type,
    contentType: 'application/json' as const,
    data: event.data as Record<string, unknown>,
    metadata: { ...event.metadata } as Record<string, unknown>,
  };
}

/** The first and last revision of the append that an event came in. */
export type AppendBounds = readonly [number, number];

export function boundsOf(event: StoredEvent): AppendBounds {
  return envelopeOf(event).append;
}

/** A stored event in the port's form. @throws StoreDamaged when this adapter did not write it */
export function streamEventOf(event: StoredEvent, stream: string): StreamEvent {
  const { schemaVersion, metadata } = envelopeOf(event);
  return {
    id: event.id,
    type: event.type,
    schemaVersion,
    data: event.data,
    metadata,
    stream,
    revision: event.revision,
  };
}

/** A stored event as its hash covers it: JSON written, read and written again is the same JSON. */
export function placedEventOf(event: StoredEvent, stream: string): PlacedEvent {
  const { schemaVersion, metadata, append } = envelopeOf(event);
  return {
    stream,
    revision: event.revision,
    firstRevision: append[0],
    lastRevision: append[1],
    id: event.id,
    type: event.type,
    schemaVersion,
    data: JSON.stringify(event.data),
    metadata: JSON.stringify(metadata),
  };
}

/** Whether the server, or an administrator by it, wrote an event: a tombstone, metadata, a link. */
export function isSystem({ type }: { readonly type: string }): boolean {
  return type.startsWith('$');
}

/** Whether this adapter wrote an event of the domain. */
export function isOurs(event: StoredEvent): boolean {
  return !isSystem(event) && foundEnvelope(event) !== undefined;
}

function envelopeOf(event: StoredEvent): Envelope {
  const envelope = foundEnvelope(event);
  if (envelope) return envelope;
  throw damaged(event.stream, `its event ${event.revision} (${event.type}) was not written by this platform`);
}

function foundEnvelope(event: StoredEvent): Envelope | undefined {
  const { schemaVersion, append, metadata } = (event.metadata ?? {}) as Partial<Envelope>;
  return typeof schemaVersion === 'number' && Array.isArray(append) && metadata
    ? { schemaVersion, append, metadata }
    : undefined;
}
