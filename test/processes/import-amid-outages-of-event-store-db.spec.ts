import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, startCluster } from '@zhibu/infra';
import { askingAt } from '../support/asking.ts';
import { demo, editionFile, EVERY_ROUND, expectedGrades, gradesUnder } from '../support/city.ts';
import {
  type Asked,
  branchesUnderRemediation,
  dutiesOfInput,
  eventually,
  problemCountsUnder,
} from '../support/duties.ts';
import { StandIn, type StandInNode } from '../support/event-store-db/stand-in.ts';
import { discard, type Ended, run, temporaryFolder } from '../support/platform.ts';

const COMMITTEE = '990200';
const UNIT = '990200-SZGW';
/** Streams of the four services: what the import records. */
const OF_THE_DOMAIN = /^\w+\.[^.]/;
const EVENTS_BETWEEN = 60;
let standIn: StandIn;
let cluster: Cluster;
let folder: string;
let gateway: Asked;

beforeAll(async () => {
  // A folder that was started before keeps checkpoints of its own store.
  [standIn, folder] = await Promise.all([StandIn.start(3), temporaryFolder()]);
  const data = join(folder, 'data');
  cluster = await startCluster({ data, feed: 'store', eventStore: { EVENTSTORE_URL: standIn.connectionString } });
  gateway = askingAt(cluster.url);
}, 120_000);
afterAll(async () => {
  await cluster?.stop();
  standIn?.stop();
  await discard(folder);
}, 120_000);

const recorded = () => standIn.log.records.filter(({ stream }) => OF_THE_DOMAIN.test(stream));
const importCity = (): Promise<Ended> =>
  run('import', [
    '--edition',
    editionFile,
    '--period',
    '2022',
    ...EVERY_ROUND,
    '--data',
    cluster.data,
    join(demo, 'edges-24'),
  ]);

function leader(): StandInNode {
  const found = standIn.nodes.find(({ answers, behaviour }) => answers && behaviour.state === 'leader');
  if (!found) throw new Error('nobody leads');
  return found;
}

/** What befalls the cluster, each once so many more events stand in the log. */
const outages: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'two nodes that lead are killed, one after the other',
    async () => {
      for (let count = 0; count < 2; count += 1) {
        const killed = leader();
        await standIn.elections.killLeader({ unnoticedMs: 500, vacantMs: 1_000 });
        await killed.start();
      }
    },
  ],
  [
    'the leader is frozen, another is elected, and the first goes on',
    async () => {
      const old = leader();
      await standIn.elections.freezeLeader({ unnoticedMs: 500, vacantMs: 1_000 });
      await pause(1_000);
      await standIn.elections.wake(old);
    },
  ],
  [
    'the quorum is lost for three seconds',
    async () => {
      const old = leader();
      standIn.elections.loseQuorum();
      await pause(3_000);
      standIn.elections.elect(old);
    },
  ],
];

/** Registers a unit, by the same command again and again until it is answered that it stands. */
const register = (code: string, commandId = randomUUID()): Promise<boolean> =>
  eventually(async () => {
    const { registerOrganization } = await gateway.query<{ registerOrganization: { projected: boolean } }>(
      'mutation ($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { projected } }',
      { input: { commandId, code, kind: 'unit', parentId: UNIT, name: `单位${code}`, openedOn: '2020-01-01' } },
    );
    return registerOrganization.projected;
  });

/** Registers units one after another until told that it is over; gives those that were acknowledged. */
async function registering(isOver: () => boolean): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  while (!isOver()) {
    const code = `${UNIT}-E${acknowledged.length + 1}`;
    await register(code);
    acknowledged.push(code);
    await pause(250);
  }
  return acknowledged;
}

function expectNothingDoubled(): void {
  const events = recorded();
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const next = new Map<string, bigint>();
  for (const { stream, revision } of events) {
    expect([stream, revision]).toEqual([stream, next.get(stream) ?? 0n]);
    next.set(stream, revision + 1n);
  }
}

it('takes a city in through five processes, though nodes are killed and frozen and the quorum is lost in its midst', async () => {
  let over = false;
  const importing = importCity().finally(() => {
    over = true;
  });
  while (!over && !standIn.log.stream(`organization.organization-${UNIT}`)) await pause(10);
  const units = registering(() => over);
  for (const [what, befall] of outages) {
    const so = recorded().length;
    while (!over && recorded().length < so + EVENTS_BETWEEN) await pause(10);
    expect([what, over]).toEqual([what, false]);
    await befall();
  }
  const { code, stdout, stderr } = await importing;
  expect({ code, says: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, says: '' });
  for (const unit of await units)
    expect([unit, standIn.log.stream(`organization.organization-${unit}`)]).toEqual([
      unit,
      [expect.objectContaining({ type: 'OrganizationRegistered' })],
    ]);
  expectNothingDoubled();
}, 90_000);

it('has every score and grade of the independent computation then, and every duty that follows from them', async () => {
  const { problems, mismatches, lagging } = await dutiesOfInput('edges-24');
  await eventually(async () =>
    expect(Object.fromEntries(await gradesUnder(gateway, COMMITTEE, { asOf: '2022-12-31' }))).toEqual(
      Object.fromEntries(await expectedGrades('edges-24')),
    ),
  );
  await eventually(async () =>
    expect(await problemCountsUnder(gateway, COMMITTEE)).toMatchObject({ open: problems.length + mismatches }),
  );
  await eventually(async () =>
    expect([...(await branchesUnderRemediation(gateway, COMMITTEE))].sort()).toEqual(lagging),
  );
  expectNothingDoubled();
}, 60_000);

it('finds all of it again when the import is repeated, and records nothing', async () => {
  const before = recorded().length;
  expect((await importCity()).code).toBe(0);
  expect(recorded().length).toBe(before);
}, 60_000);
