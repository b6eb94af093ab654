import { firstAt, LARGEST_REVISION, type ServerRecord } from './records.ts';
import type { StreamHistory } from './stream-history.ts';

/** Who may do what with a stream, by roles: `$r`, `$w`, `$d`, `$mr`, `$mw`. */
export type Acl = Readonly<Partial<Record<'$r' | '$w' | '$d' | '$mr' | '$mw', string | readonly string[]>>>;

/** What the metadata of a stream says (https://developers.eventstore.com/server/v23.10/streams.html). */
export interface StreamMetadata {
  readonly $tb?: number;
  readonly $maxCount?: number;
  /** Seconds. */
  readonly $maxAge?: number;
  readonly $acl?: Acl;
}

/** What `$settings` says of streams that say nothing themselves. */
export interface DefaultAcls {
  readonly $userStreamAcl?: Acl;
  readonly $systemStreamAcl?: Acl;
}

/** Streams of metadata keep their last event only. */
export const METADATA_OF_METADATA: StreamMetadata = { $maxCount: 1 };

/** What stands in an event of metadata; nothing where it is none, or broken. */
export function metadataIn(record: ServerRecord | undefined): StreamMetadata & DefaultAcls {
  if (!record || record.data.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(record.data).toString()) as StreamMetadata & DefaultAcls;
  } catch {
    return {};
  }
}

/** JSON of JavaScript does not hold the largest revision exactly. */
export function isSoftDeleted({ $tb }: StreamMetadata): boolean {
  return $tb !== undefined && $tb >= Number(LARGEST_REVISION);
}

/** The first revision that a reader of the stream is shown; reading `$all` knows no such limit until a scavenge. */
export function firstShown(history: StreamHistory, metadata: StreamMetadata, now: number): bigint {
  if (isSoftDeleted(metadata)) return LARGEST_REVISION;
  const { $tb = 0, $maxCount = Infinity, $maxAge = Infinity } = metadata;
  const byCount = Math.max($tb, history.last + 1 - $maxCount, 0);
  const first = BigInt(byCount);
  if ($maxAge === Infinity) return first;
  const { records } = history;
  const young = records
    .slice(firstAt(records, first, ({ revision }) => revision))
    .find(({ created }) => created >= now - $maxAge * 1000);
  return young?.revision ?? BigInt(history.last + 1);
}
