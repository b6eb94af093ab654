import type { RecordedEvent } from '@zhibu/kernel';

/** The W3C traceparent under which an event goes on from here; undefined: under the one it was recorded with, or none. */
export type TraceOf = (event: RecordedEvent) => string | undefined;

/** By the metadata, for an event that is upcasted is another object and keeps them. */
const carriers = new WeakMap<RecordedEvent['metadata'], string>();

/** Notes, beside an event, under which span (a W3C traceparent) it was carried here: what is recorded of it stays as it is. */
export function carriedUnder(event: RecordedEvent, traceparent: string): void {
  carriers.set(event.metadata, traceparent);
}

/** The W3C traceparent that whoever takes an event continues: of whoever carried it, else the one it was recorded with. */
export const carrierOf: TraceOf = ({ metadata }) => carriers.get(metadata) ?? metadata.traceparent;
