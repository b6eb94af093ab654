import { firstAt, type ServerRecord, TOMBSTONE } from './records.ts';
import type { StreamHistory } from './stream-history.ts';

/**
 * What a scavenge leaves of a stream: what readers are shown, and always its last event, from which the server knows how
 * far the stream had come; of a tombstoned one the tombstone alone
 * (https://developers.eventstore.com/server/v23.10/operations.html, scavenging).
 */
export function kept(
  { records, tombstoned }: StreamHistory,
  firstShown: bigint,
): { readonly stays: ServerRecord[]; readonly goes: readonly ServerRecord[] } {
  const first = tombstoned
    ? records.findIndex(({ type }) => type === TOMBSTONE)
    : Math.min(
        firstAt(records, firstShown, ({ revision }) => revision),
        records.length - 1,
      );
  const cut = Math.max(first, 0);
  return { stays: records.slice(cut), goes: records.slice(0, cut) };
}
