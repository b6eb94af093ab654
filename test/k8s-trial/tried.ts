import { setTimeout as pause } from 'node:timers/promises';
import { crowd, type Question } from '../bench/asking.ts';
import { percentile } from '../bench/measure.ts';
import { reckon } from '../faults/reckoning.ts';
import type { Entry } from '../support/ledger.ts';
import type { Row, Seen, Trial } from './row.ts';
import { GATEWAY, shown, type TrialScene } from './scene.ts';

const WARM_UP_MS = 5_000;
const AFTERWARDS_MS = 5_000;
const CLIENTS = 4;
const ASKED_A_SECOND = 2;
/** What people look at while it goes on. */
export const questions: readonly Question[] = [
  {
    query:
      'query ($under: ID!) { dashboard(under: $under) { branches ungraded(scheme: "classification") grades(scheme: "classification") { grade count } byChild(scheme: "classification") { organization { code name } branches } } }',
    variables: { under: '990000' },
  },
  {
    query:
      'query ($under: ID!) { branches(under: $under, first: 20) { totalCount edges { node { organization { code name } rating(scheme: "classification") { grade label } } } } }',
    variables: { under: '990200' },
  },
  { query: 'query ($id: ID!) { organization(id: $id) { code name } }', variables: { id: '990200-SZGW' } },
];

/** One row: commands and queries, the trial in them, their end, and the count of everything that was acknowledged. */
export async function tried(scene: TrialScene, trial: Trial): Promise<Row> {
  const began = Date.now();
  const sent = scene.ledger.all.length;
  const over = Promise.withResolvers<void>();
  const headers = shown(scene.secrets);
  const question = (): Question => ({ ...scene.chance.of(questions), headers });
  const asked = crowd({ url: GATEWAY, clients: CLIENTS, aSecond: ASKED_A_SECOND, question }, over.promise);
  scene.load.start();
  await pause(WARM_UP_MS);
  const seen = await struck(scene, trial);
  await pause(AFTERWARDS_MS);
  await scene.load.stop();
  over.resolve();
  const { spent, failures } = await asked;
  const { lost, repeated, wrong } = await reckon(scene, { smuggled: scene.before, rebuilds: false });
  const faults = [
    ...(seen.wrong ?? []),
    ...(trial.breaksQueries || failures.length === 0
      ? []
      : [`${failures.length} queries failed: ${reasonsOf(failures)}`]),
    ...wrong,
  ];
  const commands = trafficOf(scene.ledger.all.slice(sent));
  const queries = `${spent.length + failures.length} queries, ${failures.length} failed, p99 ${Math.round(percentile(spent, 99))} ms`;
  return {
    name: trial.name,
    says: trial.says,
    outcome: faults.length === 0 ? 'passed' : 'failed',
    figures: seen.figures,
    wrong: faults,
    traffic: `${queries}; ${commands}, ${lost} lost, ${repeated} repeated`,
    seconds: (Date.now() - began) / 1000,
  };
}

async function struck(scene: TrialScene, trial: Trial): Promise<Seen> {
  try {
    return await trial.strike(scene);
  } catch (error) {
    return { figures: [], wrong: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Each reason once, with how often. */
export function reasonsOf(failures: readonly string[]): string {
  const reasons = Map.groupBy(failures, (failure) => /"code":"([^"]+)"/.exec(failure)?.[1] ?? failure.slice(0, 100));
  return [...reasons].map(([reason, { length }]) => `${length} × ${reason}`).join(', ');
}

function trafficOf(entries: readonly Entry[]): string {
  const again = entries.filter(({ failures }) => failures > 0).length;
  const p99 = percentile(
    entries.map(({ slowest }) => slowest),
    99,
  );
  return `${entries.length} commands, ${again} sent again, p99 ${Math.round(p99)} ms`;
}
