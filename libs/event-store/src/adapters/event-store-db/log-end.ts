import type { Position } from '@eventstore/db-client';
import type { Connection } from './connection.ts';
import type { StreamNames } from './streams.ts';

/** The end of `$all`, and what has to be followed before it can be said that the log was looked at up to there. */
export interface LogEnd {
  readonly place: Position;
  /** A position that the ledger comes to: of our last event, or within the reach of the server's checkpoints. 0n: none. */
  readonly reach: bigint;
}

/**
 * Reads the last event of `$all`; undefined when nothing stands beyond what is known. Where it is somebody else's, one page
 * more says what of ours stands before it: never a second one, since before its beginning the server's checkpoints have
 * told how far the log was looked at.
 * @param known everything up to here was looked at
 * @param page events that the server may let pass by without telling how far it has come
 */
export async function endOfLog(
  { connection, names }: { readonly connection: Connection; readonly names: StreamNames },
  known: bigint,
  page: number,
): Promise<LogEnd | undefined> {
  const [end] = await connection.lastPlaces(undefined, 1);
  if (!end || end.place.commit <= known) return undefined;
  const isOurs = ({ stream }: { readonly stream: string }): boolean => stream.startsWith(names.prefix);
  if (isOurs(end)) return { place: end.place, reach: end.place.commit };
  const before = await connection.lastPlaces(end.place, page);
  const last = before.find(isOurs) ?? (before.length === page ? before.at(-1) : undefined);
  return { place: end.place, reach: last?.place.commit ?? 0n };
}
