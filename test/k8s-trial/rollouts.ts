import { setTimeout as pause } from 'node:timers/promises';
import { asked, type Databases } from '../faults/standings.ts';
import { releases } from './images.ts';
import { applying, overlayOf, rolledOut } from './installation.ts';
import { inZhibu, processPods, isReady, releaseNow, runs, until, type Pod } from './kubectl.ts';
import type { Trial } from './row.ts';

const LOOK_EVERY_MS = 1_000;
const GIVEN_UP_WITHIN_SECONDS = 300;

/** The next release, by the lines of k8s/README.md. */
export const rollingUpgrade: Trial = {
  name: 'rolling-upgrade',
  says: 'every process rolled to the next release',
  strike: async ({ cluster }) => {
    const next = (await releaseNow()) === releases.next ? releases.first : releases.next;
    const began = Date.now();
    const rolling = rolledOut(await overlayOf(next));
    const connections = await mostConnections(cluster, rolling);
    await rolling;
    const seconds = (Date.now() - began) / 1000;
    const old = (await processPods()).filter((pod) => !runs(pod, next));
    return {
      figures: [
        `ten pods of ${next} after ${seconds.toFixed(0)} s`,
        `${connections} connections to PostgreSQL at most`,
      ],
      wrong: old.map(({ metadata }) => `${metadata.name} still runs the release before`),
    };
  },
};

/** A release that ends at its start: nobody of the old is taken away for it, and the overlay before undoes it. */
export const crashLoop: Trial = {
  name: 'crash-loop',
  says: 'a release that ends at its start, then undone',
  strike: async () => {
    const before = await releaseNow();
    const upgrade = applying(await overlayOf(releases.broken));
    await until('every process has a pod that crashes', GIVEN_UP_WITHIN_SECONDS, async () => {
      const crashing = (await processPods()).filter((pod) => runs(pod, releases.broken) && restartsOf(pod) > 0);
      return new Set(crashing.map(({ metadata }) => metadata.labels['app.kubernetes.io/name'])).size === 5;
    });
    const ready = (await processPods()).filter((pod) => isReady(pod));
    upgrade.signalGroup('SIGTERM');
    await upgrade.ended;
    const began = Date.now();
    await rolledOut(await overlayOf(before));
    return {
      figures: [
        `${ready.length} pods of the old release went on`,
        `undone in ${((Date.now() - began) / 1000).toFixed(0)} s`,
      ],
      wrong: ready.length === 10 ? [] : [`${ready.length} ready pods while the new release crashed, 10 are due`],
    };
  },
};

/** A release that needs more memory than it is given. */
export const outOfMemory: Trial = {
  name: 'out-of-memory',
  says: 'assessment limited to 64 MiB: killed for its memory, then undone',
  strike: async () => {
    await inZhibu('set', 'resources', 'deployment/assessment', '--limits=memory=64Mi', '--requests=memory=64Mi');
    const killed = (pod: Pod): boolean =>
      pod.status.containerStatuses?.some(({ lastState }) => lastState.terminated?.reason === 'OOMKilled') ?? false;
    const seconds = await until('a pod is killed for its memory', GIVEN_UP_WITHIN_SECONDS, async () =>
      (await processPods()).some(killed),
    );
    const ready = (await processPods()).filter((pod) => isReady(pod)).length;
    await inZhibu('rollout', 'undo', 'deployment/assessment');
    await inZhibu('rollout', 'status', 'deployment/assessment', '--timeout=3m');
    return {
      figures: [`OOMKilled after ${seconds.toFixed(0)} s`, `${ready} pods of before went on`],
      wrong: ready === 10 ? [] : [`${ready} ready pods meanwhile, 10 are due`],
    };
  },
};

/** So many that PostgreSQL has at once until `over`. */
async function mostConnections(cluster: Databases, over: Promise<unknown>): Promise<number> {
  let [most, isOver] = [0, false];
  const end = (): void => void (isOver = true);
  over.then(end, end);
  while (!isOver) {
    const found = await asked(cluster, "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend'");
    most = Math.max(most, found.length);
    await pause(LOOK_EVERY_MS);
  }
  return most;
}

const restartsOf = ({ status }: Pod): number => status.containerStatuses?.[0]?.restartCount ?? 0;
