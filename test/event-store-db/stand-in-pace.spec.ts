import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '@eventstore/db-client';
import { aClient, closeClientsAfterEach, failureOf, happened, placesIn } from './client.ts';
import { aCluster, closeAfterEach } from './opened.ts';

async function millisecondsOf(doing: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await doing();
  return performance.now() - before;
}

describe('EventStoreDB stand-in: how long it takes', () => {
  closeAfterEach();
  closeClientsAfterEach();

  it('answers an append after the next flush, and shows nobody what is not flushed', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(1));
    cluster.node.pace.flushMs = 200;
    const appending = millisecondsOf(() => client.appendToStream('round-1', happened(1)));
    expect(await placesIn(client.readStream('round-1'))).toEqual(['round-1@0']);
    expect(await appending).toBeGreaterThanOrEqual(199);
    expect(await placesIn(client.readStream('round-1'))).toHaveLength(2);
  });

  it('flushes together what waits together', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(1));
    cluster.node.pace.flushMs = 150;
    const taken = await millisecondsOf(() =>
      Promise.all(Array.from({ length: 20 }, (_, index) => client.appendToStream(`round-${index}`, happened(1)))),
    );
    expect(taken).toBeLessThan(2_500);
  });

  it('loses with a node that is killed what was not flushed, and told nobody that it was there', async () => {
    const cluster = await aCluster();
    const client = aClient(cluster);
    await client.appendToStream('round-1', happened(1));
    cluster.node.pace.flushMs = 200;
    const lost = failureOf(client.appendToStream('round-1', happened(1)));
    await client
      .readStream('round-1')
      .once('data', () => cluster.node.kill())
      .on('error', () => undefined);
    expect(await lost).toBeInstanceOf(UnavailableError);
    await cluster.node.start();
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    expect(cluster.log.stream('round-1')).toHaveLength(1);
  });

  it('takes 0.3 ms for a read, and 10 µs for each of its events', async () => {
    const { node } = await aCluster();
    expect(await millisecondsOf(() => times(100, () => node.pace.read(0)))).toBeGreaterThanOrEqual(28);
    expect(await millisecondsOf(() => times(10, () => node.pace.read(500)))).toBeGreaterThanOrEqual(50);
  });
});

async function times(count: number, doing: () => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index += 1) await doing();
}
