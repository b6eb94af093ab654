import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, ProcessName } from '@zhibu/infra';
import { openScene } from '../faults/scene.ts';
import type { Bench, Line } from './line.ts';
import { memoryOf, rate, whole } from './measure.ts';

const SEED = 20_261_130;
const WARM_UP_MS = 20_000;
const AT_REST_MS = 30_000;
const BUSY_MS = 60_000;
const AT_REST_MILLICORES = 100;
const COMMANDS_A_SECOND = 50;
/** As `kubectl top` counts: a thousand of a core. */
const MILLICORES = 1_000;
const TICKS_A_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const replicas: Readonly<Record<ProcessName, number>> = {
  organization: 2,
  assessment: 2,
  rectification: 2,
  supervision: 2,
  gateway: 2,
};

/** What a process took: of a core, in thousandths, and of memory, in MiB. */
interface Taken {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
}

/** Two of each process over Kafka, as `k8s/base` has them: what the larger of each takes at rest, and under commands. */
export const coresBench: Bench = {
  name: 'cores',
  measure: async () => {
    const scene = await openScene({ seed: SEED, feed: 'kafka', replicas });
    try {
      scene.load.start();
      await pause(WARM_UP_MS);
      const before = scene.ledger.acknowledged.length;
      const busy = await takenIn(scene.cluster, BUSY_MS);
      const aSecond = rate(scene.ledger.acknowledged.length - before, BUSY_MS);
      await scene.load.stop();
      await pause(WARM_UP_MS);
      const rest = await takenIn(scene.cluster, AT_REST_MS);
      return [
        lineOf('at rest', rest, {
          toReach: `< ${AT_REST_MILLICORES}m`,
          reached: rest.every(({ cpu }) => cpu < AT_REST_MILLICORES),
        }),
        lineOf(`at ${whole(aSecond)} commands a second`, busy, {
          toReach: `≥ ${COMMANDS_A_SECOND} commands a second`,
          reached: aSecond >= COMMANDS_A_SECOND,
        }),
      ];
    } finally {
      await scene.close();
    }
  },
};

async function takenIn({ processes }: Cluster, forMs: number): Promise<readonly Taken[]> {
  const before = processes.map(({ pid }) => secondsOf(pid));
  await pause(forMs);
  const taken = processes.map(({ name, pid }, index) => ({
    name,
    cpu: ((secondsOf(pid) - (before[index] ?? 0)) / (forMs / 1_000)) * MILLICORES,
    memory: memoryOf(pid ?? Number.NaN).now,
  }));
  return [...Map.groupBy(taken, ({ name }) => name)].map(([name, of]) => ({
    name,
    cpu: Math.max(...of.map(({ cpu }) => cpu)),
    memory: Math.max(...of.map(({ memory }) => memory)),
  }));
}

/** What a process has taken of all cores since it began, in seconds. */
function secondsOf(pid = Number.NaN): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) / TICKS_A_SECOND;
}

function lineOf(when: string, taken: readonly Taken[], reaching: Pick<Line, 'toReach' | 'reached'>): Line {
  return {
    line: `what the larger of two of a process takes, over Kafka, ${when}`,
    figure: taken.map(({ name, cpu, memory }) => `${name} ${whole(cpu)}m ${whole(memory)} MiB`).join(', '),
    against: 'of a core and of memory; requests in k8s/base are set by it',
    ...reaching,
  };
}
