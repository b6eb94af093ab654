import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { byService } from '@zhibu/contracts';
import { type Cluster, startCluster } from '@zhibu/infra';
import pg from 'pg';
import { Collector } from '../support/collector.ts';
import { discard, newData } from '../support/platform.ts';
import { Registrations } from '../support/registrations.ts';

const collector = new Collector();
let cluster: Cluster;
let data: string;
beforeAll(async () => {
  const [endpoint, folder] = await Promise.all([collector.listen(), newData()]);
  data = folder;
  cluster = await startCluster({
    data,
    feed: 'kafka',
    replicas: { gateway: 2, ...byService(() => 2) },
    environment: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }),
  });
  for (const [code, kind, parentId] of [
    ['P', 'province'],
    ['C', 'city', 'P'],
    ['W', 'work-committee', 'C'],
  ])
    await register({ code, kind, parentId, name: `组织${code}` });
}, 240_000);
afterAll(async () => {
  await cluster?.stop();
  await collector.close();
  await discard(data);
}, 120_000);

interface Answered {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

async function ask(query: string, variables: object = {}, url = cluster.url): Promise<Answered> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answered;
}
const register = (input: object, url?: string): Promise<Answered> =>
  ask(
    'mutation RegisterOne($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { projected events { id } } }',
    { input: { openedOn: '2010-01-01', ...input } },
    url,
  );
const gateways = (): readonly string[] => [0, 1].map((replica) => cluster.of('gateway', replica).url);
const ready = async (url: string) => {
  const answer = await fetch(`${url}/health/ready`);
  return {
    status: answer.status,
    body: (await answer.json()) as { readonly status: string; readonly checks: readonly object[] },
  };
};

async function until(is: () => Promise<boolean> | boolean, withinMs = 60_000): Promise<boolean> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(100)) if (await is()) return true;
  return false;
}

async function query<Row extends object>(schema: string, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({
    connectionString: cluster.database.connections.adminUrl,
    options: `-c search_path=${schema}`,
  });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Every registration that was acknowledged is there once, as it was acknowledged, and shown; and nothing else is. */
async function expectExactly(load: Registrations, prefix: string): Promise<void> {
  expect(load.refused).toEqual([]);
  expect(load.told.length).toBeGreaterThan(10);
  const recorded = await query<{ stream: string; id: string; revision: number }>(
    'organization',
    `SELECT stream, id, revision FROM events WHERE stream LIKE 'organization-${prefix}-L%'`,
  );
  const told = load.told.flatMap(({ code, events }) =>
    events.map(({ id, revision }) => ({ stream: `organization-${code}`, id, revision })),
  );
  const inOrder = (rows: readonly { readonly id: string }[]): readonly object[] =>
    rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(inOrder(recorded)).toEqual(inOrder(told));
  expect(await until(async () => (await shown(prefix)) === load.told.length)).toBe(true);
}

async function shown(parent: string): Promise<number> {
  const answer = await ask('query Children($id: ID!) { organization(id: $id) { children(first: 1) { totalCount } } }', {
    id: parent,
  });
  const found: { readonly children: { readonly totalCount: number } } = Object(answer.data?.['organization']);
  return found.children.totalCount;
}

it('answers a mutation once queries show it, on either gateway', async () => {
  expect(await register({ code: 'U1', kind: 'unit', parentId: 'W', name: '甲' })).toMatchObject({
    data: { registerOrganization: { projected: true } },
  });
  expect(await ask('{ organization(id: "U1") { name } }', {}, gateways()[1])).toMatchObject({
    data: { organization: { name: '甲' } },
  });
});

it('traces a mutation from GraphQL through the append and the topic to every projection', async () => {
  await register({ code: 'U2', kind: 'unit', parentId: 'W', name: '乙' });
  const whole = [
    'zhibu-gateway mutation RegisterOne',
    'zhibu-gateway send to organization',
    'zhibu-organization POST commands',
    'zhibu-organization append',
    'zhibu-organization relay organization',
    'zhibu-gateway gateway takes organization',
    'zhibu-organization organization-lookup takes organization',
    'zhibu-assessment assessment-organizations takes organization',
  ];
  const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);
  const mutations = () => collector.spans.filter(({ name }) => name === 'mutation RegisterOne');
  const names = () =>
    mutations().map(({ traceId }) => spansOf(traceId).map(({ process, name }) => `${process} ${name}`));
  await until(() => names().some((found) => whole.every((name) => found.includes(name))), 30_000);
  expect(names()).toContainEqual(expect.arrayContaining(whole));
  // What is taken from the topic follows from what carried it there; who has found it in the log before follows from the command.
  const carried = ({ traceId }: { readonly traceId: string }): readonly string[] => {
    const relayed = new Set(
      spansOf(traceId)
        .filter(({ name }) => name === 'relay organization')
        .map(({ spanId }) => spanId),
    );
    return spansOf(traceId)
      .filter(({ parentSpanId = '' }) => relayed.has(parentSpanId))
      .map(({ process, name }) => `${process} ${name}`);
  };
  const takers = [
    'zhibu-gateway gateway takes organization',
    'zhibu-assessment assessment-organizations takes organization',
  ];
  expect(
    await until(async () => {
      if (mutations().some((one) => takers.every((taker) => carried(one).includes(taker)))) return true;
      await register({ code: `U2-${mutations().length}`, kind: 'unit', parentId: 'W', name: '乙' });
      await pause(2_000);
      return false;
    }),
  ).toBe(true);
});

it('tells its metrics', async () => {
  const text = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();
  const service = `${await text(cluster.of('organization', 0).metricsUrl)}${await text(cluster.of('organization', 1).metricsUrl)}`;
  for (const name of [
    'zhibu_append_seconds_count{service="organization"}',
    'zhibu_seal_lag_events{service="organization"} 0',
    'zhibu_relay_lag_seconds{service="organization"}',
    'zhibu_commands_total{service="organization",command="RegisterOrganization",outcome="recorded"}',
    'zhibu_projection_lag_events{process="organization",group="organization-lookup",service="organization"}',
    'process_cpu_seconds_total',
  ]) {
    expect(service).toContain(name);
  }
  const gateway = await text(cluster.of('gateway').metricsUrl);
  expect(gateway).toContain('zhibu_graphql_operations_total{operation="mutation",name="RegisterOne",outcome="ok"}');
  expect(gateway).toContain('zhibu_parked_streams{process="gateway",group="gateway",service="organization"} 0');
});

it('writes logs as JSON, one object a line, without a name that a command carried', () => {
  for (const { output } of cluster.processes) {
    for (const line of output
      .trim()
      .split('\n')
      .filter((text) => text.startsWith('{')))
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(String),
        time: expect.any(String),
        process: expect.any(String),
      });
    expect(output).not.toMatch(/组织C|甲|乙/);
  }
});

it('takes no command and shows no log without a token', async () => {
  const { url } = cluster.of('organization');
  const command = await fetch(`${url}/commands/RegisterOrganization`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'zhibu-actor': '{"personId":"x","role":"operator"}' },
    body: '{"data":{}}',
  });
  expect([
    command.status,
    (await fetch(`${url}/log`)).status,
    (await fetch(`${url}/streams/organization-P`)).status,
  ]).toEqual([401, 401, 401]);
});

describe('under load', () => {
  it('a rolling restart of every process loses and repeats nothing that a user can see', async () => {
    await register({ code: 'R', kind: 'work-committee', parentId: 'C', name: '滚动' });
    const load = new Registrations(gateways(), 'R');
    load.start();
    const exits: object[] = [];
    for (const one of cluster.processes) {
      const begun = Date.now();
      const exit = await one.stop();
      exits.push({ name: one.name, ...exit, inTime: Date.now() - begun < 10_000 });
      await one.start();
    }
    await load.stop();
    expect(exits).toEqual(cluster.processes.map(({ name }) => ({ name, code: 0, signal: null, inTime: true })));
    await expectExactly(load, 'R');
  }, 240_000);

  it('a broker that is away holds up neither commands nor queries, and is named', async () => {
    await register({ code: 'B', kind: 'work-committee', parentId: 'C', name: '断' });
    await cluster.broker?.kill();
    const load = new Registrations(gateways(), 'B');
    // Each answer waits out the time in which it would be shown: many users at once wait together.
    load.start(8);
    expect(await until(() => load.told.length > 10)).toBe(true);
    const { status, body } = await ready(cluster.of('organization').url);
    expect([status, body.status]).toEqual([200, 'degraded']);
    expect(body.checks).toContainEqual(expect.objectContaining({ name: 'broker', state: 'down' }));
    await load.stop();
    await cluster.broker?.start();
    await expectExactly(load, 'B');
  }, 240_000);
});

it('a service that is away makes its mutations answer so at once, while queries and the others go on', async () => {
  const { errors: none } = await ask('{ organization(id: "U1") { name } }');
  expect(none).toBeUndefined();
  const before = new Date().toISOString();
  const known = () => ask('query ($at: DateTime) { dashboard(under: "P", knownAt: $at) { branches } }', { at: before });
  // What was asked once is settled with every service, and answered without them from then on.
  expect(await known()).toMatchObject({ data: { dashboard: { branches: 0 } } });
  for (const replica of [0, 1]) await cluster.of('assessment', replica).stop();
  const retire = () =>
    ask('mutation { retireEdition(input: { editionId: "e", effectiveOn: "2022-01-01", reason: "r" }) { projected } }');
  for (let n = 0; n < 4; n += 1)
    expect(await retire()).toMatchObject({
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', service: 'assessment' } }],
    });
  expect(await ask('{ organization(id: "U1") { name } dashboard(under: "P") { branches } }')).toMatchObject({
    data: { organization: { name: '甲' }, dashboard: { branches: 0 } },
  });
  expect(await known()).toMatchObject({ data: { dashboard: { branches: 0 } } });
  expect(await register({ code: 'U3', kind: 'unit', parentId: 'W', name: '丙' })).toMatchObject({
    data: { registerOrganization: { projected: true } },
  });
  await Promise.all([0, 1].map((replica) => cluster.of('assessment', replica).start()));
  expect(
    await until(async () => String(Object((await retire()).errors?.[0]?.extensions).code) !== 'SERVICE_UNAVAILABLE'),
  ).toBe(true);
}, 120_000);

it('without its database a process lives, is not ready, and says why; it comes back by itself', async () => {
  await cluster.database.killImmediately();
  const { url } = cluster.of('gateway');
  const { status, body } = await ready(url);
  expect([status, (await fetch(`${url}/health/live`)).status]).toEqual([503, 200]);
  expect(body.checks).toContainEqual(expect.objectContaining({ name: 'database', state: 'down', required: true }));
  await cluster.database.start();
  expect(await until(async () => (await ready(url)).status === 200)).toBe(true);
  expect(await register({ code: 'U4', kind: 'unit', parentId: 'W', name: '丁' })).toMatchObject({
    data: { registerOrganization: { projected: true } },
  });
}, 120_000);
