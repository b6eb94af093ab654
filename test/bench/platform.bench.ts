import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { command, demo, importFolder } from '../support/city.ts';
import { discard, PlatformUnderTest, temporaryFolder } from '../support/platform.ts';
import { ask } from './asking.ts';
import type { Bench, Line } from './line.ts';
import { median, memoryOf, ms, percentile, seconds, timed } from './measure.ts';

const COMMANDS = 400;
const WARM_UP = 50;
/** The platform gives memory back once it rests, when what the import leads to (14,000 problems) is recorded; its peak is told beside. */
const SOON_MS = 10_000;
const COME_TO_REST_MS = 60_000;
const DASHBOARD =
  'query { dashboard(under: "990000", period: "2022") { branches grades(scheme: "classification") { grade count } } }';

/** The platform as `npm start` starts it, in a new folder: import, memory, commands, and a second start. */
export const platformBench: Bench = {
  name: 'platform',
  measure: async () => {
    const data = await temporaryFolder('zhibu bench ');
    let platform = await PlatformUnderTest.start({ data });
    try {
      const imported = await importing(platform);
      await pause(SOON_MS);
      const soon = memoryOf(pidOf(data));
      await pause(COME_TO_REST_MS - SOON_MS);
      const memory = { soon: soon.now, ...memoryOf(pidOf(data)) };
      const visible = await commanding(platform);
      await platform.stop();
      const started = performance.now();
      platform = await PlatformUnderTest.start({ data, args: [] });
      await ask(platform.url, { query: DASHBOARD, variables: {} });
      return lines({ imported, memory, visible, restart: performance.now() - started });
    } finally {
      await platform.stop();
      await discard(data);
    }
  },
};

async function importing(platform: PlatformUnderTest): Promise<number> {
  const started = performance.now();
  const { code, stdout, stderr } = await importFolder(
    platform,
    join(demo, 'city-1000'),
    '--close-round',
    '--quota-basis',
    '示例',
  );
  if (code !== 0) throw new Error(`the import ended with ${code}: ${stdout}${stderr}`);
  return performance.now() - started;
}

/** The process that holds the data folder. */
export const pidOf = (data: string): number =>
  (JSON.parse(readFileSync(join(data, 'launcher.lock'), 'utf8')) as { readonly pid: number }).pid;

/** Each from the sending of a mutation until its answer, which waits for the read model; a query then shows it. */
async function commanding(platform: PlatformUnderTest): Promise<readonly number[]> {
  const spent: number[] = [];
  const { branches } = await platform.query<{ branches: { edges: { node: { organization: { id: string } } }[] } }>(
    'query { branches(under: "990000", first: 100) { edges { node { organization { id } } } } }',
  );
  for (let index = 0; index < COMMANDS; index += 1) {
    const organizationId = branches.edges[index % branches.edges.length]?.node.organization.id ?? '';
    const name = `第${index}党支部`;
    let projected = false;
    const took = await timed(async () => {
      ({ projected } = await command(platform, 'RenameOrganization', {
        organizationId,
        effectiveOn: '2024-01-01',
        name,
      }));
    });
    const { organization } = await platform.query<{ organization: { name: string } }>(
      'query ($id: ID!) { organization(id: $id) { name } }',
      { id: organizationId },
    );
    if (!projected || organization.name !== name)
      throw new Error(`${organizationId} is not called ${name} after its command was answered`);
    if (index >= WARM_UP) spent.push(took);
  }
  return spent;
}

interface Measured {
  readonly imported: number;
  readonly memory: ReturnType<typeof memoryOf> & { readonly soon: number };
  readonly visible: readonly number[];
  readonly restart: number;
}

function lines({ imported, memory, visible, restart }: Measured): readonly Line[] {
  const p99 = percentile(visible, 99);
  return [
    {
      line: 'command to visible in GraphQL',
      figure: `p99 ${ms(p99)}, median ${ms(median(visible))}`,
      against: `${visible.length} mutations, one after the other, each then seen by a query`,
      toReach: 'p99 < 30 ms',
      reached: p99 < 30,
    },
    {
      line: 'import of city-1000, everything included',
      figure: seconds(imported),
      against: 'the command from start to end, round closed',
      toReach: '≤ 30 s',
      reached: imported <= 30_000,
    },
    {
      line: '`npm start` with data to first answer',
      figure: seconds(restart),
      against: 'first GraphQL answer, the imported city',
      toReach: '≤ 10 s',
      reached: restart <= 10_000,
    },
    {
      line: 'memory of the whole Node process after city-1000',
      figure: `${Math.round(memory.soon)} MB ten seconds after, ${Math.round(memory.now)} MB at rest`,
      against: `at its most ${Math.round(memory.most)} MB`,
      toReach: '< 350 MB',
      reached: memory.soon < 350 && memory.now < 350,
    },
  ];
}
