/** `npm run bench [-- --only NAME[,NAME] --short --branches 250000 --events 1000000 --json FILE]`: measures, and prints one table. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../support/platform.ts';
import { accessLogBench } from './access-log.bench.ts';
import { appendBench } from './append.bench.ts';
import { appendTogetherBench } from './append-together.bench.ts';
import { burstBench } from './burst.bench.ts';
import { catchUpBench } from './catch-up.bench.ts';
import { clusterBench } from './cluster.bench.ts';
import { coresBench } from './cores.bench.ts';
import { consumerBench } from './consumer.bench.ts';
import { dashboardBench } from './dashboard.bench.ts';
import { dashboardAgainBench } from './dashboard-again.bench.ts';
import { drawBench } from './draw.bench.ts';
import { evidenceBench } from './evidence.bench.ts';
import { eventStoreDbBench } from './event-store-db.bench.ts';
import { Ground } from './ground.ts';
import { type Line, tableOf } from './line.ts';
import { hotStreamBench } from './hot-stream.bench.ts';
import { logInBench } from './log-in.bench.ts';
import { machine, machineText } from './machine.ts';
import { memoryBench } from './memory.bench.ts';
import { platformBench } from './platform.bench.ts';
import { postgraphileBench } from './postgraphile.bench.ts';
import { projectionBench } from './projection.bench.ts';
import { rebuildBench } from './rebuild.bench.ts';
import { relayBench } from './relay.bench.ts';
import { wireBench } from './wire.bench.ts';
import { sealedBench } from './sealed.bench.ts';
import { secondLockBench } from './second-lock.bench.ts';
import { supervisionBench } from './supervision.bench.ts';
import { entryCheckBench } from './entry-check.bench.ts';

const benches = [
  appendBench,
  appendTogetherBench,
  burstBench,
  sealedBench,
  catchUpBench,
  projectionBench,
  rebuildBench,
  dashboardBench,
  dashboardAgainBench,
  supervisionBench,
  entryCheckBench,
  secondLockBench,
  accessLogBench,
  logInBench,
  postgraphileBench,
  relayBench,
  wireBench,
  consumerBench,
  platformBench,
  hotStreamBench,
  clusterBench,
  coresBench,
  drawBench,
  evidenceBench,
  eventStoreDbBench,
  memoryBench,
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    branches: { type: 'string', default: '250000' },
    events: { type: 'string', default: '1000000' },
    json: { type: 'string' },
  },
});
const names = benches.map(({ name }) => name);
const only = values.only?.split(',') ?? [];
const [branches, events] = [Number(values.branches), Number(values.events)];
if (
  only.some((name) => !names.includes(name)) ||
  [branches, events].some((number) => !Number.isInteger(number) || number < 1)
) {
  process.stderr.write(
    `npm run bench [-- --only ${names.join(',')}] [--short] [--branches 250000] [--events 1000000] [--json FILE]\n`,
  );
  process.exit(1);
}

const ground = new Ground({ branches, events, only, short: values.short });
const on = await ground.on('fresh', ({ adminUrl }) => machine(adminUrl));
const lines: Line[] = [];
for (const bench of benches.filter(({ name }) => ground.wants(name))) {
  ground.tell(`${bench.name} …`);
  const measured = await bench.measure(ground);
  ground.tell(tableOf(measured));
  lines.push(...measured);
}

const file = resolve(values.json ?? join(repository, '.data', 'bench.json'));
await mkdir(dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify({ machine: on, lines }, null, 2)}\n`);
process.stdout.write(`${machineText(on)}\n\n${tableOf(lines)}\n\n${file}\n`);
