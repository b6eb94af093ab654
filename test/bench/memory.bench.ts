import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, type ClusterProcess, startCluster } from '@zhibu/infra';
import { discard, temporaryFolder } from '../support/platform.ts';
import type { Bench, Line } from './line.ts';
import { coreSecondsOf, memoryOf, seconds, whole } from './measure.ts';
import { fillStores, lengthOf, services, storedIn } from './stored.ts';

const AT_REST_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
/** Most of it goes into the problems that the grades lead to, four a branch; whoever still records them then is measured at it. */
const TAKEN_WITHIN_MS = 1_800_000;
const LIMIT = { idle: 120, after: 200 };

interface Held {
  readonly name: string;
  readonly coreSeconds: number;
  readonly now: number;
  readonly most: number;
}
interface Feed {
  readonly service: string;
  readonly group: string;
  readonly position: string;
}

/** The five processes over Kafka, each by itself: empty, and after each has taken in what it takes of a million events. */
export const memoryBench: Bench = {
  name: 'memory',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    const empty = await temporaryFolder('zhibu bench ');
    const full = await temporaryFolder('zhibu bench ');
    try {
      const idle = await onCluster(empty, async (cluster) => {
        await pause(AT_REST_MS);
        return heldBy(cluster);
      });
      // Reactions append; the kept folder must stay what it is. cp keeps the owner, who is the database's user.
      execFileSync('cp', ['-a', `${ground.folder(stored)}/.`, full]);
      return [idleLine(idle), ...(await onCluster(full, (cluster) => afterAll(cluster)))];
    } finally {
      await discard(empty);
      await discard(full);
    }
  },
};

async function onCluster<Result>(data: string, work: (cluster: Cluster) => Promise<Result>): Promise<Result> {
  const cluster = await startCluster({ data, feed: 'kafka' });
  try {
    return await work(cluster);
  } finally {
    await cluster.stop();
  }
}

const heldBy = ({ processes }: Cluster): readonly Held[] =>
  processes.map(({ name, pid = Number.NaN }) => ({ name, coreSeconds: coreSecondsOf(pid), ...memoryOf(pid) }));

async function afterAll(cluster: Cluster): Promise<readonly Line[]> {
  const lengths = new Map<string, bigint>();
  for (const service of services) lengths.set(service, await lengthOf(cluster.database.connections, service));
  const started = performance.now();
  let behind = await waiting(cluster, lengths);
  while (behind.length > 0 && performance.now() - started < TAKEN_WITHIN_MS) {
    await pause(LOOK_EVERY_MS);
    behind = await waiting(cluster, lengths);
  }
  const took = performance.now() - started;
  await pause(AT_REST_MS);
  const [held, total] = [heldBy(cluster), [...lengths.values()].reduce((sum, length) => sum + Number(length), 0)];
  return [afterLine(held, { total, took, behind }), costLine(held, { total, behind })];
}

/** Who has not taken in a log to where it ended at first. */
async function waiting({ processes }: Cluster, lengths: ReadonlyMap<string, bigint>): Promise<readonly string[]> {
  const found = await Promise.all(
    processes.map(async (one) =>
      (await feedsOf(one))
        .filter(({ service, position }) => BigInt(position) < (lengths.get(service) ?? 0n))
        .map(({ service, group }) => `${one.name}’s ${group} at ${service}`),
    ),
  );
  return found.flat();
}

async function feedsOf({ url }: ClusterProcess): Promise<readonly Feed[]> {
  const answer = await fetch(`${url}/health/ready`);
  return ((await answer.json()) as { readonly feeds: readonly Feed[] }).feeds;
}

const told = (held: readonly Held[]): string => `${held.map(({ name, now }) => `${name} ${whole(now)}`).join(', ')} MB`;
const most = (held: readonly Held[]): string => `at their most ${held.map(({ most: peak }) => whole(peak)).join(', ')}`;
const within = (held: readonly Held[], limit: number): boolean =>
  held.every(({ name, now }) => name === 'gateway' || now < limit);

function idleLine(held: readonly Held[]): Line {
  return {
    line: 'memory per service process, idle',
    figure: told(held),
    against: `${seconds(AT_REST_MS)} after the start, over Kafka; ${most(held)}`,
    toReach: `< ${LIMIT.idle} MB`,
    reached: within(held, LIMIT.idle),
  };
}

function afterLine(
  held: readonly Held[],
  { total, took, behind }: { readonly total: number; readonly took: number; readonly behind: readonly string[] },
): Line {
  const state =
    behind.length === 0
      ? `all taken in after ${seconds(took)}`
      : `not yet at the end after ${seconds(took)}: ${behind.join(', ')}`;
  return {
    line: `memory per service process, after ${whole(total)} events`,
    figure: told(held),
    against: `${state}; ${most(held)}`,
    toReach: `< ${LIMIT.after} MB`,
    reached: behind.length === 0 && within(held, LIMIT.after),
  };
}

/** What taking in costs, start and reactions among it: what a process is to be given, and what a cell carries. */
function costLine(
  held: readonly Held[],
  { total, behind }: { readonly total: number; readonly behind: readonly string[] },
): Line {
  const each = held.map(({ name, coreSeconds }) => `${name} ${whole((coreSeconds * 1_000_000) / total)}`);
  return {
    line: 'cost of a million events per process, over Kafka',
    figure: `${each.join(', ')} s of a core`,
    against: `${whole(total)} events and what they lead to, from the start on; PostgreSQL and the broker aside`,
    toReach: 'told',
    reached: behind.length === 0,
  };
}
