import { describe, expect, it } from '@jest/globals';
import { firstEvents, someEvents } from '@zhibu/event-store/testing';
import { randomUUID } from 'node:crypto';
import { aCluster, aStore, closeAfterEach, foreignEvents, record, until, wholeLog } from './opened.ts';

describe('EventStoreDB stand-in: how far the log was looked at', () => {
  closeAfterEach();

  it('persists how far a filter has looked that finds nothing, and begins there the next time', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    await record(store, 3);
    const quietSince = cluster.log.records.at(-1)?.position ?? 0n;
    foreignEvents(cluster, 15_000);
    await until(() => cluster.log.stream('sample-marks') !== undefined);
    await store.close();
    const before = cluster.node.behaviour.subscribedFrom.length;
    const next = await aStore(cluster);
    expect(cluster.node.behaviour.subscribedFrom[before]).toBeGreaterThan(quietSince);
    const log = await wholeLog(next);
    expect(log).toHaveLength(3);
    expect((await next.head())?.position).toBe(log.at(-1)?.position);
    expect(await record(next, 1)).toHaveLength(1);
  });

  it('gives every reader the same instants, wherever he begins and whoever followed, though clocks go back', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    let now = Date.now();
    const swings = [0, 50_000, -40_000, 3, -2, 100, -90_000, 7];
    let turn = 0;
    cluster.log.clock = () => {
      turn += 1;
      now += swings[turn % swings.length] ?? 0;
      return now;
    };
    for (let round = 0; round < 8; round += 1) await record(store, 320);
    const read = await wholeLog(store, 333);
    expect(read).toHaveLength(2560);
    await until(() => (cluster.log.stream('sample-marks')?.length ?? 0) >= 4);
    const instants = read.map((event) => event.recordedAt);
    expect(instants).toEqual(instants.toSorted());
    expect(new Set(cluster.log.records.map((event) => event.created)).size).toBeGreaterThan(10);
    const fresh = await aStore(cluster);
    expect(await wholeLog(fresh, 777)).toEqual(read);
    for (const index of [0, 499, 500, 501, 1300, 2558]) {
      const event = read[index];
      if (!event) throw new Error('the log is shorter than it was');
      expect(await fresh.readLog(event.position, 3)).toEqual(read.slice(index + 1, index + 4));
      expect(await fresh.recorded(event.stream, { from: event.revision, to: event.revision })).toEqual([event]);
    }
  });

  it('settles an instant in the log, so that every process and every later one keeps it, and only where it must', async () => {
    const cluster = await aCluster();
    const [one, other] = [await aStore(cluster), await aStore(cluster)];
    const [first] = await record(one, 1);
    cluster.log.clock = () => Date.parse('2020-01-01T00:00:00Z');
    const instant = new Date().toISOString();
    expect(await other.settle(instant)).toBe(first?.position);
    expect(await one.settle(instant)).toBe(first?.position);
    expect(await one.settle(first?.recordedAt ?? '')).toBe(first?.position);
    expect(cluster.log.stream('sample..settlements')).toHaveLength(1);
    const [later] = await record(one, 1);
    expect((later?.recordedAt ?? '') > instant).toBe(true);
    expect(await wholeLog(await aStore(cluster))).toEqual([first, later]);
  });

  it('keeps to the later of two instants that processes settled beside each other, whichever stands last', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    await record(store, 1);
    cluster.log.clock = () => Date.parse('2020-01-01T00:00:00Z');
    const instant = new Date().toISOString();
    await store.settle(instant);
    const earlier = {
      id: randomUUID(),
      type: 'InstantSettled',
      contentType: 'application/json',
      data: Buffer.from('{"floor":1}'),
      customMetadata: Buffer.from('{}'),
    };
    cluster.log.append('sample..settlements', 'any', [earlier]);
    const [later] = await record(store, 1);
    expect((later?.recordedAt ?? '') > instant).toBe(true);
  });

  it('shows one process at once what another has appended', async () => {
    const cluster = await aCluster();
    const [one, other] = [await aStore(cluster), await aStore(cluster)];
    for (let round = 0; round < 20; round += 1) {
      const last = (await record(one, 2)).at(-1);
      expect(await other.head()).toMatchObject({ position: last?.position, eventId: last?.id });
    }
  });

  it('believes no checkpoint that overtakes an event, as servers were seen to send', async () => {
    const cluster = await aCluster();
    cluster.node.behaviour.checkpointsTooFar = true;
    const store = await aStore(cluster);
    for (let round = 0; round < 5; round += 1) {
      await record(store, 3);
      cluster.node.behaviour.hangUp();
    }
    const events = await firstEvents(await aStore(cluster), 15);
    expect(events).toEqual(await wholeLog(store));
  });

  it('needs no word from the server that it has caught up, which those before 23.10 do not give', async () => {
    const cluster = await aCluster();
    cluster.node.behaviour.saysCaughtUp = false;
    await record(await aStore(cluster), 3);
    foreignEvents(cluster, 700);
    const store = await aStore(cluster);
    expect(await wholeLog(store)).toHaveLength(3);
    await store.append('sample-x', 'no-stream', someEvents(2));
    expect((await store.head())?.position).toBe((await wholeLog(store)).at(-1)?.position);
  });
});
