import { afterEach } from '@jest/globals';
import {
  type AllStreamSubscription,
  EventStoreDBClient,
  jsonEvent,
  type Position,
  type ResolvedEvent,
} from '@eventstore/db-client';
import type { StandIn, StandInNode } from '../support/event-store-db/stand-in.ts';

const clients: EventStoreDBClient[] = [];

/** Closes every client that a test of this file made. */
export function closeClientsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.dispose()));
  });
}

/** The client by itself, without the adapter. @param options as in a connection string: `name=value`, joined by `&` */
export function aClient(cluster: StandIn, options = ''): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(
    options === '' ? cluster.connectionString : `${cluster.connectionString}&${options}`,
  );
  clients.push(client);
  return client;
}

/** The client at one node, which it does not leave unless told by it. */
export function aClientAt(node: StandInNode, options = ''): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(
    `esdb://${node.address}?${['tls=false', options].filter(Boolean).join('&')}`,
  );
  clients.push(client);
  return client;
}

/** Events of the type "Happened", told apart by their number. */
export function happened(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) => jsonEvent({ type: 'Happened', data: { number: from + index } }));
}

/** What a read gives: stream and revision of each event. */
export async function placesIn(reading: AsyncIterable<ResolvedEvent>): Promise<readonly string[]> {
  const places: string[] = [];
  for await (const { event } of reading) if (event) places.push(`${event.streamId}@${event.revision}`);
  return places;
}

/** The error that something ends with. */
export async function failureOf(doing: Promise<unknown>): Promise<unknown> {
  return doing.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: unknown) => error,
  );
}

/** What a subscription tells: events by stream and revision, checkpoints, and that it has caught up, in order. */
export function followed(subscribe: (reached: (place: Position) => void) => AllStreamSubscription) {
  const told: string[] = [];
  const ended = new Promise<unknown>((resolve) => {
    const subscription = subscribe((place) => told.push(`checkpoint ${place.commit}`));
    subscription.on('data', ({ event }) => told.push(`${event?.streamId}@${event?.revision}`));
    subscription.on('caughtUp', () => told.push('caught up'));
    subscription.on('error', resolve);
  });
  return { told, ended };
}
