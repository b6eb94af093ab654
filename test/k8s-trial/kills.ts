import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isReady, kubectl, nameOf, type Pod, podsOf, processPods, until } from './kubectl.ts';
import type { Trial } from './row.ts';

const READY_WITHIN_SECONDS = 180;
const BROKER_AWAY_MS = 60_000;

/** Each process once, without a word. */
export const podKills: Trial = {
  name: 'pod-kills',
  says: 'SIGKILL of each of the ten pods in turn',
  breaksQueries: true,
  strike: async ({ tell }) => {
    const took: number[] = [];
    for (const pod of await processPods()) {
      process.kill(pidOf(pod), 'SIGKILL');
      const seconds = await until(`${pod.metadata.name} is ready again`, READY_WITHIN_SECONDS, () => isBack(pod));
      tell(`${nameOf(pod)} ready again after ${seconds.toFixed(1)} s`);
      took.push(seconds);
    }
    return { figures: [`${took.length} kills`, `ready again within ${Math.max(...took).toFixed(1)} s`] };
  },
};

/** Started once more than before, and ready. */
async function isBack(before: Pod): Promise<boolean> {
  const now = (await processPods()).find(({ metadata }) => metadata.uid === before.metadata.uid);
  return now !== undefined && isReady(now) && restarts(now) > restarts(before);
}

const restarts = ({ status }: Pod): number => status.containerStatuses?.[0]?.restartCount ?? 0;

/** The program in a pod, seen from the machine: by its control group, and not the one that only holds the pod's network. */
function pidOf({ metadata }: Pod): number {
  const pid = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => textOf(name, 'cgroup').includes(metadata.uid) && textOf(name, 'cmdline').includes('entry.mjs'));
  if (pid === undefined) throw new Error(`no process of ${metadata.name} is to be seen`);
  return Number(pid);
}

function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** The database's pod is taken away, and comes again with its volume. */
export const databaseRestart: Trial = {
  name: 'postgres-restart',
  says: 'the pod of PostgreSQL deleted',
  breaksQueries: true,
  strike: async ({ load }) => {
    const restartsBefore = await allRestarts();
    const began = Date.now();
    await kubectl('-n', 'stores', 'delete', 'pod', 'postgres-0');
    await until('PostgreSQL is ready', READY_WITHIN_SECONDS, () => isStoreReady('postgres'));
    const back = Date.now();
    const acknowledged = await until('a command is acknowledged again', READY_WITHIN_SECONDS, () =>
      Promise.resolve(load.lastAcknowledgedAt > back),
    );
    await until('every pod is ready', READY_WITHIN_SECONDS, async () =>
      (await processPods()).every((pod) => isReady(pod)),
    );
    return {
      figures: [
        `PostgreSQL ready again after ${((back - began) / 1000).toFixed(1)} s, commands ${acknowledged.toFixed(1)} s later`,
        `${(await allRestarts()) - restartsBefore} containers started anew`,
      ],
    };
  },
};

/** No broker for a minute: commands and queries go on, and what was not relayed is, afterwards. */
export const brokerAway: Trial = {
  name: 'kafka-away',
  says: 'Kafka away for a minute',
  strike: async ({ ledger }) => {
    await kubectl('-n', 'stores', 'scale', 'statefulset/kafka', '--replicas=0');
    await kubectl('-n', 'stores', 'wait', 'pod/kafka-0', '--for=delete', '--timeout=1m');
    const before = ledger.acknowledged.length;
    await pause(BROKER_AWAY_MS);
    const recorded = ledger.acknowledged.length - before;
    const ready = (await processPods()).filter((pod) => isReady(pod)).length;
    await kubectl('-n', 'stores', 'scale', 'statefulset/kafka', '--replicas=1');
    await until('the broker is ready', READY_WITHIN_SECONDS, () => isStoreReady('kafka'));
    return {
      figures: [`${recorded} commands acknowledged meanwhile`, `${ready} pods ready`],
      wrong: [
        ...(recorded === 0 ? ['no command was acknowledged without a broker'] : []),
        ...(ready === 10 ? [] : [`${ready} ready pods without a broker, 10 are due`]),
      ],
    };
  },
};

async function isStoreReady(name: string): Promise<boolean> {
  return (await podsOf(`app.kubernetes.io/name=${name}`, 'stores')).some((pod) => isReady(pod));
}

async function allRestarts(): Promise<number> {
  return (await processPods()).reduce((sum, pod) => sum + restarts(pod), 0);
}
