import { afterEach, expect, it } from '@jest/globals';
import { byService } from '@zhibu/contracts';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@zhibu/kernel';
import { randomKeys } from '@zhibu/service-kit';
import { ServiceClient } from './service-client.adapter.ts';

/** A port at which nothing answers. */
const NOBODY = 'http://127.0.0.1:1';
const request = { service: 'organization', path: '/log' } as const;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(port = 0): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((_request, response) => {
    response.end('{"there":true}');
  });
  servers.push(server.listen(port, '127.0.0.1'));
  await once(server, 'listening');
  const address: AddressInfo = Object(server.address());
  return { server, port: address.port };
}

const client = (...organization: readonly string[]): ServiceClient =>
  new ServiceClient({ urls: { ...byService(() => [NOBODY]), organization }, keys: randomKeys() });

it('refuses where nobody answers, and again while that is known', async () => {
  const away = client(NOBODY);
  for (let sent = 0; sent < 4; sent += 1)
    await expect(away.send(request)).rejects.toEqual(new Refusal('SERVICE_UNAVAILABLE', { service: 'organization' }));
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
