import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { services } from '@zhibu/contracts';
import { type Cluster, startCluster } from '@zhibu/infra';
import { type NewKeys, newKeys } from '@zhibu/service-kit';
import pg from 'pg';
import { discard, newData } from '../support/platform.ts';
import { Registrations } from '../support/registrations.ts';

let cluster: Cluster;
let data: string;
beforeAll(async () => {
  data = await newData();
  cluster = await startCluster({ data, feed: 'kafka', replicas: { gateway: 2, organization: 2 } });
  for (const [code, kind, parentId] of [
    ['P', 'province'],
    ['C', 'city', 'P'],
    ['R', 'work-committee', 'C'],
  ])
    await ask('mutation M($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { projected } }', {
      input: { code, kind, parentId, name: `组织${code}`, openedOn: '2010-01-01' },
    });
}, 240_000);
afterAll(async () => {
  await cluster?.stop();
  await discard(data);
}, 120_000);

async function ask(query: string, variables: object = {}): Promise<unknown> {
  const response = await fetch(`${cluster.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** The three steps of a change of keys, each told to one process after the other: believed beside the old; used; alone. */
const steps = (old: NewKeys, next: NewKeys) => [
  (name: string) => ({
    SIGNING_KEY: old.signing.get(name) ?? '',
    TRUSTED_KEYS: `${old.trusted},${next.trusted}`,
    FEED_KEYS: `${old.feed},${next.feed}`,
  }),
  (name: string) => ({
    SIGNING_KEY: next.signing.get(name) ?? '',
    TRUSTED_KEYS: `${old.trusted},${next.trusted}`,
    FEED_KEYS: `${next.feed},${old.feed}`,
  }),
  (name: string) => ({ SIGNING_KEY: next.signing.get(name) ?? '', TRUSTED_KEYS: next.trusted, FEED_KEYS: next.feed }),
];

/** Messages that a process did not believe since it started. */
async function notBelieved({ metricsUrl }: Cluster['processes'][number]): Promise<number> {
  const text = await (await fetch(`${metricsUrl}/metrics`)).text();
  const counts = [...text.matchAll(/^zhibu_feed_skipped_total\{\S*"not-authentic"\S* (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

it('loses and repeats no command and no message while every key is changed, one process after the other', async () => {
  const load = new Registrations(
    [0, 1].map((replica) => cluster.of('gateway', replica).url),
    'R',
  );
  const next = newKeys([...services, 'gateway', 'operator'], 'next');
  load.start();
  const doubted: number[] = [];
  for (const step of steps(cluster.keys, next))
    for (const one of cluster.processes) {
      doubted.push(await notBelieved(one));
      expect(await one.restart(step(one.name))).toEqual({ code: 0, signal: null });
    }
  await load.stop();
  expect(load.refused).toEqual([]);
  expect(load.told.length).toBeGreaterThan(10);
  expect(await recorded()).toEqual(
    load.told.flatMap(({ code, events }) => events.map(({ id }) => `organization-${code} ${id}`)).sort(),
  );
  expect(await shown(load.told.length)).toBe(load.told.length);
  expect(doubted.filter((count) => count > 0)).toEqual([]);
}, 400_000);

async function recorded(): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: cluster.database.connections.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(
      `SELECT stream || ' ' || id AS line FROM organization.events WHERE stream LIKE 'organization-R-L%'`,
    );
    return rows.map(({ line }) => line).sort();
  } finally {
    await client.end();
  }
}

/** How many children queries show, once it is so many or no more come. */
async function shown(expected: number): Promise<number> {
  let found = -1;
  for (const until = Date.now() + 60_000; found !== expected && Date.now() < until; await pause(200)) {
    const answer = await ask('{ organization(id: "R") { children(first: 1) { totalCount } } }');
    found = Number(Object(Object(Object(Object(answer).data).organization).children).totalCount);
  }
  return found;
}
