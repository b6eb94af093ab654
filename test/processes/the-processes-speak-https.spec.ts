import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Cluster, newAuthority, newCertificate, startCluster } from '@zhibu/infra';
import { discard, newData } from '../support/platform.ts';
import { RunningProgram } from '../support/program.ts';

let cluster: Cluster;
let data: string;
const believedBefore = getCACertificates('default');
beforeAll(async () => {
  data = await newData();
  cluster = await startCluster({ data, feed: 'store' });
}, 240_000);
afterAll(async () => {
  setDefaultCACertificates(believedBefore);
  await cluster?.stop();
  await discard(data);
}, 120_000);

async function ask(query: string, variables: object = {}): Promise<unknown> {
  const answer = await fetch(`${cluster.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return answer.json();
}

it('carries a command from the gateway to its service and back into the answer', async () => {
  const register =
    'mutation M($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { projected } }';
  const input = { code: 'P', kind: 'province', name: '某省', openedOn: '2010-01-01' };
  expect(cluster.processes.map(({ url }) => url)).toEqual(
    cluster.processes.map(() => expect.stringMatching(/^https:/)),
  );
  expect(await ask(register, { input })).toEqual({ data: { registerOrganization: { projected: true } } });
});

it('answers nobody who speaks plain HTTP', async () => {
  for (const { url } of cluster.processes)
    await expect(fetch(`${url.replace('https:', 'http:')}/health/live`)).rejects.toThrow();
});

it('is not believed by whoever was not told who signed its certificate', async () => {
  const asking = `fetch(process.argv[1]).then(() => 'answered', (error) => error.cause.code).then(console.log)`;
  const { stdout } = await new RunningProgram(process.execPath, ['-e', asking, `${cluster.url}/health/live`]).ended;
  expect(stdout.trim()).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
});

/** In the place of a service, with a certificate for that place that another authority has signed. */
async function impostor(): Promise<{ readonly url: string; readonly server: Server; readonly asked: () => number }> {
  const { certificate, key } = await newCertificate(await newAuthority('another'), {
    name: 'assessment',
    hosts: ['127.0.0.1'],
  });
  let asked = 0;
  const server = createServer({ cert: certificate, key }, (_request, response) => {
    asked += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port }: AddressInfo = Object(server.address());
  return { url: `https://127.0.0.1:${port}`, server, asked: () => asked };
}

it('hands no command to whoever shows a certificate that another authority has signed', async () => {
  const { url, server, asked } = await impostor();
  const gateway = cluster.of('gateway');
  await gateway.restart({ SERVICE_URL_ASSESSMENT: url });
  const send =
    'mutation { retireEdition(input: { editionId: "e", effectiveOn: "2022-01-01", reason: "r" }) { projected } }';
  expect(JSON.stringify(await ask(send))).toContain('SERVICE_UNAVAILABLE');
  expect(asked()).toBe(0);
  await gateway.restart({ SERVICE_URL_ASSESSMENT: cluster.of('assessment').url });
  server.close();
});

it('does not start with a certificate without its key, or with a file that is none', async () => {
  const one = cluster.of('supervision');
  await one.stop();
  await expect(one.restart({ TLS_KEY: join(data, 'nothing.pem') })).rejects.toThrow(/TLS_KEY/);
  await expect(one.restart({ TLS_KEY: '' })).rejects.toThrow(/TLS_KEY/);
});
