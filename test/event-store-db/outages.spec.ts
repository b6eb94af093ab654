import { describe, expect, it } from '@jest/globals';
import type { StandIn, StandInNode } from '../support/event-store-db/stand-in.ts';
import { aCluster, aStore, closeAfterEach, foreignEvents, until, wholeLog } from './opened.ts';
import { Writers } from './writers.ts';

const WRITERS = 4;
const BEFORE = 10;
const AFTER = 10;
const LIMIT_MS = 120_000;

const sleep = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

function leaderOf({ nodes }: StandIn): StandInNode {
  const leader = nodes.find(({ answers, behaviour }) => answers && behaviour.state === 'leader');
  if (!leader) throw new Error('nobody leads');
  return leader;
}

/** What befell real clusters, in seconds instead of minutes; when it is over the cluster is whole. */
const outages: readonly (readonly [string, (cluster: StandIn) => Promise<unknown>])[] = [
  [
    'three leaders are killed one after another',
    async (cluster) => {
      for (let round = 0; round < 3; round += 1) {
        const old = leaderOf(cluster);
        await cluster.elections.killLeader({ unnoticedMs: 200, vacantMs: 400 });
        await old.start();
        await sleep(400);
      }
    },
  ],
  [
    'the quorum is lost for a second',
    async ({ elections, node }) => {
      elections.loseQuorum();
      await sleep(1_000);
      elections.elect(node);
    },
  ],
  [
    'a leader is frozen, another is elected, and the first goes on',
    async (cluster) => {
      const old = leaderOf(cluster);
      await cluster.elections.freezeLeader({ unnoticedMs: 300, vacantMs: 500 });
      await sleep(1_000);
      await cluster.elections.wake(old);
    },
  ],
  [
    'a leader is frozen for a second, and nobody else is elected',
    async (cluster) => {
      const leader = leaderOf(cluster);
      leader.freeze();
      await sleep(1_000);
      leader.wake();
    },
  ],
  [
    'the rights to write and to read $all are withdrawn and given back',
    async ({ rights }) => {
      for (const right of ['write', 'all'] as const) {
        rights.withdraw(right);
        await sleep(700);
        rights.giveBack(right);
      }
    },
  ],
  [
    'what others wrote is deleted, and the log is scavenged',
    async (cluster) => {
      for (let round = 0; round < 5; round += 1) {
        foreignEvents(cluster, 50);
        if (round % 2 === 0) cluster.log.delete('other.foreign', 'any');
        cluster.log.scavenge();
        await sleep(100);
      }
    },
  ],
  [
    'every subscription is dropped again and again',
    async ({ nodes }) => {
      for (let round = 0; round < 10; round += 1) {
        for (const { behaviour } of nodes) behaviour.dropSubscriptions();
        await sleep(100);
      }
    },
  ],
];

describe('EventStoreDB stand-in: outages while four processes write', () => {
  closeAfterEach();

  it.each(outages)(
    'finds everything that was acknowledged, and nothing twice, where %s',
    async (_, outage) => {
      const cluster = await aCluster(3);
      const writers = new Writers(await Promise.all(Array.from({ length: WRITERS }, () => aStore(cluster))));
      await until(() => writers.fewest >= BEFORE);
      await outage(cluster);
      const so = writers.fewest;
      await until(() => writers.fewest >= so + AFTER);
      const written = await writers.stop();
      const log = await wholeLog(await aStore(cluster));
      for (const { stream, acknowledged, pending } of written) {
        const standing = (cluster.log.stream(`sample.${stream}`) ?? []).map(({ id }) => id);
        expect(standing.filter((id) => id !== pending)).toEqual(acknowledged);
        expect(new Set(standing).size).toBe(standing.length);
        expect(log.filter((event) => event.stream === stream).map(({ id }) => id)).toEqual(standing);
      }
      expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
      expect(writers.errors.filter((name) => !/^Store(Unavailable|AccessDenied)$/.test(name))).toEqual([]);
    },
    LIMIT_MS,
  );
});
