/** An event as it was sent; bodies are bytes that nobody looks into. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
}

export interface ServerRecord extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position, which are one unless somebody uses the transactions of the old protocol. */
  readonly position: bigint;
  /** Milliseconds since 1970 by the clock of the node that led. */
  readonly created: number;
}

/** The revision of a tombstone (`EventNumber.DeletedStream`); as `$tb` it says that a stream is deleted and may come back. */
export const LARGEST_REVISION = 9_223_372_036_854_775_807n;
export const TOMBSTONE = '$streamDeleted';
export const METADATA = '$metadata';

/** The stream that holds the metadata of a stream. */
export function metadataStreamOf(stream: string): string {
  return `$$${stream}`;
}

/** The index of the first record at or beyond a number by which the records are ordered. */
export function firstAt(
  records: readonly ServerRecord[],
  number: bigint,
  of: (record: ServerRecord) => bigint = ({ position }) => position,
): number {
  let low = 0;
  for (let high = records.length; low < high;) {
    const middle = (low + high) >>> 1;
    const record = records[middle];
    if (record && of(record) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
