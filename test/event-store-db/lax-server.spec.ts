import { describe, expect, it } from '@jest/globals';
import { EventStoreDbEventStore, StoreAccessDenied, StoreUnavailable } from '@zhibu/event-store/event-store-db';
import { AppendTooLarge, EventIdReused, RevisionConflict, StoreDamaged } from '@zhibu/event-store';
import { anEvent, someEvents } from '@zhibu/event-store/testing';
import { isInfrastructureFailure } from '@zhibu/database';
import { RIGHTS } from '../support/event-store-db/rights.ts';
import { aCluster, aStore, aStream, closeAfterEach, record, wholeLog } from './opened.ts';

describe('EventStoreDB stand-in: where the server is lax, the adapter is not', () => {
  closeAfterEach();

  it('refuses an id that a stream has, at the revision where the server would append it again, also in a process that never saw it', async () => {
    const cluster = await aCluster();
    const stream = aStream();
    const events = someEvents(2);
    await (await aStore(cluster)).append(stream, 'no-stream', events);
    const fresh = await aStore(cluster);
    await expect(fresh.append(stream, 1, events)).rejects.toBeInstanceOf(EventIdReused);
    expect(cluster.log.stream(`sample.${stream}`)).toHaveLength(2);
    // Not so the server: what the adapter guards against is really there.
    const again = cluster.log.stream(`sample.${stream}`) ?? [];
    expect(cluster.log.append(`sample.${stream}`, 1n, again)).toMatchObject({ outcome: 'success', revision: 3 });
  });

  it('compares bodies where the server acknowledges a repeat unseen, in a process that never saw the first', async () => {
    const cluster = await aCluster();
    const stream = aStream();
    const [first = anEvent(), second = anEvent()] = someEvents(2);
    await (await aStore(cluster)).append(stream, 'no-stream', [first, second]);
    const other = [anEvent({ ...first, data: { other: true } }), second];
    await expect((await aStore(cluster)).append(stream, 'no-stream', other)).rejects.toBeInstanceOf(EventIdReused);
    await expect((await aStore(cluster)).append(stream, 'no-stream', [first])).rejects.toBeInstanceOf(EventIdReused);
    expect(await (await aStore(cluster)).append(stream, 'no-stream', [first, second])).toMatchObject({
      lastRevision: 1,
    });
  });

  it('gives the first answer when the answer to the first append was lost', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const stream = aStream();
    cluster.node.behaviour.answersToLose = 2;
    expect(await store.append(stream, 'no-stream', someEvents(2))).toEqual({
      stream,
      firstRevision: 0,
      lastRevision: 1,
    });
    expect(await store.append(stream, 1, someEvents(1))).toEqual({ stream, firstRevision: 2, lastRevision: 2 });
    expect(await store.recorded(stream, { from: 0, to: 2 })).toHaveLength(3);
    expect(cluster.log.stream(`sample.${stream}`)).toHaveLength(3);
  });

  it('says in the port’s words that the server takes less than the port allows', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const stream = aStream();
    cluster.log.maxAppendBytes = 100_000;
    await expect(
      store.append(stream, 'no-stream', [anEvent({ data: { text: 'x'.repeat(200_000) } })]),
    ).rejects.toBeInstanceOf(AppendTooLarge);
    expect(await store.readStream(stream)).toEqual([]);
  });

  it('names the current revision to whoever lost a race that another process won', async () => {
    const cluster = await aCluster();
    const [one, other] = [await aStore(cluster), await aStore(cluster)];
    const stream = aStream();
    await one.append(stream, 'no-stream', someEvents(1));
    await other.readStream(stream);
    await one.append(stream, 0, someEvents(2));
    const lost = other.append(stream, 0, someEvents(1));
    await expect(lost).rejects.toBeInstanceOf(RevisionConflict);
    await expect(lost).rejects.toMatchObject({ current: 2 });
  });

  it('keeps the logs of two services apart, also when one name begins like the other', async () => {
    const cluster = await aCluster();
    const [sample, longer] = [await aStore(cluster), await aStore(cluster, { service: 'sample-two' })];
    const mine = await record(sample, 3);
    const theirs = await record(longer, 2);
    expect((await wholeLog(sample)).map((event) => event.id)).toEqual(mine.map((event) => event.id));
    expect((await wholeLog(longer)).map((event) => event.id)).toEqual(theirs.map((event) => event.id));
    await expect(
      EventStoreDbEventStore.open({ connectionString: cluster.connectionString, service: 'a.b' }),
    ).rejects.toBeInstanceOf(TypeError);
    await expect(sample.readStream('.settlements')).rejects.toBeInstanceOf(TypeError);
  });

  it('passes over an event in its log that the platform did not write, and names it', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const before = await record(store, 1);
    const foreign = {
      id: '1e2a3a9c-8e5b-4b8e-9a64-0c9f6a1b2c3d',
      type: 'Foreign',
      contentType: 'application/json',
      data: Buffer.from('{}'),
      customMetadata: Buffer.from('{}'),
    };
    cluster.log.append('sample.foreign', 'no-stream', [foreign]);
    const after = await record(store, 1);
    expect(await wholeLog(store)).toEqual([...before, ...after]);
    expect(String(store.complaints[0])).toMatch(
      /sample\.foreign .*event 0 \(Foreign\) was not written by this platform/,
    );
    await expect(store.readStream('foreign')).rejects.toBeInstanceOf(StoreDamaged);
    await expect(store.append('foreign', 0, someEvents(1))).rejects.toBeInstanceOf(StoreDamaged);
  });
});

describe('EventStoreDB stand-in: what cannot be reached', () => {
  closeAfterEach();

  it('says that a server cannot be asked, as something that may pass', async () => {
    const cluster = await aCluster();
    cluster.stop();
    const opening = aStore(cluster);
    await expect(opening).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(opening.catch((error: unknown) => isInfrastructureFailure(error))).resolves.toBe(true);
  });

  it('says that access is denied, as something that is waited for and no fault of any event', async () => {
    const cluster = await aCluster();
    cluster.rights.withdraw(...RIGHTS);
    const opening = aStore(cluster);
    await expect(opening).rejects.toBeInstanceOf(StoreAccessDenied);
    await expect(opening.catch((error: unknown) => isInfrastructureFailure(error))).resolves.toBe(true);
  });

  it('never repeats the password of a connection string', async () => {
    const opening = EventStoreDbEventStore.open({
      connectionString: 'esdb://admin:secret@host:port',
      service: 'sample',
    });
    await expect(opening).rejects.toThrow(TypeError);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});
