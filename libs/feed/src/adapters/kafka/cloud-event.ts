import { eventContract, type ServiceName } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';

/** Where in its log an event stands, beside what the event says itself. */
export interface Place {
  readonly generation: string;
  /** Position of the event before it, 0n for the first: what makes a gap detectable, however positions are counted. */
  readonly previous: bigint;
}

/** How an event travels. */
export interface Passage extends Place {
  /** The W3C trace context of whoever sends it: of this hop, not of the event, which has its own among its metadata. */
  readonly traceparent?: string | undefined;
}

/** The attributes that decide whether a message is read at all. */
export interface Head extends Place {
  readonly position: bigint;
  readonly eventId: string;
}

/**
 * Why a message is not believed. It is skipped and counted, never parked: if the service's log has an event there, it
 * is read from the log, and that one is what the consumer gets.
 */
export type Oddity =
  | 'not-a-cloud-event'
  | 'of-another-source'
  | 'not-authentic'
  | 'unreadable'
  | 'too-large'
  | 'of-an-unknown-type'
  | 'of-another-generation'
  | 'not-in-the-log'
  | 'out-of-order';

/** An event is at most 256 KiB, its metadata and envelope far less; JSON of that is never longer. */
const LARGEST_VALUE = 1024 * 1024;
const POSITION = /^\d{1,19}$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const SMALL_NUMBER = /^\d{1,9}$/;

/** Who speaks: the service's log. */
export const sourceOf = (service: ServiceName): string => `/zhibu/${service}`;

/** What the stream is of: its name without the aggregate's, which may itself hold a `-`. */
function subjectOf({ type, stream }: RecordedEvent): string {
  const category = `${eventContract(type)?.aggregate ?? ''}-`;
  return stream.slice(stream.startsWith(category) ? category.length : stream.indexOf('-') + 1);
}

/** An event as a message: CloudEvents 1.0, binary mode; the value is the JSON of its data and its metadata. */
export function messageOf(
  service: ServiceName,
  event: RecordedEvent,
  { generation, previous, traceparent }: Passage,
): Message {
  const { stream, metadata, data } = event;
  const subject = subjectOf(event);
  return {
    key: subject,
    value: JSON.stringify({ data, metadata }),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: sourceOf(service),
      ce_type: event.type,
      ce_time: event.recordedAt,
      ce_subject: stream,
      ce_partitionkey: subject,
      ce_seq: event.position.toString(),
      ce_previous: previous.toString(),
      ce_generation: generation,
      ce_revision: String(event.revision),
      ce_schemaversion: String(event.schemaVersion),
      'content-type': 'application/json',
      ...(traceparent === undefined ? {} : { traceparent }),
    },
  };
}

/** Reads what decides whether a message of a service's topic is worth reading. */
export function headOf(service: ServiceName, { headers }: KafkaMessage): Head | Oddity {
  if (!headers || textOf(headers, 'ce_specversion') !== '1.0') return 'not-a-cloud-event';
  if (textOf(headers, 'ce_source') !== sourceOf(service)) return 'of-another-source';
  const eventId = textOf(headers, 'ce_id');
  const generation = textOf(headers, 'ce_generation');
  const position = textOf(headers, 'ce_seq');
  const previous = textOf(headers, 'ce_previous');
  if (!eventId || !generation || !POSITION.test(position) || !POSITION.test(previous)) return 'unreadable';
  return { eventId, generation, position: BigInt(position), previous: BigInt(previous) };
}

/** The trace context that a message was sent under, where it has one. */
export function traceparentOf({ headers = {} }: KafkaMessage): string | undefined {
  const traceparent = textOf(headers, 'traceparent');
  return TRACEPARENT.test(traceparent) ? traceparent : undefined;
}

/** Reads the event itself. */
export function eventOf({ headers = {}, value }: KafkaMessage, head: Head): RecordedEvent | Oddity {
  if (!value || value.length > LARGEST_VALUE) return value ? 'too-large' : 'unreadable';
  const type = textOf(headers, 'ce_type');
  // The log knows whether the event is from the future, or from nobody.
  if (!eventContract(type)) return 'of-an-unknown-type';
  const body = bodyOf(value);
  const place = placeOf(headers);
  return body && place ? { id: head.eventId, type, ...body, ...place, position: head.position } : 'unreadable';
}

function placeOf(
  headers: IHeaders,
): Pick<RecordedEvent, 'stream' | 'revision' | 'schemaVersion' | 'recordedAt'> | undefined {
  const stream = textOf(headers, 'ce_subject');
  const recordedAt = textOf(headers, 'ce_time');
  const revision = textOf(headers, 'ce_revision');
  const schemaVersion = textOf(headers, 'ce_schemaversion');
  if (
    stream === '' ||
    Number.isNaN(Date.parse(recordedAt)) ||
    !SMALL_NUMBER.test(revision) ||
    !SMALL_NUMBER.test(schemaVersion)
  )
    return undefined;
  return { stream, recordedAt, revision: Number(revision), schemaVersion: Number(schemaVersion) };
}

function bodyOf(value: Buffer): Pick<RecordedEvent, 'data' | 'metadata'> | undefined {
  try {
    const body: unknown = JSON.parse(value.toString('utf8'));
    return isBody(body) ? { data: body.data, metadata: body.metadata } : undefined;
  } catch {
    return undefined;
  }
}

/** Metadata are what the owning service's store took in; here only that there are some. */
function isBody(body: unknown): body is Pick<RecordedEvent, 'data' | 'metadata'> {
  if (typeof body !== 'object' || body === null || !('data' in body) || !('metadata' in body)) return false;
  return (
    typeof body.data === 'object' && body.data !== null && typeof body.metadata === 'object' && body.metadata !== null
  );
}

function textOf(headers: IHeaders, name: string): string {
  const value = headers[name];
  if (Array.isArray(value)) return '';
  return value === undefined ? '' : value.toString();
}
