import type { Filter } from './filter.ts';
import { firstAt, type ServerRecord } from './records.ts';

/** The server reads so many matching events at once. */
const BATCH = 32;

/** What a catch-up subscription finds at once. */
export interface LogPage {
  readonly matching: readonly ServerRecord[];
  /** So many records were looked at. */
  readonly looked: number;
  /** What a checkpoint behind it says: the last event that matches, else where the page began; undefined at the end of the log. */
  readonly place: bigint | undefined;
  /** Up to here everything was looked at. */
  readonly reached: bigint;
}

/** The next page behind a position, of the records that are shown: until enough match, or enough were looked at. */
export function pageAfter(
  position: bigint,
  { records, end }: { readonly records: readonly ServerRecord[]; readonly end: number },
  { matches, window }: Filter,
): LogPage {
  const start = firstAt(records, position + 1n);
  const matching: ServerRecord[] = [];
  let reached = position;
  let looked = 0;
  for (const record of records.slice(start, Math.min(end, start + window))) {
    if (matching.length === BATCH) break;
    if (matches(record)) matching.push(record);
    reached = record.position;
    looked += 1;
  }
  return { matching, looked, place: matching.at(-1)?.position ?? records[start]?.position, reached };
}
