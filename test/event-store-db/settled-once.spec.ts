import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { aCluster, aStore, closeAfterEach, record } from './opened.ts';

const PROCESSES = 5;

async function aLog() {
  const cluster = await aCluster();
  const stores = await Promise.all(Array.from({ length: PROCESSES }, () => aStore(cluster)));
  const last = (await record(stores[0] ?? (await aStore(cluster)), 3)).at(-1);
  await pause(5);
  return { cluster, stores, last };
}

describe('EventStoreDB stand-in: five processes settle at once', () => {
  closeAfterEach();

  it('one instant with one event, and all answer the same', async () => {
    const { cluster, stores, last } = await aLog();
    for (let round = 0; round < 5; round += 1) {
      const before = cluster.tally();
      const instant = new Date().toISOString();
      const answers = await Promise.all(stores.map((store) => store.settle(instant)));
      expect(answers).toEqual(stores.map(() => last?.position));
      expect(cluster.tally().since(before).eventsWritten('InstantSettled')).toBe(1);
      await pause(5);
    }
  });

  it('instants of their own with one event each at most, and none is lost', async () => {
    const { cluster, stores, last } = await aLog();
    const now = Date.now();
    const instants = stores.map((_, index) => new Date(now - index).toISOString());
    cluster.log.clock = () => Date.parse('2020-01-01T00:00:00Z');
    const before = cluster.tally();
    const answers = await Promise.all(stores.map((store, index) => store.settle(instants.at(index) ?? '')));
    expect(answers).toEqual(stores.map(() => last?.position));
    const written = cluster.tally().since(before).eventsWritten('InstantSettled');
    expect([written >= 1, written <= PROCESSES]).toEqual([true, true]);
    for (const store of stores)
      for (const { recordedAt } of await record(store, 1)) expect(recordedAt > (instants[0] ?? '')).toBe(true);
  });

  it('though the server shows nothing of what was settled before', async () => {
    const { cluster, stores, last } = await aLog();
    await stores[0]?.settle(new Date().toISOString());
    await pause(5);
    const shown = cluster.log.shown.bind(cluster.log);
    cluster.log.shown = (name) => (name === 'sample..settlements' ? { found: 'nothing' } : shown(name));
    expect(await stores[1]?.settle(new Date().toISOString())).toBe(last?.position);
  });
});
