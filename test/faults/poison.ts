import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../support/platform.ts';
import type { Fault, Struck } from './line.ts';
import { seenAfter } from './probe.ts';
import { readModelFaults } from './reckoning.ts';
import type { Scene } from './scene.ts';
import { asked, parkedStreams } from './standings.ts';
import { unit } from './traffic.ts';

const OTHERS_WITHIN_MS = 1_000;
/** As long the processes warm up, and are watched before the first poison. */
const UNDISTURBED_MS = 8_000;
const PARKED_WITHIN_MS = 30_000;
const SMUGGLED = 'by-hand';
/**
 * The read model shows names, and the organization service keeps which event refers to whom. Every other consumer takes no
 * renames, and passes by one that fits no contract as by any other.
 */
const CONSUMERS_OF_RENAMES = 2;

/** What one poisonous event did. */
interface Poisoned {
  readonly stream: string;
  readonly slowest: number;
  readonly wrong: readonly string[];
}

/**
 * Half of the events are poison for the gateway's database only, which is mended, and their streams retried; the other
 * half fit no contract, for no consumer: past mending, they are discarded.
 */
export const poison: Fault = {
  name: 'poison',
  says: 'a poisonous event',
  amount: { whole: 20, short: 2, unit: 'times' },
  strike: async (scene, { amount: times, isShort }): Promise<Struck> => {
    const usual = await undisturbed(scene, { turn: times, ms: isShort ? 1_000 : UNDISTURBED_MS });
    const poisoned: Poisoned[] = [];
    const curable = Math.ceil(times / 2);
    for (let turn = 0; turn < curable; turn += 1) poisoned.push(await curableOnce(scene, turn));
    const rebuilt = await readModelFaults(scene.cluster);
    for (let turn = curable; turn < times; turn += 1) poisoned.push(await incurableOnce(scene, turn));
    const slowest = Math.max(...poisoned.map((one) => one.slowest));
    return {
      times,
      figures: [
        `other streams seen after at most ${Math.round(slowest)} ms (${Math.round(usual)} without poison)`,
        `${curable} mended and retried, ${times - curable} discarded`,
      ],
      wrong: [...poisoned.flatMap(({ wrong }) => wrong), ...rebuilt],
      late: slowest > OTHERS_WITHIN_MS ? [`another stream was seen only after ${Math.round(slowest)} ms`] : [],
      // A rebuild reads what no contract lets through, and stops there: what was discarded is known to the live read model only.
      expectation: {
        smuggled: new Set([SMUGGLED]),
        rebuilds: times === curable,
        corrupt: new Set(poisoned.slice(curable).map(({ stream }) => stream)),
      },
    };
  },
};

async function curableOnce(scene: Scene, turn: number): Promise<Poisoned> {
  const { cluster, load } = scene;
  const branch = await registered(scene, turn);
  await asked(cluster, TRIGGER);
  const watching = watched(scene, turn);
  await load.perform({
    name: 'RenameOrganization',
    data: { organizationId: branch, effectiveOn: '2020-01-01', name: `毒${turn}` },
  });
  await load.perform({
    name: 'RenameOrganization',
    data: { organizationId: branch, effectiveOn: '2021-01-01', name: `解${turn}` },
  });
  const isParked = await parkedAt(scene, branch, 1);
  const slowest = await watching.end();
  await asked(cluster, 'DROP TRIGGER poison ON gateway.organization_fact');
  const retried = await run('parked', ['retry', `organization-${branch}`, '--data', cluster.data]);
  const left = await parkedStreams(cluster);
  const name = await nameOf(scene, branch);
  return {
    stream: `organization-${branch}`,
    slowest,
    wrong: [
      ...(isParked ? [] : [`organization-${branch} was not parked`]),
      ...(retried.code === 0 ? [] : [`the retry failed: ${retried.stdout}${retried.stderr}`]),
      ...left.map(({ schema, stream }) => `${stream} is still parked by ${schema}`),
      ...(name === `解${turn}` ? [] : [`after the retry ${branch} is called ${name}`]),
    ],
  };
}

async function incurableOnce(scene: Scene, turn: number): Promise<Poisoned> {
  const { cluster } = scene;
  const branch = await registered(scene, turn);
  const watching = watched(scene, turn);
  await asked(cluster, "SELECT organization.append_one($1, 0, gen_random_uuid(), 'OrganizationRenamed', 1, $2, $3)", [
    `organization-${branch}`,
    JSON.stringify({ organizationId: branch, effectiveOn: '2023-02-30', findings: [], name: '坏' }),
    JSON.stringify({
      commandId: SMUGGLED,
      commandHash: '0'.repeat(64),
      correlationId: SMUGGLED,
      actor: { personId: 'P-0', role: 'nobody' },
    }),
  ]);
  const isParked = await parkedAt(scene, branch, CONSUMERS_OF_RENAMES);
  const slowest = await watching.end();
  const wrong = isParked
    ? []
    : [
        `organization-${branch} is parked by ${(await parkedStreams(cluster)).length} of ${CONSUMERS_OF_RENAMES} consumers`,
      ];
  return { stream: `organization-${branch}`, slowest, wrong: [...wrong, ...(await discarded(scene, branch))] };
}

async function discarded({ cluster }: Scene, branch: string): Promise<readonly string[]> {
  const { stdout } = await run('parked', ['list', '--data', cluster.data]);
  const groups = new Set(
    stdout
      .split('\n')
      .filter((row) => row.includes(branch))
      .map((row) => row.split('\t')[0] ?? ''),
  );
  const wrong: string[] = [];
  for (const group of groups) {
    const {
      code,
      stderr,
      stdout: said,
    } = await run('parked', [
      'discard',
      `organization-${branch}`,
      '--group',
      group,
      '--actor',
      'P-1',
      '--reason',
      'fits no contract',
      '--data',
      cluster.data,
    ]);
    if (code !== 0) wrong.push(`discarding ${branch} for ${group} failed: ${said}${stderr}`);
  }
  return wrong;
}

async function registered({ load }: Scene, turn: number): Promise<string> {
  const code = `${unit}-P${turn}-${Date.now().toString(36)}`;
  await load.perform({
    name: 'RegisterOrganization',
    data: { code, kind: 'branch', parentId: unit, name: `试${turn}`, openedOn: '2012-01-01' },
  });
  return code;
}

/** How long commands on another stream take at most while nothing is wrong, once the processes have warmed up. */
async function undisturbed(
  scene: Scene,
  { turn, ms }: { readonly turn: number; readonly ms: number },
): Promise<number> {
  const warming = watched(scene, turn);
  await pause(ms);
  await warming.end();
  const watching = watched(scene, turn + 1);
  await pause(ms);
  return watching.end();
}

/** Sends commands on another stream, one after another, until told to end. */
function watched(scene: Scene, turn: number): { readonly end: () => Promise<number> } {
  let isOver = false;
  let slowest = 0;
  const loop = (async (): Promise<void> => {
    for (let members = 3; !isOver; members += 1) {
      const { ms } = await seenAfter(scene, {
        name: 'ReportMembership',
        data: {
          organizationId: unit,
          effectiveOn: '2020-01-01',
          fullMembers: members + turn * 1_000,
          probationaryMembers: 0,
        },
      });
      slowest = Math.max(slowest, ms);
      await pause(20);
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await loop;
      return slowest;
    },
  };
}

async function parkedAt({ cluster }: Scene, branch: string, consumers: number): Promise<boolean> {
  for (const until = Date.now() + PARKED_WITHIN_MS; Date.now() < until; await pause(50)) {
    if ((await parkedStreams(cluster)).filter(({ stream }) => stream === `organization-${branch}`).length >= consumers)
      return true;
  }
  return false;
}

async function nameOf({ cluster }: Scene, code: string): Promise<string> {
  const response = await fetch(`${cluster.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query ($code: String) { organization(code: $code) { name } }',
      variables: { code },
    }),
  });
  const { data } = (await response.json()) as {
    readonly data?: { readonly organization: { readonly name: string } | null };
  };
  return data?.organization?.name ?? 'nothing';
}

const TRIGGER = `CREATE OR REPLACE FUNCTION gateway.poison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NEW.value::text LIKE '%毒%' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER poison BEFORE INSERT OR UPDATE ON gateway.organization_fact FOR EACH ROW EXECUTE FUNCTION gateway.poison()`;
