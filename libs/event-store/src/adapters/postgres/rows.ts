import type { EventMetadata, RecordedEvent } from '@zhibu/kernel';
import type { StreamEvent } from '../../port.ts';

/** What a stream is read by; `json` comes parsed, int8 as text. */
export const EVENT_COLUMNS = 'e.stream, e.revision, e.id, e.type, e.schema_version, e.data, e.metadata';
export const LOG_COLUMNS = `${EVENT_COLUMNS}, l.seq, l.recorded_at`;

/** A row by its columns' order: a million objects with named columns would be made only to be thrown away. */
export type EventRow = readonly [string, number, string, string, number, object, EventMetadata];
export type LogRow = readonly [...EventRow, string, string];

export function streamEventOf(row: EventRow): StreamEvent {
  return {
    id: row[2],
    type: row[3],
    schemaVersion: row[4],
    data: row[5],
    metadata: row[6],
    stream: row[0],
    revision: row[1],
  };
}

// A batch of the sealer shares one instant: remembering the last one spares writing it a hundred times.
let lastMilliseconds = '';
let lastInstant = '';

/** RFC 3339 of milliseconds since 1970, as int8 comes from the database. */
export function instantOf(milliseconds: string): string {
  if (milliseconds !== lastMilliseconds) {
    lastInstant = new Date(Number(milliseconds)).toISOString();
    lastMilliseconds = milliseconds;
  }
  return lastInstant;
}

export function recordedEventOf(row: LogRow): RecordedEvent {
  return {
    id: row[2],
    type: row[3],
    schemaVersion: row[4],
    data: row[5],
    metadata: row[6],
    stream: row[0],
    revision: row[1],
    position: BigInt(row[7]),
    recordedAt: instantOf(row[8]),
  };
}
