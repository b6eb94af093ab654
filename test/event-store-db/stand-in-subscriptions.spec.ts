import { describe, expect, it } from '@jest/globals';
import { type EventStoreDBClient, START, streamNameFilter, TimeoutError } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { aClient, closeClientsAfterEach, followed, happened } from './client.ts';
import { aCluster, closeAfterEach, until } from './opened.ts';

/** Three records stand in a new cluster before anybody writes. */
const SYSTEM_RECORDS = 3;

const EVENT = {
  type: 'Happened',
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify({ text: 'x'.repeat(2_000) })),
  customMetadata: Buffer.from('{}'),
};

function following(client: EventStoreDBClient, windows: { maxSearchWindow: number; checkpointInterval: number }) {
  return followed((reached) =>
    client.subscribeToAll({
      fromPosition: START,
      filter: streamNameFilter({ prefixes: ['round-'], ...windows, checkpointReached: (_, place) => reached(place) }),
    }),
  );
}

describe('EventStoreDB stand-in: subscriptions', () => {
  closeAfterEach();
  closeClientsAfterEach();

  it('ends a live subscription whose reader takes nothing, when 32 messages are kept for it', async () => {
    const cluster = await aCluster();
    const subscription = aClient(cluster).subscribeToAll({ filter: streamNameFilter({ prefixes: ['round-'] }) });
    const fault = new Promise((resolve) => {
      subscription.on('error', resolve);
    });
    let taken = 0;
    subscription.on('data', () => {
      taken += 1;
    });
    await once(subscription, 'caughtUp');
    subscription.pause();
    // Clients of one process share their connections, and what one reader does not take nobody else gets: another process appends.
    for (let round = 0; cluster.tally().subscriptionsDropped === 0 && round < 1_000; round += 1) {
      cluster.log.append('round-1', 'any', [{ ...EVENT, id: randomUUID() }]);
      await turn();
    }
    expect(cluster.tally().subscriptionsDropped).toBe(1);
    subscription.resume();
    expect(await fault).toBeInstanceOf(TimeoutError);
    expect(taken).toBeGreaterThan(32);
    expect(taken).toBeLessThan(cluster.log.stream('round-1')?.length ?? 0);
  });

  it('says why, with a code that the client takes for a timeout', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    const open = following(client, { maxSearchWindow: 32, checkpointInterval: 1 });
    await until(() => open.told.includes('caught up'));
    cluster.node.behaviour.dropSubscriptions();
    const error = await open.ended;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      code: 10,
      message: expect.stringContaining('Consumer too slow to handle event while live. Client resubscription required.'),
    });
  });

  it('drops nobody who takes what comes, however much is appended together', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    const open = following(client, { maxSearchWindow: 500, checkpointInterval: 1 });
    await until(() => open.told.includes('caught up'));
    for (let round = 0; round < 4; round += 1) await client.appendToStream('round-1', happened(500));
    await until(() => open.told.filter((word) => word.startsWith('round-1')).length === 2_000);
    expect(cluster.tally().subscriptionsDropped).toBe(0);
  });

  it('tells in catching up how far it has come after each window of records, and not at the end', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('other-1', happened(12 - SYSTEM_RECORDS));
    await client.appendToStream('round-1', happened(2));
    await client.appendToStream('other-1', happened(3));
    const { told } = following(client, { maxSearchWindow: 5, checkpointInterval: 1 });
    await until(() => told.includes('caught up'));
    const places = cluster.log.records.map(({ position }) => position);
    // Pages of five: where the first two begin, nothing matched; the third is told by its last event; the fourth is the end.
    expect(told).toEqual([
      `checkpoint ${places[0]}`,
      `checkpoint ${places[5]}`,
      'round-1@0',
      'round-1@1',
      `checkpoint ${places[13]}`,
      'caught up',
    ]);
  });

  it('counts live every record, matching or not, from where catching up left off', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    const { told } = following(client, { maxSearchWindow: 5, checkpointInterval: 2 });
    await until(() => told.includes('caught up'));
    await client.appendToStream('round-1', happened(1));
    await client.appendToStream('other-1', happened(6));
    await client.appendToStream('round-1', happened(1));
    await until(() => told.includes('round-1@1'));
    const tenth = cluster.log.records[9]?.position;
    expect(told).toEqual(['caught up', 'round-1@0', `checkpoint ${tenth}`, 'round-1@1']);
  });

  it('begins after the position given, and says on an old server no word of having caught up', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    cluster.node.behaviour.saysCaughtUp = false;
    const { position } = await client.appendToStream('round-1', happened(2));
    await client.appendToStream('round-2', happened(1));
    const told: unknown[] = [];
    const filter = streamNameFilter({ prefixes: ['round-'] });
    client
      .subscribeToAll({ fromPosition: position ?? START, filter })
      .on('data', ({ event }) => told.push(event?.streamId))
      .on('caughtUp', () => told.push('caught up'));
    await until(() => told.length > 0);
    await client.appendToStream('round-3', happened(1));
    await until(() => told.length > 1);
    expect(told).toEqual(['round-2', 'round-3']);
  });
});
