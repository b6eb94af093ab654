import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type Cluster, startCluster } from '@zhibu/infra';
import pg from 'pg';
import { discard, newData, run } from '../support/platform.ts';
import { Registrations } from '../support/registrations.ts';

let cluster: Cluster;
let data: string;
const believedBefore = getCACertificates('default');
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
  setDefaultCACertificates(believedBefore);
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

/** The number of the certificate that a server shows to whoever connects now. */
async function shownAt(address: string): Promise<string> {
  const [host = '', port = ''] = address.replace('https://', '').split(':');
  const socket = connect({ host, port: Number(port) });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

const shown = (): Promise<readonly string[]> =>
  Promise.all([...cluster.processes.map(({ url }) => url), cluster.broker?.address ?? ''].map(shownAt));

it('loses and repeats no command while every certificate is made anew and taken by one process after the other', async () => {
  const before = await shown();
  const gateways = [0, 1].map((replica) => cluster.of('gateway', replica).url);
  const load = new Registrations(gateways, 'R');
  load.start();
  const { code, stdout } = await run('certificates', ['renew', '--data', data]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('restart one after the other')]);
  for (const one of cluster.processes) expect(await one.restart()).toEqual({ code: 0, signal: null });
  await cluster.broker?.stop();
  await cluster.broker?.start();
  await load.stop();
  const after = await shown();
  expect(after.filter((serial) => before.includes(serial))).toEqual([]);
  expect(load.refused).toEqual([]);
  expect(load.told.length).toBeGreaterThan(10);
  expect(await recorded()).toEqual(
    load.told.flatMap(({ code: child, events }) => events.map(({ id }) => `organization-${child} ${id}`)).sort(),
  );
  expect(await childrenShown(load.told.length)).toBe(load.told.length);
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
async function childrenShown(expected: number): Promise<number> {
  let found = -1;
  for (const until = Date.now() + 60_000; found !== expected && Date.now() < until; await pause(200)) {
    const answer = await ask('{ organization(id: "R") { children(first: 1) { totalCount } } }');
    found = Number(Object(Object(Object(Object(answer).data).organization).children).totalCount);
  }
  return found;
}
