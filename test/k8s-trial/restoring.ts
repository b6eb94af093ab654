import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { ask } from '../bench/asking.ts';
import { caughtUp, wordsOf } from '../faults/standings.ts';
import { readModelFaults } from '../faults/reckoning.ts';
import { releases } from './images.ts';
import { installStores, overlayOf, preparedBy, rolledOut } from './installation.ts';
import { inZhibu, kubectl } from './kubectl.ts';
import type { Seen } from './row.ts';
import { GATEWAY, shown, type TrialScene } from './scene.ts';

const run = promisify(execFile);
const READ_WITHIN_MS = 180_000;
const files = ['zhibu.backup', 'zhibu.backup.sig'];
/** What users look at: a dashboard of each tree with its children, and every branch with its grades. */
const shownOf = ['990000', '990900'].flatMap((under) => [
  {
    query:
      'query ($under: ID!) { dashboard(under: $under) { branches ungraded(scheme: "classification") grades(scheme: "classification") { grade count } byChild(scheme: "classification") { organization { code name } branches } } }',
    variables: { under },
  },
  {
    query:
      'query ($under: ID!) { branches(under: $under, first: 100) { totalCount edges { node { organization { code name } rating(scheme: "classification") { grade label effectiveFrom } } } } }',
    variables: { under },
  },
]);

/**
 * All is lost but the folder of secrets and a backup: made in the cluster, taken out of it; then both namespaces are deleted with
 * their volumes, the stores are new, and what users look at has to be what it was.
 */
export async function restored(scene: TrialScene, folder: string, proof: string): Promise<Seen> {
  const before = await looked(scene);
  await operatorThere();
  await command('backup', '/work/zhibu.backup');
  for (const name of files) await takenOut(name, join(folder, name));
  const { size } = await stat(join(folder, 'zhibu.backup'));
  await kubectl('delete', 'namespace', 'zhibu', 'stores', '--timeout=3m');
  const began = Date.now();
  await installStores(scene.secrets, proof);
  await kubectl('apply', '-k', scene.secrets.folder);
  const overlay = await overlayOf(releases.contracting);
  await preparedBy(overlay);
  await operatorThere();
  for (const name of files) await broughtIn(join(folder, name), name);
  await command('restore', '/work/zhibu.backup');
  await inZhibu('scale', 'deployment/operator', '--replicas=0');
  await rolledOut(overlay);
  const behind = await caughtUp(scene.cluster, READ_WITHIN_MS);
  const seconds = (Date.now() - began) / 1000;
  const after = await looked(scene);
  const faults = await readModelFaults(scene.cluster);
  return {
    figures: [
      `a backup of ${(size / 2 ** 20).toFixed(1)} MiB`,
      `${seconds.toFixed(0)} s from an empty cluster until all was read`,
    ],
    wrong: [
      ...behind.map((place) => `not caught up: ${wordsOf(place)}`),
      ...(JSON.stringify(before) === JSON.stringify(after) ? [] : ['dashboards and lists are not what they were']),
      ...faults,
    ],
  };
}

const looked = ({ secrets }: TrialScene): Promise<readonly unknown[]> =>
  Promise.all(shownOf.map((question) => ask(GATEWAY, { ...question, headers: shown(secrets) })));

async function operatorThere(): Promise<void> {
  await inZhibu('scale', 'deployment/operator', '--replicas=1');
  await inZhibu('rollout', 'status', 'deployment/operator', '--timeout=2m');
}

const command = (...args: readonly string[]): Promise<string> =>
  inZhibu('exec', 'deployment/operator', '--', 'node', '/app/infra/docker/entry.mjs', ...args);

/** The image has no tar, so no `kubectl cp`. */
async function takenOut(name: string, to: string): Promise<void> {
  const program = `require('node:fs').createReadStream('/work/${name}').pipe(process.stdout)`;
  const child = spawn('kubectl', ['-n', 'zhibu', 'exec', 'deployment/operator', '--', 'node', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await pipeline(child.stdout, createWriteStream(to));
}

async function broughtIn(from: string, name: string): Promise<void> {
  const program = `process.stdin.pipe(require('node:fs').createWriteStream('/work/${name}'))`;
  await run('sh', ['-c', 'kubectl -n zhibu exec -i deployment/operator -- node -e "$0" < "$1"', program, from]);
}
