import { describe, expect, it } from '@jest/globals';
import { streamNameFilter } from '@eventstore/db-client';
import { Tally } from '../support/event-store-db/tally.ts';
import { aClient, closeClientsAfterEach, followed, happened, placesIn } from './client.ts';
import { aCluster, closeAfterEach, until } from './opened.ts';

describe('EventStoreDB stand-in: what it counts', () => {
  closeAfterEach();
  closeClientsAfterEach();

  it('counts requests, events told and events written by kind', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(3));
    await client.setStreamMetadata('round-1', { maxCount: 2 });
    await placesIn(client.readStream('round-1', { requiresLeader: true }));
    await placesIn(client.readAll({ maxCount: 4 }));
    await client.deleteStream('round-1');
    await client.tombstoneStream('round-2');
    const tally = cluster.tally();
    const appends = tally.requests('append') + tally.requests('batch-append');
    expect([appends, tally.requests('read-stream'), tally.requests('read-all')]).toEqual([2, 1, 1]);
    expect([tally.requests('delete'), tally.requests('tombstone'), tally.demandingLeader]).toEqual([1, 1, 1]);
    expect([tally.eventsTold('read-stream'), tally.eventsTold('read-all'), tally.eventsTold()]).toEqual([2, 4, 6]);
    expect(['Happened', '$metadata', '$streamDeleted'].map((type) => tally.eventsWritten(type))).toEqual([3, 2, 1]);
    expect(tally.eventsWritten()).toBe(6);
  });

  it('counts what a subscription tells: events, and how far it has come', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    const filter = streamNameFilter({ prefixes: ['round-'], maxSearchWindow: 4, checkpointInterval: 1 });
    const { told } = followed((reached) =>
      client.subscribeToAll({ filter: { ...filter, checkpointReached: (_, place) => reached(place) } }),
    );
    await until(() => told.includes('caught up'));
    const before = cluster.tally();
    await client.appendToStream('round-1', happened(2));
    await client.appendToStream('other-1', happened(8));
    await until(() => told.filter((word) => word.startsWith('checkpoint')).length >= 2);
    const counted = cluster.tally().since(before);
    expect([counted.requests('subscribe'), counted.eventsTold('subscribe')]).toEqual([0, 2]);
    expect(counted.checkpointsTold).toBeGreaterThanOrEqual(2);
  });

  it('tells connections apart by the name that each gives itself, and one moment from another', async () => {
    const cluster = await aCluster();
    const [one, other] = [aClient(cluster, 'connectionName=one'), aClient(cluster, 'connectionName=other')];
    await one.appendToStream('round-1', happened(1));
    const earlier = cluster.tally();
    await one.appendToStream('round-1', happened(2));
    await placesIn(other.readStream('round-1'));
    expect(cluster.tally('one').eventsWritten()).toBe(3);
    expect(cluster.tally('other').requests('read-stream')).toBe(1);
    expect(cluster.tally('other').eventsWritten()).toBe(0);
    const later = cluster.tally().since(earlier);
    expect([later.eventsWritten(), later.eventsTold()]).toEqual([2, 3]);
  });

  it('counts nodes by themselves and together, and what another process asked for as well', async () => {
    const cluster = await aCluster(3);
    await aClient(cluster).appendToStream('round-1', happened(1));
    expect(cluster.node.counts.tally().eventsWritten()).toBe(1);
    expect(cluster.tally().requests('gossip')).toBeGreaterThan(0);
    const sent: Readonly<Record<string, number>> = JSON.parse(JSON.stringify(cluster.tally()));
    expect(Tally.of(sent).requests()).toBe(cluster.tally().requests());
  });
});
