import { describe, expect, it } from '@jest/globals';
import { CheckpointLost, type EventStore, StoreDamaged } from '@zhibu/event-store';
import { firstEvents, someEvents } from '@zhibu/event-store/testing';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { aCluster, aStore, closeAfterEach, record, until, wholeLog } from './opened.ts';

/** Two processes on a log of two streams, `x` with three events and `y` with one. */
async function twoStreams() {
  const cluster = await aCluster();
  const [store, other] = [await aStore(cluster), await aStore(cluster)];
  await store.append('x', 'no-stream', someEvents(3));
  await store.append('y', 'no-stream', someEvents(1));
  return { cluster, store, other, before: await wholeLog(store) };
}

const namesIn = async (store: EventStore): Promise<readonly unknown[]> =>
  (await store.faults()).map(({ stream }) => stream);
const damaged = async (store: EventStore): Promise<boolean> => (await store.faults()).length > 0;

/** Everything that an administrator can take away, and what the stream is then said to be. */
const takings: readonly [string, (cluster: StandIn, stream: string) => void, RegExp][] = [
  ['a tombstone', ({ log }, stream) => log.tombstone(stream, 'any'), /deleted for good \(a tombstone\)/],
  ['a deletion', ({ log }, stream) => log.delete(stream, 'any'), /it was deleted; .*\$tb/],
  ['$maxCount', ({ log }, stream) => log.setMetadata(stream, { $maxCount: 2 }), /\$maxCount 2/],
  ['$maxAge', ({ log }, stream) => log.setMetadata(stream, { $maxAge: 86_400 }), /\$maxAge 86400/],
  ['$tb', ({ log }, stream) => log.setMetadata(stream, { $tb: 1 }), /\$tb 1/],
];

describe('EventStoreDB stand-in: an administrator takes away from a stream', () => {
  closeAfterEach();

  it.each(takings)('by %s: that stream stands still by name, and all others go on', async (_, take, says) => {
    const { cluster, store, other, before } = await twoStreams();
    take(cluster, 'sample.x');
    const news = await record(store, 2);
    expect(await wholeLog(store)).toEqual([...before, ...news]);
    for (const one of [store, other]) {
      await until(() => damaged(one));
      expect(await one.faults()).toEqual([{ stream: 'sample.x', says: expect.stringMatching(says) }]);
      const append = one.append('x', 2, someEvents(1));
      await expect(append).rejects.toBeInstanceOf(StoreDamaged);
      await expect(append).rejects.toMatchObject({ stream: 'sample.x', message: expect.stringMatching(says) });
      await one.append('y', (await one.readStream('y')).length - 1, someEvents(1));
    }
    expect(store.complaints.length).toBeGreaterThan(0);
  });

  it.each(takings)('by %s: whoever is started later knows it, and starts', async (_, take, says) => {
    const { cluster, store, other } = await twoStreams();
    take(cluster, 'sample.x');
    await until(() => damaged(store));
    // Enough for a mark beyond it, where the next one begins.
    await record(store, 400);
    await record(store, 400);
    await until(() => cluster.log.stream('sample-marks') !== undefined);
    await Promise.all([store.close(), other.close()]);
    const next = await aStore(cluster);
    expect(await next.faults()).toEqual([{ stream: 'sample.x', says: expect.stringMatching(says) }]);
    expect(next.complaints.map(String)).toEqual([expect.stringMatching(/StoreDamaged.*sample\.x/)]);
    await expect(next.append('x', 'no-stream', someEvents(1))).rejects.toBeInstanceOf(StoreDamaged);
    expect(await record(next, 1)).toHaveLength(1);
  });

  it.each([
    ['a deletion', 'no-stream' as const],
    ['$tb', 2],
  ])('by %s that no log told of: no append at %s is answered, and no reader sees one', async (by, expected) => {
    const { cluster, store, other, before } = await twoStreams();
    await Promise.all([store.close(), other.close()]);
    if (by === '$tb') cluster.log.setMetadata('sample.x', { $tb: 2 });
    else cluster.log.delete('sample.x', 'any');
    // As if it had been long ago: what tells of it lies before the mark where the next one begins.
    cluster.log.records = cluster.log.records.filter(({ stream }) => !stream.startsWith('$$'));
    const next = await aStore(cluster);
    expect(await namesIn(next)).toEqual([]);
    await expect(next.append('x', expected, someEvents(1))).rejects.toBeInstanceOf(StoreDamaged);
    expect(await namesIn(next)).toEqual(['sample.x']);
    await expect(next.readStream('x')).rejects.toBeInstanceOf(StoreDamaged);
    expect((await wholeLog(await aStore(cluster))).slice(0, 4)).toEqual(before);
  });

  it('is whole again when what took it away is taken back', async () => {
    const { cluster, store, other } = await twoStreams();
    cluster.log.delete('sample.x', 'any');
    await until(async () => (await damaged(store)) && damaged(other));
    cluster.log.setMetadata('sample.x', { $tb: 0 });
    await until(async () => !(await damaged(store)) && !(await damaged(other)));
    expect(await store.readStream('x')).toHaveLength(3);
    expect(await other.append('x', 2, someEvents(1))).toMatchObject({ lastRevision: 3 });
    const next = await aStore(cluster);
    expect([await next.faults(), next.complaints]).toEqual([[], []]);
  });

  it('finds a stream that was there and is not, or lacks its first events, where nothing tells of it', async () => {
    const { cluster, store } = await twoStreams();
    await store.readStream('x');
    const shown = cluster.log.shown.bind(cluster.log);
    cluster.log.shown = (name) => (name === 'sample.x' ? { found: 'nothing' } : shown(name));
    await expect(store.readStream('x')).rejects.toThrow(/sample\.x .*was there and is not/);
    cluster.log.shown = (name) => {
      const found = shown(name);
      return name === 'sample.x' && found.found === 'stream' ? { ...found, first: 1 } : found;
    };
    await expect(store.readStream('x')).rejects.toThrow(/its events 0 to 0 are gone/);
    expect(await namesIn(store)).toEqual(['sample.x']);
  });

  it('minds neither other metadata, nor other services, nor its own bookkeeping', async () => {
    const { cluster, store } = await twoStreams();
    cluster.log.setMetadata('sample.x', { $acl: { $r: 'zhibu' } });
    cluster.log.setMetadata('other.x', { $maxCount: 1 });
    for (const own of ['sample..settlements', 'sample-marks']) cluster.log.setMetadata(own, { $maxCount: 1 });
    await store.settle(new Date().toISOString());
    await store.append('x', 2, someEvents(1));
    expect(await store.recorded('x', { from: 3, to: 3 })).toHaveLength(1);
    expect(await store.faults()).toEqual([]);
  });
});

describe('EventStoreDB stand-in: an administrator takes the generations of a log away', () => {
  closeAfterEach();

  it.each([
    ['deleted', ({ log }: StandIn) => void log.delete('sample-generations', 'any')],
    ['tombstoned', ({ log }: StandIn) => void log.tombstone('sample-generations', 'any')],
  ])('%s, they are named, and no new generation takes their place', async (how, take) => {
    const { cluster, store } = await twoStreams();
    const head = await store.head();
    take(cluster);
    const wanting = { name: 'StoreDamaged', stream: 'sample-generations' };
    for (const asking of [() => store.head(), () => store.renewGeneration(), () => store.head()])
      await expect(asking()).rejects.toMatchObject(wanting);
    expect(await namesIn(store)).toEqual(['sample-generations']);
    await expect(aStore(cluster)).rejects.toMatchObject(wanting);
    if (how === 'tombstoned') return;
    cluster.log.setMetadata('sample-generations', { $tb: 0 });
    expect(await store.head()).toEqual(head);
    expect(await store.faults()).toEqual([]);
    await store.renewGeneration();
    expect(await firstEvents(await aStore(cluster), 4)).toHaveLength(4);
  });
});

describe('EventStoreDB stand-in: what looks like a restored cluster, and is none', () => {
  closeAfterEach();

  it.each([
    ['deleted', false],
    ['deleted', true],
    ['tombstoned', false],
    ['tombstoned', true],
  ])('the stream with the last event is %s (scavenged: %s), and the connection is lost', async (how, scavenged) => {
    const { cluster, store } = await twoStreams();
    const reading = firstEvents(store, 6);
    const head = await store.head();
    await until(async () => (await wholeLog(store)).length === 4);
    if (how === 'deleted') cluster.log.delete('sample.y', 'any');
    else cluster.log.tombstone('sample.y', 'any');
    if (scavenged) cluster.log.scavenge();
    cluster.node.behaviour.hangUp();
    await record(store, 2);
    expect((await reading).map(({ revision }) => revision)).toEqual([0, 1, 2, 0, 0, 1]);
    if (!scavenged) expect(await firstEvents(store, 2, head)).toHaveLength(2);
    expect(store.complaints.some((fault) => fault instanceof CheckpointLost)).toBe(false);
  });
});

describe('EventStoreDB stand-in: a cluster that was restored', () => {
  closeAfterEach();

  it('stops readers who are beyond the backup alone, also those who follow while it is restored', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const kept = await record(store, 10);
    const batches = (batchSize: number) =>
      store.subscribe(undefined, { signal: new AbortController().signal, batchSize })[Symbol.asyncIterator]();
    const [within, beyond] = [batches(1), batches(12)];
    await record(store, 5);
    await within.next();
    await beyond.next();
    cluster.node.kill();
    cluster.log.restoreTo(kept.at(-1)?.position ?? 0n);
    await cluster.node.start();
    await until(() => store.complaints.some((fault) => fault instanceof CheckpointLost));
    await expect(beyond.next()).rejects.toBeInstanceOf(CheckpointLost);
    const news = await record(store, 2);
    for (const event of [...kept.slice(1), ...news]) expect((await within.next()).value.events).toEqual([event]);
  });
});
