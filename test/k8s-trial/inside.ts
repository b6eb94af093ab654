/** What runs in the lab's network: installs, imports, and goes through the trials. Its rows go to the file that it is told. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reckon } from '../faults/reckoning.ts';
import { install, installStores, Secrets } from './installation.ts';
import { restored } from './restoring.ts';
import { type Row, type Seen, tableOf, type Trial } from './row.ts';
import { importEdges, openScene, type TrialScene } from './scene.ts';
import { tried } from './tried.ts';
import { RESTORED, trials } from './trials.ts';
import { Usage } from './usage.ts';

const {
  TRIAL_SECRETS: secretsFolder = '',
  TRIAL_PROOF: proof = '',
  TRIAL_ROWS: file = '',
  TRIAL_ONLY: only = '',
  TRIAL_KEPT: kept = '',
} = process.env;
const isWanted = (one: string): boolean => only === '' || only.split(',').includes(one);
const tell = (text: string): void => void process.stdout.write(`  ${text}\n`);
const rows: Row[] = [];
/** Longer than the metrics look back. */
const AT_REST_MS = 30_000;
const secrets = new Secrets(secretsFolder);

/** The rows so far outlive whatever ends this program. */
async function add(row: Row): Promise<void> {
  rows.push(row);
  process.stdout.write(`${tableOf([row])}\n${row.wrong.map((sentence) => `  wrong: ${sentence}\n`).join('')}\n`);
  await writeFile(file, JSON.stringify(rows, null, 2));
}

async function step(name: string, says: string, work: () => Promise<Seen>): Promise<boolean> {
  const began = Date.now();
  const { figures, wrong = [] } = await work().catch((error: unknown): Seen => ({
    figures: [],
    wrong: [String(error)],
  }));
  const outcome = wrong.length === 0 ? 'passed' : 'failed';
  await add({ name, says, outcome, figures, wrong, seconds: (Date.now() - began) / 1000 });
  return outcome === 'passed';
}

async function installed(): Promise<TrialScene | undefined> {
  tell('PostgreSQL and Kafka …');
  await installStores(secrets, proof);
  const isReady = await step('installed', 'installed: schemas, topics, ten pods ready', async () => {
    await install(secrets);
    return { figures: [] };
  });
  const isFilled =
    isReady &&
    (await step('imported', 'edges-24 imported through the gateway', async () => {
      await importEdges(secrets);
      await pause(AT_REST_MS);
      return { figures: [`at rest, a pod takes at most: ${(await new Usage().look()).toString()}`] };
    }));
  return isFilled ? openScene(secrets, tell) : undefined;
}

async function row(scene: TrialScene, trial: Trial): Promise<void> {
  tell(`${trial.name}: ${trial.says} …`);
  await add(await tried(scene, trial));
}

const scene = await (kept === '' ? installed() : openScene(secrets, tell));
if (scene) {
  for (const trial of trials.filter(({ name }) => isWanted(name))) await row(scene, trial);
  await step(
    'reckoned',
    'everything counted at the end, topics and a clean rebuild of the read model beside it',
    async () => {
      const { commands, events, lost, repeated, wrong } = await reckon(scene, { smuggled: scene.before });
      const counted = `${commands} commands acknowledged, ${events} events in the logs, ${lost} lost, ${repeated} repeated`;
      return { figures: [counted, ...(wrong.length === 0 ? ['read model equal'] : [])], wrong };
    },
  );
  if (isWanted(RESTORED.name))
    await step(RESTORED.name, RESTORED.says, () => restored(scene, join(secretsFolder, '..'), proof));
}
process.exit(0);
