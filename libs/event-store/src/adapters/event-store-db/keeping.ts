import type { Connection } from './connection.ts';

/** What is written first to a stream, and each so many events after, is followed by a look whether the stream is limited. */
const EVENTS_A_LOOK = 256;

export interface Kept {
  readonly stream: string;
  /** The server may throw away all but so many of its last events: nothing depends on them. */
  readonly events: number;
  /** Of the event written just now. */
  readonly revision: number;
}

/**
 * Limits a stream of the adapter's own, unless somebody has decided about it. An operator may have kept the right to himself,
 * and then does it himself: so it never fails.
 */
export function keepLast(connection: Connection, { stream, events, revision }: Kept): void {
  if (revision % EVENTS_A_LOOK !== 0) return;
  connection
    .metadataOf(stream)
    .then((metadata) =>
      metadata.maxCount === undefined ? connection.setMetadata(stream, { ...metadata, maxCount: events }) : undefined,
    )
    .catch(() => undefined);
}
