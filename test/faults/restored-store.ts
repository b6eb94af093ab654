import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '@zhibu/database';
import { backup, restore } from '@zhibu/event-store';
import type { Cluster } from '@zhibu/infra';
import { run } from '../support/platform.ts';
import type { Fault, Struck } from './line.ts';
import type { Scene } from './scene.ts';
import { asked, caughtUp, headsOf, places, wordsOf } from './standings.ts';

const NAMED_WITHIN_MS = 60_000;
const CAUGHT_UP_WITHIN_MS = 60_000;
const SCHEMA = 'organization';

interface Feed {
  readonly service: string;
  readonly group: string;
  readonly state: string;
  readonly remedy?: string;
}

/** The register's store is put back to an earlier backup while everybody else runs on, and knows more than it does. */
export const restoredStore: Fault = {
  name: 'restored-store',
  says: "store restored to yesterday's backup under running consumers",
  amount: { whole: 3, short: 1, unit: 'times' },
  strike: async (scene, { amount: times }): Promise<Struck> => {
    const wrong: string[] = [];
    const figures: string[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const file = join(scene.folder, `backup-${turn}.zhibu`);
      // What is committed and not yet in the log when it is copied gets its place after the restore, perhaps another one:
      // that is not lost, but could not be told from what is.
      await scene.load.stop();
      await backedUp(scene.cluster, file);
      scene.load.start();
      await pause(scene.chance.between(3_000, 5_000));
      await scene.load.stop();
      const ahead = await putBack(scene, file);
      scene.tell(`put back; ahead are ${ahead.join(', ')}`);
      const stopped = await stoppedFeeds(scene.cluster, ahead.length);
      if (stopped.length < ahead.length)
        wrong.push(
          `${ahead.length} consumers were ahead (${ahead.join(', ')}), ${stopped.length} stopped and named the remedy: ${stopped.join(', ')}`,
        );
      scene.tell(`stopped: ${stopped.join(', ')}`);
      const took = await remedied(scene.cluster, wrong);
      figures.push(
        `${stopped.length} of ${ahead.length} ahead stopped and named the remedy, caught up ${(took / 1000).toFixed(1)} s after it`,
      );
      scene.load.start();
      await pause(2_000);
    }
    return { times, figures, wrong };
  },
};

async function backedUp({ database }: Cluster, file: string): Promise<void> {
  const pool = connect(database.connections.url(SCHEMA, 'service'), { schema: SCHEMA, max: 1, name: 'zhibu-faults' });
  try {
    await backup([{ service: SCHEMA, pool }], file);
  } finally {
    await pool.end();
  }
}

/** Puts the store back while its own process is away. @returns the consumers that have seen more than it holds now */
async function putBack(scene: Scene, file: string): Promise<readonly string[]> {
  const { cluster, ledger, traffic } = scene;
  await caughtUp(cluster, CAUGHT_UP_WITHIN_MS, ({ group }) => group !== 'relay');
  await cluster.of(SCHEMA).stop();
  await asked(
    cluster,
    `TRUNCATE ${SCHEMA}.events, ${SCHEMA}.log, ${SCHEMA}.pending; UPDATE ${SCHEMA}.head SET seq = 0`,
  );
  const owner = connect(cluster.database.connections.url(SCHEMA, 'owner'), {
    schema: SCHEMA,
    max: 1,
    name: 'zhibu-faults',
  });
  try {
    await restore([{ service: SCHEMA, pool: owner }], file);
  } finally {
    await owner.end();
  }
  const end = (await headsOf(cluster)).get(SCHEMA) ?? 0n;
  // What was acknowledged after the backup is lost by it, and only that.
  const struck = ledger.strikeOut(
    ({ acknowledged }) =>
      acknowledged?.some((event) => isOfRegister(event.stream) && BigInt(event.position) > end) ?? false,
  );
  traffic.forget(struck.filter(({ name }) => name === 'RegisterOrganization'));
  const ahead = (await places(cluster)).filter(
    ({ service, group, position }) => service === SCHEMA && group !== 'relay' && position > end,
  );
  cluster.of(SCHEMA).spawn();
  return ahead.map(({ schema, group }) => `${schema}/${group}`);
}

const isOfRegister = (stream: string): boolean => /^(organization|activity)-/.test(stream);

/** Waits until so many consumers say of themselves that they have stopped, and what to do. */
async function stoppedFeeds(cluster: Cluster, due: number): Promise<readonly string[]> {
  for (const until = Date.now() + NAMED_WITHIN_MS; ; await pause(200)) {
    const told = await Promise.all(
      cluster.processes.filter(({ pid }) => pid !== undefined).map(({ name, url }) => feedsOf(name, url)),
    );
    const stopped = told.flat();
    if (stopped.length >= due || Date.now() > until) return stopped;
  }
}

async function feedsOf(name: string, url: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) })
    .then((response) => response.json() as Promise<{ readonly feeds?: readonly Feed[] }>)
    .catch(() => undefined);
  return (answer?.feeds ?? [])
    .filter(({ state, remedy }) => state === 'stopped' && remedy?.includes('refill'))
    .map(({ group }) => `${name}/${group}`);
}

/** Carries the remedy out, as the operator would. @returns how long it took until all have read everything */
async function remedied(cluster: Cluster, wrong: string[]): Promise<number> {
  const began = Date.now();
  const { code, stdout, stderr } = await run('refill', ['all', '--data', cluster.data]);
  if (code !== 0) wrong.push(`the remedy failed: ${stdout}${stderr}`);
  await cluster.of(SCHEMA).ready();
  const behind = await caughtUp(cluster, CAUGHT_UP_WITHIN_MS, ({ group }) => group !== 'relay');
  wrong.push(...behind.map((place) => `after the remedy: ${wordsOf(place)}`));
  return Date.now() - began;
}
