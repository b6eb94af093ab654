import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  InvalidArgumentError,
  type Position,
  UnknownError,
} from '@eventstore/db-client';
import type { Cluster } from './cluster.ts';
import { collected } from './reading.ts';

/** What stands where a scavenge has removed an event, in the place of its id. */
export const SCAVENGED = 'scavenged';

/** An event of `$all`, of whoever: its stream by the server's name, and its place. */
export interface PlacedStream {
  readonly stream: string;
  readonly place: Position;
}

/** Stream and place of the last events of `$all`, going backwards. @param before undefined: from the end */
export function lastPlaces(
  cluster: Cluster,
  before: Position | undefined,
  maxCount: number,
): Promise<readonly PlacedStream[]> {
  return cluster.ask(async (client) => {
    const resolved = await collected(
      client.readAll({ direction: BACKWARDS, fromPosition: before ?? END, maxCount, requiresLeader: true }),
    );
    return resolved.flatMap(({ event, link }) => {
      const found = link ?? event;
      return found?.position ? [{ stream: found.streamId, place: found.position }] : [];
    });
  });
}

/**
 * What stands at a place of `$all`: the id of an event; `SCAVENGED` where nothing stands any more, but the server takes the
 * place for one of its log and has events behind it; undefined: it is no place, or the log ends before.
 */
export async function standingAt(cluster: Cluster, place: Position): Promise<string | undefined> {
  const read = async (client: EventStoreDBClient) =>
    collected(client.readAll({ direction: FORWARDS, fromPosition: place, maxCount: 1, requiresLeader: true })).catch(
      (error: unknown) => {
        // The server answers errors of many kinds to a place where no event begins.
        if (error instanceof UnknownError || error instanceof InvalidArgumentError) return [];
        throw error;
      },
    );
  const [found] = await cluster.ask(read);
  if (!found) return undefined;
  return found.event?.position?.commit === place.commit ? found.event.id.toLowerCase() : SCAVENGED;
}
