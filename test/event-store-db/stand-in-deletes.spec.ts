import { describe, expect, it } from '@jest/globals';
import {
  NO_STREAM,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  STREAM_EXISTS,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { aClient, closeClientsAfterEach, failureOf, happened, placesIn } from './client.ts';
import { aCluster, closeAfterEach } from './opened.ts';

describe('EventStoreDB stand-in: what an administrator takes away', () => {
  closeAfterEach();
  closeClientsAfterEach();

  it('puts a tombstone into a stream as an event of the largest revision, and takes nothing under its name again', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(2));
    await client.tombstoneStream('round-1');
    const all = await placesIn(client.readAll({ fromPosition: START }));
    expect(all.slice(-3)).toEqual(['round-1@0', 'round-1@1', 'round-1@9223372036854775807']);
    expect(cluster.log.records.at(-1)).toMatchObject({ type: '$streamDeleted', stream: 'round-1' });
    for (const doing of [
      () => placesIn(client.readStream('round-1')),
      () => client.appendToStream('round-1', happened(1)),
      () => client.appendToStream('round-1', happened(1), { expectedRevision: NO_STREAM }),
      () => client.deleteStream('round-1'),
    ])
      expect(await failureOf(doing())).toBeInstanceOf(StreamDeletedError);
  });

  it('tells a tombstone to whoever follows the log under the name of the stream', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(1));
    await client.tombstoneStream('round-1', { expectedRevision: 0n });
    const told: unknown[] = [];
    for await (const { event } of client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['round-'] }) })) {
      told.push([event?.type, event?.revision]);
      if (told.length === 2) break;
    }
    expect(told).toEqual([
      ['Happened', 0n],
      ['$streamDeleted', 9223372036854775807n],
    ]);
  });

  it('shows a deleted stream as one that never was, keeps its events in the log, and lets it begin again behind them', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(2), { expectedRevision: NO_STREAM });
    await client.deleteStream('round-1');
    expect(await failureOf(placesIn(client.readStream('round-1')))).toBeInstanceOf(StreamNotFoundError);
    expect(await placesIn(client.readAll())).toEqual(expect.arrayContaining(['round-1@0', 'round-1@1']));
    expect(
      await failureOf(client.appendToStream('round-1', happened(1), { expectedRevision: STREAM_EXISTS })),
    ).toBeInstanceOf(StreamDeletedError);
    const again = await client.appendToStream('round-1', happened(1), { expectedRevision: NO_STREAM });
    expect(again).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(await placesIn(client.readStream('round-1'))).toEqual(['round-1@2']);
  });

  it('writes a deletion into the metadata of the stream, whose largest $tb says it', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(1));
    await client.deleteStream('round-1');
    const written = cluster.log.stream('$$round-1')?.at(-1);
    expect([written?.type, String(written?.data)]).toEqual(['$metadata', '{"$tb":9223372036854775807}']);
  });

  it('refuses to delete a stream that stands elsewhere', async () => {
    const client = aClient(await aCluster());
    await client.appendToStream('round-1', happened(3));
    for (const doing of [
      () => client.deleteStream('round-1', { expectedRevision: 1n }),
      () => client.tombstoneStream('round-1', { expectedRevision: 3n }),
    ])
      expect(await failureOf(doing())).toBeInstanceOf(WrongExpectedVersionError);
    expect(await placesIn(client.readStream('round-1'))).toHaveLength(3);
  });

  it.each([
    [{ truncateBefore: 3 }, [3, 4]],
    [{ truncateBefore: 9 }, []],
    [{ maxCount: 2 }, [3, 4]],
    [{ maxCount: 4, truncateBefore: 2 }, [2, 3, 4]],
    [{ maxAge: 3600 }, [0, 1, 2, 3, 4]],
  ])(
    'hides from readers of a stream what its metadata %j ends, and from nobody who reads the log',
    async (metadata, shown) => {
      const client = aClient(await aCluster());
      await client.appendToStream('round-1', happened(5));
      await client.setStreamMetadata('round-1', metadata);
      const places = shown.map((revision) => `round-1@${revision}`);
      expect(await placesIn(client.readStream('round-1'))).toEqual(places);
      expect(await placesIn(client.readStream('round-1', { direction: 'backwards', fromRevision: 'end' }))).toEqual(
        places.toReversed(),
      );
      expect((await placesIn(client.readAll())).filter((place) => place.startsWith('round-1'))).toHaveLength(5);
      expect((await client.appendToStream('round-1', happened(1), { expectedRevision: 4n })).nextExpectedRevision).toBe(
        5n,
      );
    },
  );

  it('reads a page from a revision on, from a hidden one from the first that is shown', async () => {
    const client = aClient(await aCluster());
    await client.appendToStream('round-1', happened(6));
    await client.setStreamMetadata('round-1', { truncateBefore: 2 });
    expect(await placesIn(client.readStream('round-1', { fromRevision: 0n, maxCount: 2 }))).toEqual([
      'round-1@2',
      'round-1@3',
    ]);
    expect(await placesIn(client.readStream('round-1', { fromRevision: 4n, maxCount: 9 }))).toEqual([
      'round-1@4',
      'round-1@5',
    ]);
    expect(
      await placesIn(client.readStream('round-1', { direction: 'backwards', fromRevision: 4n, maxCount: 2 })),
    ).toEqual(['round-1@4', 'round-1@3']);
  });

  it('keeps of metadata what was said last, and gives it to whoever asks', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.setStreamMetadata('round-1', { maxCount: 3 });
    await client.setStreamMetadata('round-1', { maxCount: 7, acl: { readRoles: ['$admins'] } });
    expect(await client.getStreamMetadata('round-1')).toMatchObject({
      metadata: { maxCount: 7, acl: { readRoles: ['$admins'] } },
    });
    expect(await placesIn(client.readStream('$$round-1'))).toEqual(['$$round-1@1']);
  });

  it('removes in a scavenge what was hidden, the last event of a stream aside, and lets the log be read from any place that was', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    for (const stream of ['cut-1', 'gone-1', 'dead-1', 'whole-1']) await client.appendToStream(stream, happened(4));
    const before = cluster.log.records.find(({ stream }) => stream === 'dead-1');
    await client.setStreamMetadata('cut-1', { maxCount: 2 });
    await client.deleteStream('gone-1');
    await client.tombstoneStream('dead-1');
    cluster.log.scavenge();
    const left = (await placesIn(client.readAll())).filter((place) => /^\w+-1@/.test(place));
    expect(left.toSorted()).toEqual([
      'cut-1@2',
      'cut-1@3',
      'dead-1@9223372036854775807',
      'gone-1@3',
      'whole-1@0',
      'whole-1@1',
      'whole-1@2',
      'whole-1@3',
    ]);
    const place = { commit: before?.position ?? 0n, prepare: before?.position ?? 0n };
    expect((await placesIn(client.readAll({ fromPosition: place })))[0]).toBe('whole-1@0');
    expect(await client.appendToStream('gone-1', happened(1), { expectedRevision: NO_STREAM })).toMatchObject({
      nextExpectedRevision: 4n,
    });
  });
});
