import { describe, expect, it } from '@jest/globals';
import { StoreDamaged } from '@zhibu/event-store';
import type { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import { someEvents } from '@zhibu/event-store/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { repository } from '../support/platform.ts';
import { aCluster, aStore, closeAfterEach, record, until, wholeLog } from './opened.ts';

const LIMITED = ['sample-marks', 'sample..settlements'];
const KEPT_WHOLE = ['sample-floors', 'sample-generations', 'sample-damages'];

/** A log after everything that the adapter writes for itself: two events in each of its streams at least. */
async function withAllKept(): Promise<{ readonly cluster: StandIn; readonly store: EventStoreDbEventStore }> {
  const cluster = await aCluster();
  const store = await aStore(cluster);
  for (const stream of ['x', 'y']) await store.append(stream, 'no-stream', someEvents(3));
  for (let round = 0; round < 2; round += 1) {
    await record(store, 260);
    // A clock that is set back: what is recorded then is kept as a floor.
    cluster.log.clock = () => Date.now() - 3_600_000;
    await record(store, 260);
    cluster.log.clock = () => Date.now() + round * 1_000;
  }
  for (let round = 0; round < 2; round += 1) await store.renewGeneration();
  for (const stream of ['x', 'y']) cluster.log.tombstone(`sample.${stream}`, 'any');
  await until(() => KEPT_WHOLE.every((stream) => (cluster.log.stream(stream)?.length ?? 0) >= 2));
  await until(() => (cluster.log.stream('sample-marks')?.length ?? 0) >= 2);
  return { cluster, store };
}

describe('EventStoreDB stand-in: an operator limits a stream of the adapter’s own', () => {
  closeAfterEach();

  it.each(LIMITED)('%s, and scavenges: nothing depends on what is gone', async (stream) => {
    const { cluster, store } = await withAllKept();
    const log = await wholeLog(store);
    const damaged = await store.faults();
    await store.close();
    cluster.log.setMetadata(stream, { $maxCount: 1 });
    cluster.log.scavenge();
    const next = await aStore(cluster);
    const left = new Set(cluster.log.records.map(({ position }) => position));
    expect(await wholeLog(next)).toEqual(log.filter(({ position }) => left.has(position)));
    expect(await next.faults()).toEqual(damaged);
    expect(await record(next, 2)).toHaveLength(2);
  });

  it.each(['sample-floors', 'sample-generations'])(
    '%s: whoever starts then names it, and does not start',
    async (stream) => {
      const { cluster, store } = await withAllKept();
      await store.close();
      cluster.log.setMetadata(stream, { $maxCount: 1 });
      const starting = aStore(cluster);
      await expect(starting).rejects.toBeInstanceOf(StoreDamaged);
      await expect(starting).rejects.toMatchObject({ stream });
      cluster.log.setMetadata(stream, {});
      expect(await record(await aStore(cluster), 1)).toHaveLength(1);
    },
  );

  it('sample-damages: whoever starts then names it, and goes on', async () => {
    const { cluster, store } = await withAllKept();
    await store.close();
    cluster.log.setMetadata('sample-damages', { $maxCount: 1 });
    const next = await aStore(cluster);
    expect(await next.faults()).toContainEqual({
      stream: 'sample-damages',
      says: expect.stringContaining('$maxCount 1'),
    });
    expect(await record(next, 1)).toHaveLength(1);
    await next.close();
    cluster.log.setMetadata('sample-damages', {});
    const mended = await aStore(cluster);
    expect((await mended.faults()).map(({ stream }) => stream).toSorted()).toEqual(['sample.x', 'sample.y']);
  });

  it('is told by the page for operators which ones may be limited and which never', async () => {
    const page = await readFile(join(repository, 'infra', 'event-store-db.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `<service>'));
    const said = (stream: string) =>
      rows
        .find((row) => row.includes(`\`${stream.replace('sample', '<service>')}\``))
        ?.split('|')[2]
        ?.trim();
    for (const stream of LIMITED) expect([stream, said(stream)]).toEqual([stream, 'yes, `$maxCount`']);
    for (const stream of KEPT_WHOLE) expect([stream, said(stream)]).toEqual([stream, 'never']);
  });
});
