import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionFailure, exchange } from './exchange.adapter.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const address: AddressInfo = Object(server.address());
  return `http://127.0.0.1:${address.port}`;
}

const get = { headers: {}, withinMs: 5_000 };

it('sends a body whole, with its headers, and answers status and text', async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response
        .writeHead(409)
        .end(JSON.stringify([request.method, request.headers['x-of'], Buffer.concat(chunks).toString()]));
    });
  });
  expect(await exchange(`${url}/door`, { ...get, body: '{"名":"支部"}', headers: { 'x-of': 'us' } })).toEqual({
    status: 409,
    text: '["POST","us","{\\"名\\":\\"支部\\"}"]',
  });
});

it('goes over one connection again and again', async () => {
  let connections = 0;
  const url = await serve((_request, response) => {
    response.end('there');
  });
  servers[0]?.on('connection', () => {
    connections += 1;
  });
  for (let sent = 0; sent < 5; sent += 1) expect(await exchange(url, get)).toEqual({ status: 200, text: 'there' });
  expect(connections).toBe(1);
});

it.each([
  ['nobody is there', 'http://127.0.0.1:1'],
  [
    'the connection breaks before the answer',
    (_request: unknown, response: { destroy(): void }): void => {
      response.destroy();
    },
  ],
  [
    'it breaks amid the answer',
    (_request: unknown, response: { write(text: string): void; destroy(): void }): void => {
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  ['the answer does not come in time', (): void => undefined],
  [
    'it comes in part',
    (_request: unknown, response: { write(text: string): void }): void => {
      response.write('half');
    },
  ],
])('says that the connection failed where %s', async (_case, at) => {
  const url = typeof at === 'string' ? at : await serve(at);
  await expect(exchange(url, { ...get, withinMs: 200 })).rejects.toThrow(ConnectionFailure);
});
