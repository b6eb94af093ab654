/** `npm run faults [-- --only NAME[,NAME] --short --times N --seed N --feed store|kafka --json FILE]`: breaks things, counts, and prints one table. */
import { cpus, loadavg, totalmem } from 'node:os';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../support/platform.ts';
import { type Fault, type Outcome, tableOf } from './line.ts';
import { lines } from './lines.ts';
import { openScene, type Scene } from './scene.ts';
import { tried } from './trial.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    times: { type: 'string' },
    seed: { type: 'string' },
    feed: { type: 'string', default: 'kafka' },
    json: { type: 'string' },
  },
});
const feed = values.feed === 'store' ? 'store' : 'kafka';
const only = values.only?.split(',') ?? lines.map(({ name }) => name);
const unknown = only.filter((name) => !lines.some((line) => line.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `npm run faults [-- --only ${lines.map(({ name }) => name).join(',')}] [--short] [--times N] [--seed N] [--feed store|kafka] [--json FILE]\n`,
  );
  process.exit(1);
}

const outcomes: Outcome[] = [];
let open: Scene | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void Promise.resolve(open?.close()).finally(() => process.exit(130));
  });
for (const fault of lines.filter(({ name, needsKafka }) => only.includes(name) && (feed === 'kafka' || !needsKafka))) {
  const outcome = await lineOf(fault);
  outcomes.push(outcome);
  process.stdout.write(
    `${tableOf([outcome])}\n${outcome.wrong.map((sentence) => `  wrong: ${sentence}\n`).join('')}\n`,
  );
}
const machine = `${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${(loadavg()[1] ?? 0).toFixed(1)}, Node ${process.version}, feed ${feed}`;
const file = resolve(values.json ?? join(repository, '.data', 'faults.json'));
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify({ machine, outcomes }, null, 2)}\n`);
process.stdout.write(`${machine}\n\n${tableOf(outcomes)}\n\n${file}\n`);
process.exitCode = outcomes.every(
  ({ wrong, late, lost, repeated }) => wrong.length === 0 && late.length === 0 && lost === 0 && repeated === 0,
)
  ? 0
  : 1;

async function lineOf(fault: Fault): Promise<Outcome> {
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  const amount = values.times === undefined ? fault.amount[values.short ? 'short' : 'whole'] : Number(values.times);
  process.stdout.write(`${fault.name}: ${fault.says}, ${amount} ${fault.amount.unit}, seed ${seed} …\n`);
  const scene = await openScene({ seed, feed, ...fault.scene, tell: (text) => process.stdout.write(`  ${text}\n`) });
  open = scene;
  try {
    return await tried(scene, fault, { amount, isShort: values.short });
  } finally {
    open = undefined;
    await scene.close();
  }
}
