import { describe, expect, it } from '@jest/globals';
import { StoreAccessDenied } from '@zhibu/event-store/event-store-db';
import { someEvents } from '@zhibu/event-store/testing';
import { aCluster, aStore, closeAfterEach, record } from './opened.ts';

describe('EventStoreDB stand-in: rights that are missing', () => {
  closeAfterEach();

  it('to write: no store is opened, nothing is written to prove it, and the right is named', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    await record(store, 1);
    await store.close();
    const written = cluster.log.records.length;
    cluster.rights.withdraw('write');
    const opening = aStore(cluster);
    await expect(opening).rejects.toBeInstanceOf(StoreAccessDenied);
    await expect(opening).rejects.toThrow(/to write to sample-marks: the user lacks the right \$w/);
    cluster.rights.giveBack('write');
    await (await aStore(cluster)).close();
    expect(cluster.log.records).toHaveLength(written);
  });

  it('to write, withdrawn while it is open: it says so until it is given back', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    expect(await store.faults()).toEqual([]);
    cluster.rights.withdraw('write');
    await expect(store.append('x', 'no-stream', someEvents(1))).rejects.toBeInstanceOf(StoreAccessDenied);
    for (let look = 0; look < 2; look += 1)
      expect(await store.faults()).toEqual([{ says: expect.stringMatching(/lacks the right \$w/) }]);
    cluster.rights.giveBack('write');
    expect(await store.faults()).toEqual([]);
    expect(await record(store, 1)).toHaveLength(1);
  });
});
