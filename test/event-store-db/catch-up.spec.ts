import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '@zhibu/event-store';
import { someEvents } from '@zhibu/event-store/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { aCluster, aStore, aStream, closeAfterEach, wholeLog } from './opened.ts';

const EVENTS = 4_000;

/** Reads a subscription from the start until it has so many events; `between` waits after each page. */
async function pages(
  store: EventStore,
  { count, batchSize, between }: { count: number; batchSize: number; between?: () => Promise<unknown> },
): Promise<string[]> {
  const over = new AbortController();
  const ids: string[] = [];
  for await (const { events } of store.subscribe(undefined, { signal: over.signal, batchSize })) {
    ids.push(...events.map(({ id }) => id));
    if (ids.length >= count) break;
    await between?.();
  }
  over.abort();
  return ids;
}

async function aLongLog() {
  const cluster = await aCluster();
  const writer = await aStore(cluster);
  for (let written = 0; written < EVENTS; written += 500) await writer.append(aStream(), 'no-stream', someEvents(500));
  const ids = (await wholeLog(writer, 1_000)).map(({ id }) => id);
  const connectionString = `${cluster.connectionString}&connectionName=late`;
  return { cluster, writer, ids, late: await aStore(cluster, { connectionString }) };
}

describe('EventStoreDB stand-in: a reader that catches up', () => {
  closeAfterEach();

  it('is told the log once, over one subscription, however small his pages are', async () => {
    const { cluster, ids, late } = await aLongLog();
    const before = cluster.tally('late');
    expect(await pages(late, { count: EVENTS, batchSize: 100 })).toEqual(ids);
    const asked = cluster.tally('late').since(before);
    expect(asked.requests('subscribe')).toBe(1);
    expect(asked.eventsTold('subscribe')).toBeLessThanOrEqual(EVENTS + 100);
  });

  it('holds the server up while he takes his time, and misses nothing that is written meanwhile', async () => {
    const { writer, ids, late } = await aLongLog();
    let turn = 0;
    const between = async (): Promise<void> => {
      turn += 1;
      if (turn % 10 !== 0) return;
      const events = someEvents(100);
      await writer.append(aStream(), 'no-stream', events);
      ids.push(...events.map(({ id }) => id));
      await pause(20);
    };
    const read = await pages(late, { count: EVENTS + 500, batchSize: 50, between });
    expect(read).toEqual(ids.slice(0, read.length));
    expect(late.complaints).toEqual([]);
  });

  it('goes on where he was when the server drops him', async () => {
    const { cluster, ids, late } = await aLongLog();
    let turn = 0;
    const between = (): Promise<void> => {
      turn += 1;
      if (turn % 7 === 0) cluster.node.behaviour.dropSubscriptions();
      return Promise.resolve();
    };
    expect(await pages(late, { count: EVENTS, batchSize: 200, between })).toEqual(ids);
  });
});
