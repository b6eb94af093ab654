import { describe, expect, it } from '@jest/globals';
import { firstEvents } from '@zhibu/event-store/testing';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { aCluster, aStore, closeAfterEach, record, wholeLog } from './opened.ts';

/** A connection string that names these nodes. */
const naming = (cluster: StandIn, protocol: string, nodes: readonly number[]): string =>
  `${protocol}://${nodes.map((index) => cluster.nodes[index]?.address).join(',')}?tls=false`;

describe('EventStoreDB stand-in: who leads', () => {
  closeAfterEach();

  it.each([
    ['esdb', [0, 1, 2], 2],
    ['esdb', [1], 2],
    ['esdb', [1, 0], 2],
    ['esdb+discover', [0], 2],
    ['esdb+discover', [0, 1, 2], 2],
    // The first host is away: whoever asked it alone would never get there.
    ['esdb+discover', [0, 1], 1],
    ['esdb', [0, 2], 1],
  ])('is found by %s:// with the nodes %j, where node %i leads', async (protocol, nodes, leading) => {
    const cluster = await aCluster(3);
    const leader = cluster.nodes[leading];
    if (!leader) throw new Error('a cluster of three has three nodes');
    cluster.elections.elect(leader);
    if (leading === 1) cluster.node.kill();
    const store = await aStore(cluster, { connectionString: naming(cluster, protocol, nodes) });
    expect(await record(store, 2)).toHaveLength(2);
    expect(leader.counts.tally().requests('append')).toBeGreaterThan(0);
  });

  it('is asked who it is before it is asked for anything, where it was silent', async () => {
    const cluster = await aCluster(3);
    const store = await aStore(cluster);
    await record(store, 1);
    cluster.node.behaviour.hangUp();
    await record(store, 1);
    expect(cluster.node.counts.tally().requests('gossip')).toBeGreaterThan(0);
  });

  it('is found again when the nodes that were named are gone, and others lead', async () => {
    const cluster = await aCluster(3);
    const store = await aStore(cluster, { connectionString: naming(cluster, 'esdb', [0, 1]) });
    await record(store, 1);
    const [first, second, third] = cluster.nodes;
    if (!first || !second || !third) throw new Error('a cluster of three has three nodes');
    cluster.elections.elect(third);
    first.kill();
    second.kill();
    expect(await record(store, 2)).toHaveLength(2);
  });
});

const PROMISED_MS = 3_000;

describe('EventStoreDB stand-in: a leader that is gone', () => {
  closeAfterEach();

  it.each([
    ['is frozen', 'freezeLeader', { unnoticedMs: 100, vacantMs: 100 }],
    ['is frozen', 'freezeLeader', { unnoticedMs: 1_000, vacantMs: 1_000 }],
    ['is frozen', 'freezeLeader', { unnoticedMs: 4_000, vacantMs: 1_000 }],
    ['is killed', 'killLeader', { unnoticedMs: 1_000, vacantMs: 2_000 }],
  ] as const)(
    '%s (%s, %j): a command that waits is answered, and a reader sees it, within three seconds of the election',
    async (_, end, course) => {
      const cluster = await aCluster(3);
      const [writer, reader] = [await aStore(cluster), await aStore(cluster)];
      await record(writer, 1);
      const head = await reader.head();
      const elected = cluster.elections[end](course).then(() => Date.now());
      const answered = record(writer, 2).then(() => Date.now());
      const seen = firstEvents(reader, 2, head).then(() => Date.now());
      const since = await elected;
      expect((await answered) - since).toBeLessThan(PROMISED_MS);
      expect((await seen) - since).toBeLessThan(PROMISED_MS);
    },
  );

  it('and comes back, still holding itself for the leader, is asked nothing: nothing is lost or doubled', async () => {
    const cluster = await aCluster(3);
    const store = await aStore(cluster);
    const before = await record(store, 2);
    const { node } = cluster;
    const appending = record(store, 2);
    await cluster.elections.freezeLeader({ unnoticedMs: 200, vacantMs: 200 });
    const during = await appending;
    const waking = cluster.elections.wake(node);
    const after = await record(store, 2);
    await waking;
    expect(await wholeLog(await aStore(cluster))).toEqual([...before, ...during, ...after]);
  });

  it('stays gone for long, and is said to be, each command in bounded time', async () => {
    const cluster = await aCluster(3);
    const store = await aStore(cluster);
    await record(store, 1);
    cluster.elections.loseQuorum();
    const begun = Date.now();
    await expect(store.readStream('x')).rejects.toThrow(/StoreUnavailable|cannot be asked|who leads/);
    expect(Date.now() - begun).toBeLessThan(10_000);
    cluster.elections.elect(cluster.node);
    expect(await record(store, 1)).toHaveLength(1);
  });
});

describe('EventStoreDB stand-in: a follower of the log that lags', () => {
  closeAfterEach();

  it('is back at once when the server drops it, which is counted and no outage', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    await record(store, 1);
    for (let round = 1; round <= 3; round += 1) {
      cluster.node.behaviour.dropSubscriptions();
      const begun = Date.now();
      await record(store, 1);
      expect(Date.now() - begun).toBeLessThan(2_000);
      expect(store.dropped.length).toBe(round);
    }
    expect(store.complaints).toEqual([]);
  });
});
