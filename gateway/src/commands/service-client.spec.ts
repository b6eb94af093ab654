import { afterEach, expect, it } from '@jest/globals';
import { byService } from '@zhibu/contracts';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@zhibu/kernel';
import { ownKeys, type Sender } from '@zhibu/service-kit';
import { ServiceClient } from './service-client.adapter.ts';

/** A port at which nothing answers. */
const NOBODY = 'http://127.0.0.1:1';
const request = { service: 'organization', path: '/log' } as const;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Answers so, until told otherwise. */
let says: { readonly status: number; readonly body: string } = { status: 200, body: '{"there":true}' };
afterEach(() => {
  says = { status: 200, body: '{"there":true}' };
});

/** Of the last request. */
let authorization = '';

async function serve(port = 0): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(({ headers }, response) => {
    authorization = headers.authorization ?? '';
    response.writeHead(says.status).end(says.body);
  });
  servers.push(server.listen(port, '127.0.0.1'));
  await once(server, 'listening');
  const address: AddressInfo = Object(server.address());
  return { server, port: address.port };
}

const client = (...organization: readonly string[]): ServiceClient =>
  new ServiceClient({ urls: { ...byService(() => [NOBODY]), organization }, signing: ownKeys().signing });

it('refuses where nobody answers, and again while that is known', async () => {
  const away = client(NOBODY);
  for (let sent = 0; sent < 4; sent += 1)
    await expect(away.send(request)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      details: { service: 'organization', since: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
});

it('finds the one of two addresses that answers', async () => {
  const { port } = await serve();
  const half = client(NOBODY, `http://127.0.0.1:${port}`);
  for (let sent = 0; sent < 8; sent += 1)
    expect(await half.send(request)).toEqual({ status: 200, body: { there: true } });
});

it('waits for one of two that were known to be away and is just back, as in a rolling restart', async () => {
  const { server, port } = await serve();
  server.close();
  await once(server, 'close');
  const both = client(NOBODY, `http://127.0.0.1:${port}`);
  for (let sent = 0; sent < 2; sent += 1) await expect(both.send(request)).rejects.toThrow(Refusal);
  await serve(port);
  expect(await both.send(request)).toEqual({ status: 200, body: { there: true } });
});

const problem = (code: string, status: number, facts: object = {}) => ({
  status,
  body: JSON.stringify({ type: `urn:zhibu:problem:${code}`, title: code, status, code, ...facts }),
});
const instant = '2023-01-01T00:00:00.000Z';

it.each<[string, { readonly status: number; readonly body: string }]>([
  ['a service whose store is away', problem('SERVICE_UNAVAILABLE', 503)],
  ['a proxy before one that is away', { status: 502, body: '<html>Bad Gateway</html>' }],
  ['a proxy that waited in vain', { status: 504, body: '' }],
])('says of %s which one it is and since when, also while an instant is settled', async (_, answer) => {
  const { port } = await serve();
  const one = client(`http://127.0.0.1:${port}`);
  says = answer;
  const found: unknown[] = [];
  for (let asked = 0; asked < 2; asked += 1) {
    await one.settle('organization', instant).catch((error: unknown) => found.push(error));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const [first, second] = found;
  expect(first).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    details: { service: 'organization', since: expect.any(String) },
  });
  expect(second).toEqual(first);
  says = { status: 200, body: '{"position":"7"}' };
  expect(await one.settle('organization', instant)).toBe(7n);
  says = answer;
  const again = await one.settle('organization', instant).catch((error: unknown) => error);
  expect(Object(again).details.since > Object(first).details.since).toBe(true);
});

it('names the clocks where a service refuses the time that the gateway tells, for as long as it does', async () => {
  const { port } = await serve();
  const one = client(`http://127.0.0.1:${port}`);
  says = problem('CLOCKS_APART', 503, { process: 'gateway', seconds: -330 });
  await expect(one.settle('organization', instant)).rejects.toMatchObject({ code: 'CLOCKS_APART' });
  expect((await one.send(request)).body).toMatchObject({ code: 'CLOCKS_APART' });
  expect(one.clocks.said(Date.now())?.en).toContain('the clock of organization is 5 minutes ahead of this one');
  says = { status: 200, body: '{"position":"7"}' };
  await one.settle('organization', instant);
  expect(one.clocks.said(Date.now())).toBeUndefined();
});

it('passes on what is no absence: a damaged stream, too many on one stream, and what nobody foresaw', async () => {
  const { port } = await serve();
  const one = client(`http://127.0.0.1:${port}`);
  says = problem('STREAM_DAMAGED', 503, { stream: 'grading-B1' });
  await expect(one.settle('organization', instant)).rejects.toMatchObject({ code: 'STREAM_DAMAGED' });
  says = problem('SERVICE_UNAVAILABLE', 503, { stream: 'grading-B1', waiting: 9 });
  expect((await one.send(request)).body).not.toHaveProperty('since');
  says = problem('UNFORESEEN', 500, { reference: 'r' });
  await expect(one.settle('organization', instant)).rejects.toThrow('organization answered 500 (UNFORESEEN)');
});

it('says by which session a person sends, and nothing of it where the operator does', async () => {
  const { port } = await serve();
  const actor = { personId: 'P-1', role: 'person' };
  const said = async (sender: Sender | undefined): Promise<unknown> => {
    await client(`http://127.0.0.1:${port}`).send({ ...request, body: {}, ...(sender && { sender }) });
    return JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
  };
  expect(await said({ actor, session: 's-1' })).toMatchObject({ iss: 'gateway', actor, session: 's-1' });
  expect(await said({ actor })).not.toHaveProperty('session');
  expect(await said(undefined)).not.toHaveProperty('actor');
});
