import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, startCluster } from '@zhibu/infra';
import { askingAt } from '../support/asking.ts';
import { demo, editionFile, expectedGrades, gradesUnder } from '../support/city.ts';
import {
  type Asked,
  branchesUnderRemediation,
  dutiesOfInput,
  eventually,
  problemCountsUnder,
} from '../support/duties.ts';
import { nodeCertificate } from '../support/event-store-db/certificates.ts';
import { StandIn } from '../support/event-store-db/stand-in.ts';
import { discard, type Ended, program, repository, run, RunningProgram, temporaryFolder } from '../support/platform.ts';

const COMMITTEE = '990200';
const user = { username: 'zhibu', password: 'only:for@this?run' };
const certificate = await nodeCertificate();
const DROPPED = /^zhibu_store_follower_dropped_total\{.*\} (\d+)$/gm;
const LAG = /^zhibu_(?:projection|relay)_lag_events\{.*\} (\d+)$/gm;

// Every service and the gateway as processes of their own; events in one cluster that all four share: three nodes of the
// stand-in, over TLS, with credentials. PostgreSQL holds all the rest.
describe.each(['store', 'kafka'] as const)('the processes with an EventStoreDB stand-in, feeds by %s', (feed) => {
  let standIn: StandIn;
  let cluster: Cluster;
  let folder: string;
  let data: string;
  let gateway: Asked;
  let settings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    // A folder that was started before keeps checkpoints of its own store, the calendars of the first start among them.
    [standIn, folder] = await Promise.all([StandIn.start(3, certificate), temporaryFolder()]);
    data = join(folder, 'data');
    standIn.demand(user);
    const caFile = join(folder, 'stand-in.pem');
    await writeFile(caFile, certificate.authority);
    settings = {
      EVENTSTORE_URL: standIn.connectionString,
      EVENTSTORE_CA_FILE: caFile,
      EVENTSTORE_USERNAME: user.username,
      EVENTSTORE_PASSWORD: user.password,
    };
    cluster = await startCluster({ data, feed, eventStore: settings });
    gateway = askingAt(cluster.url);
  }, 240_000);
  afterAll(async () => {
    await cluster?.stop();
    standIn?.stop();
    await discard(folder);
  }, 120_000);

  const importCity = (): Promise<Ended> =>
    run('import', [
      '--edition',
      editionFile,
      '--period',
      '2022',
      '--close-round',
      '--quota-basis',
      '示例批复〔2023〕1号',
      '--data',
      cluster.data,
      join(demo, 'edges-24'),
    ]);
  const grades = async (): Promise<object> =>
    Object.fromEntries(await gradesUnder(gateway, COMMITTEE, { asOf: '2022-12-31' }));
  const expected = async (): Promise<object> => Object.fromEntries(await expectedGrades('edges-24'));
  const metricsOfAll = (): Promise<readonly string[]> =>
    Promise.all(cluster.processes.map(async ({ metricsUrl }) => (await fetch(`${metricsUrl}/metrics`)).text()));
  const readiness = async (name: 'gateway' | 'assessment'): Promise<object> => {
    const response = await fetch(`${cluster.of(name).url}/health/ready`);
    return { code: response.status, ...((await response.json()) as object) };
  };
  /** Registers a unit, for as long as it takes the cluster to have a leader again; answers whether queries show it. */
  const register = (code: string): Promise<boolean> =>
    eventually(async () => {
      const {
        registerOrganization: { projected },
      } = await gateway.query<{ registerOrganization: { projected: boolean } }>(
        'mutation ($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { projected } }',
        { input: { code, kind: 'unit', parentId: '990200-SZGW', name: `单位${code}`, openedOn: '2020-01-01' } },
      );
      return projected;
    });
  const shown = async (code: string): Promise<unknown> =>
    (
      await gateway.query<{ organization: unknown }>('query ($code: ID!) { organization(id: $code) { code } }', {
        code,
      })
    ).organization;

  it('take in a small city and come to every score and grade of the independent computation', async () => {
    const { code, stdout, stderr } = await importCity();
    expect({ code, says: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, says: '' });
    expect(await grades()).toEqual(await expected());
    for (const stream of ['organization.organization-990200', 'assessment.round-990200-SZGW:classification:2022'])
      expect(standIn.log.stream(stream)).toBeDefined();
  }, 240_000);

  it('answer gradings with problems and remediations, in the log of another service', async () => {
    const { problems, mismatches, lagging } = await dutiesOfInput('edges-24');
    await eventually(async () =>
      expect(await problemCountsUnder(gateway, COMMITTEE)).toMatchObject({ open: problems.length + mismatches }),
    );
    await eventually(async () =>
      expect([...(await branchesUnderRemediation(gateway, COMMITTEE))].sort()).toEqual(lagging),
    );
  }, 240_000);

  it('record nothing when the import is repeated', async () => {
    const events = (): number => standIn.log.records.filter(({ stream }) => /^\w+\.[^.]/.test(stream)).length;
    const before = events();
    expect((await importCity()).code).toBe(0);
    expect(events()).toBe(before);
  }, 240_000);

  it('replay every branch from its owner’s streams in agreement, and say that no chain was checked', async () => {
    const all = await run('audit', ['--all', '--under', COMMITTEE, '--data', cluster.data]);
    expect({ code: all.code, says: all.code === 0 ? '' : all.stdout + all.stderr }).toEqual({ code: 0, says: '' });
    const one = await run('audit', ['--branch', '990200-SZGW-001-B001', '--lang', 'en', '--data', cluster.data]);
    expect([one.code, one.stdout]).toEqual([
      0,
      expect.stringMatching(/agrees with the read model\n.*keeps no hash chain/),
    ]);
  }, 240_000);

  it('tell how far feeds are behind in events, where positions count bytes', async () => {
    await eventually(async () => {
      const texts = await metricsOfAll();
      const lags = texts.flatMap((text) => [...text.matchAll(LAG)].map(([, lag]) => Number(lag)));
      expect([lags.length > 10, lags.reduce((sum, lag) => sum + lag, 0)]).toEqual([true, 0]);
    });
    await eventually(async () => expect(await readiness('gateway')).toMatchObject({ code: 200, status: 'ready' }));
  }, 240_000);

  it('write nothing while nobody asks for anything, and ask less than one question a second each', async () => {
    const before = standIn.tally();
    const seconds = 10;
    await pause(seconds * 1_000);
    const asked = standIn.tally().since(before);
    expect([asked.eventsWritten(), asked.eventsTold('subscribe')]).toEqual([0, 0]);
    const few = seconds * cluster.processes.length;
    expect(asked.requests() <= few ? {} : asked.toJSON()).toEqual({});
  }, 60_000);

  it('count what the server has dropped because it lagged, and go on', async () => {
    for (const { behaviour } of standIn.nodes) behaviour.dropSubscriptions();
    await eventually(async () => {
      const texts = await metricsOfAll();
      const dropped = texts.flatMap((text) => [...text.matchAll(DROPPED)].map(([, count]) => Number(count)));
      // Four services follow their own logs at least.
      expect(dropped.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(4);
    });
    await eventually(async () => expect(await readiness('gateway')).toMatchObject({ code: 200 }));
  }, 120_000);

  it('go on with another leader when the one they spoke to is killed', async () => {
    const [old, next] = standIn.nodes;
    if (!old || !next) throw new Error('three nodes were started');
    standIn.elections.elect(next);
    old.kill();
    expect(await register('990200-SZGW-E1')).toBe(true);
    expect(await shown('990200-SZGW-E1')).toEqual({ code: '990200-SZGW-E1' });
    await old.start();
  }, 240_000);

  it('go on after one of them is killed, and after one is stopped in order', async () => {
    await cluster.of('organization').kill();
    await cluster.of('organization').start();
    expect(await cluster.of('assessment').restart()).toEqual({ code: 0, signal: null });
    expect(await register('990200-SZGW-E2')).toBe(true);
    expect(await grades()).toEqual(await expected());
  }, 240_000);

  it('without any node answer queries, say what is missing, and come back by themselves', async () => {
    for (const node of standIn.nodes) node.kill();
    await eventually(async () =>
      expect(await readiness('assessment')).toMatchObject({
        code: 503,
        status: 'not ready',
        checks: expect.arrayContaining([expect.objectContaining({ name: 'store', state: 'down', required: true })]),
      }),
    );
    expect(await grades()).toEqual(await expected());
    await Promise.all(standIn.nodes.map((node) => node.start()));
    expect(await register('990200-SZGW-E3')).toBe(true);
    await eventually(async () => expect(await readiness('assessment')).toMatchObject({ code: 200 }));
  }, 240_000);

  it('show no password in anything that they write', () => {
    const basic = Buffer.from(`${user.username}:${user.password}`).toString('base64');
    for (const { output } of cluster.processes)
      for (const hidden of [user.password, encodeURIComponent(user.password), basic])
        expect(output).not.toContain(hidden);
  });

  it('leave verify-log, backup and restore to stores that have what these need', async () => {
    for (const [command, ...args] of [['verify-log'], ['backup', 'a.backup'], ['restore', 'a.backup']] as const) {
      const { code, stderr } = await program(command, args, { environment: { STORE: 'event-store-db' } }).ended;
      expect([code, stderr]).toEqual([3, expect.stringContaining(`npm run ${command} is for the PostgreSQL store`)]);
    }
  }, 120_000);

  it.each([
    [
      'EVENTSTORE_PASSWORD',
      'wrong',
      /EVENTSTORE_USERNAME, EVENTSTORE_PASSWORD, or those in EVENTSTORE_URL: EventStoreDB denies access/,
    ],
    [
      'EVENTSTORE_CA_FILE',
      '',
      /EVENTSTORE_CA_FILE, or tls in EVENTSTORE_URL: EventStoreDB at 127.0.0.1:\d+: its certificate is not trusted/,
    ],
  ] as const)(
    'end at their start with one sentence that names the setting, where %s is wrong',
    async (name, value, sentence) => {
      const environment = {
        ...settings,
        [name]: value,
        STORE: 'event-store-db',
        DATABASE_URL: cluster.database.connections.url('supervision', 'service'),
        SIGNING_KEY: cluster.keys.signing.get('supervision') ?? '',
        TRUSTED_KEYS: cluster.keys.trusted,
        PORT: '1',
      };
      const { code, stdout, stderr } = await new RunningProgram(
        process.execPath,
        [join(repository, 'services/supervision/dist/main.js')],
        { environment },
      ).ended;
      expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(sentence)]);
      expect(stdout + stderr).not.toMatch(/at .*\.js:\d+/);
    },
    120_000,
  );
});
