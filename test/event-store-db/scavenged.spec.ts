import { describe, expect, it } from '@jest/globals';
import { type Checkpoint, CheckpointLost, type EventStore } from '@zhibu/event-store';
import { firstEvents, someEvents } from '@zhibu/event-store/testing';
import type { RecordedEvent } from '@zhibu/kernel';
import { randomUUID } from 'node:crypto';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { aCluster, aStore, closeAfterEach, record, until, wholeLog } from './opened.ts';

/** A log of the streams `a`, `x`, `y` and `z`, four events each, and where readers stand in it. */
async function fourStreams() {
  const cluster = await aCluster();
  const store = await aStore(cluster);
  for (const stream of ['a', 'x', 'y', 'z']) await store.append(stream, 'no-stream', someEvents(4));
  const log = await wholeLog(store);
  const { generation = '' } = (await store.head()) ?? {};
  const at = (index: number): Checkpoint => {
    const event = log.at(index);
    if (!event) throw new Error('the log is shorter than that');
    return { generation, position: event.position, eventId: event.id };
  };
  return { cluster, store, log, at };
}

/** A process that starts now, when no other is left that remembers anything. */
async function later(cluster: StandIn, store: EventStore): Promise<EventStore> {
  await store.close();
  return aStore(cluster);
}

const takings: readonly [string, ({ log }: StandIn, stream: string) => void][] = [
  ['deleted for good', ({ log }, stream) => log.tombstone(stream, 'any')],
  ['deleted', ({ log }, stream) => log.delete(stream, 'any')],
  ['limited', ({ log }, stream) => log.setMetadata(stream, { $maxCount: 1 })],
];

describe('EventStoreDB stand-in: a reader stands at an event that was taken away and scavenged', () => {
  closeAfterEach();

  it.each(takings)('of a stream that was %s: he goes on with what comes after it', async (_, take) => {
    const { cluster, store, log, at } = await fourStreams();
    take(cluster, 'sample.x');
    await until(async () => (await store.faults()).length > 0);
    cluster.log.scavenge();
    const process = await later(cluster, store);
    const news = await record(process, 2);
    for (const index of [4, 5, 6]) {
      expect(cluster.log.records.some(({ position }) => position === at(index).position)).toBe(false);
      const left = (event: RecordedEvent) => cluster.log.records.some(({ position }) => position === event.position);
      const expected = [...log.slice(index + 1).filter(left), ...news];
      expect(await firstEvents(process, expected.length, at(index))).toEqual(expected);
    }
    expect((await process.faults()).map(({ stream }) => stream)).toEqual(['sample.x']);
  });

  it('at the end of the log: he waits for what comes', async () => {
    const { cluster, store, at } = await fourStreams();
    cluster.log.tombstone('sample.z', 'any');
    cluster.log.scavenge();
    const process = await later(cluster, store);
    const reading = firstEvents(process, 2, at(-1));
    const news = await record(process, 2);
    expect(await reading).toEqual(news);
  });

  it('and is followed on while he reads, when the connection is lost', async () => {
    const { cluster, store, log, at } = await fourStreams();
    const batches = store
      .subscribe(at(4), { signal: new AbortController().signal, batchSize: 1 })
      [Symbol.asyncIterator]();
    expect((await batches.next()).value.events).toEqual([log[5]]);
    cluster.log.tombstone('sample.x', 'any');
    cluster.log.scavenge();
    cluster.node.behaviour.hangUp();
    for (const event of log.slice(6)) expect((await batches.next()).value.events).toEqual([event]);
    const news = await record(store, 1);
    expect((await batches.next()).value.events).toEqual(news);
  });
});

describe('EventStoreDB stand-in: a reader stands where a restored log has no event of his', () => {
  closeAfterEach();

  const refused = async (store: EventStore, checkpoint: Checkpoint): Promise<void> =>
    expect(firstEvents(store, 1, checkpoint)).rejects.toBeInstanceOf(CheckpointLost);

  /** The files as they were after `x`, then events again until the log is as long as it was. */
  async function restored(before: (cluster: StandIn) => void) {
    const all = await fourStreams();
    const { cluster, store, log, at } = all;
    before(cluster);
    await store.close();
    cluster.log.restoreTo(log[7]?.position ?? 0n);
    const process = await aStore(cluster);
    while ((cluster.log.records.at(-1)?.position ?? 0n) <= at(-1).position) await record(process, 1);
    return { ...all, process };
  }

  it('behind its end, or in the middle of another event: he stops', async () => {
    const { cluster, store, log, at } = await fourStreams();
    await store.close();
    cluster.log.restoreTo(log[7]?.position ?? 0n);
    const process = await aStore(cluster);
    await refused(process, at(-1));
    while ((cluster.log.records.at(-1)?.position ?? 0n) <= at(-1).position) await record(process, 1);
    expect(cluster.log.isPlace(at(-2).position)).toBe(false);
    for (const index of [-2, -1]) await refused(process, at(index));
  });

  it('though streams of this log lack events, and it was scavenged before and after', async () => {
    const { cluster, process, at } = await restored(({ log }) => {
      log.tombstone('sample.z', 'any');
      log.scavenge();
    });
    cluster.log.tombstone('sample.x', 'any');
    await until(async () => (await process.faults()).length > 0);
    cluster.log.scavenge();
    for (const index of [-3, -2, -1]) await refused(process, at(index));
    // Within the backup, and scavenged since.
    const [next] = await firstEvents(await later(cluster, process), 1, at(4));
    expect(next?.position).toBeGreaterThan(at(7).position);
  });

  it('though another service has an event exactly there', async () => {
    const { cluster, process, at } = await restored(() => undefined);
    cluster.log.tombstone('sample.x', 'any');
    await until(async () => (await process.faults()).length > 0);
    const index = cluster.log.records.findIndex(({ position }) => position > at(-2).position);
    const [next] = cluster.log.records.slice(index);
    if (!next) throw new Error('the log ends before');
    cluster.log.records.splice(index, 0, { ...next, id: randomUUID(), stream: 'other.x', position: at(-2).position });
    await refused(await later(cluster, process), at(-2));
  });

  it('though the server takes any place of a part that was scavenged: no stream of this service lacks events', async () => {
    const { cluster, process, at } = await restored(() => undefined);
    cluster.log.isPlace = () => true;
    await refused(process, at(-2));
  });
});
