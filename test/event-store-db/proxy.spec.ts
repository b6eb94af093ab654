import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { freePort } from '@zhibu/kernel';
import { aCluster, aStore, closeAfterEach, record } from './opened.ts';

const variables = ['grpc_proxy', 'https_proxy', 'http_proxy', 'no_grpc_proxy', 'no_proxy'] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
const proxies: Server[] = [];

// gRPC goes on trying a proxy that is away for a moment after its client was disposed, and tells the console each time; a
// line that comes after the last test would fail the whole run.
const { error } = console;
console.error = (...said: readonly unknown[]): void => {
  if (!String(said[0]).startsWith('E Failed to connect to proxy')) error(...said);
};
afterEach(() => {
  for (const name of variables) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  for (const proxy of proxies.splice(0)) proxy.close();
});

/** A proxy that leads where it is told to, and what it was told. */
async function aProxy(): Promise<{ readonly address: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const proxy = createServer().on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    const [host = '', port] = url.replace(/^dns:/, '').split(':');
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(through).pipe(socket);
    });
    for (const end of [socket, through]) end.on('error', () => end.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  proxies.push(proxy);
  const at = proxy.address();
  return { asked, address: `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}` };
}

describe('EventStoreDB stand-in: a proxy in the environment', () => {
  closeAfterEach();

  it.each(['http_proxy', 'https_proxy', 'grpc_proxy'])('named by %s is for others', async (variable) => {
    process.env[variable] = `http://127.0.0.1:${await freePort()}`;
    const store = await aStore(await aCluster());
    expect(await record(store, 1)).toHaveLength(1);
  });

  it('is used where it is asked for, also for hosts that others reach without one', async () => {
    const proxy = await aProxy();
    process.env['no_proxy'] = '127.0.0.1,localhost';
    const store = await aStore(await aCluster(), { proxy: proxy.address });
    expect(await record(store, 1)).toHaveLength(1);
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  it('that was asked for and is away is named', async () => {
    const away = `127.0.0.1:${await freePort()}`;
    await expect(aStore(await aCluster(), { proxy: `http://user:secret@${away}` })).rejects.toThrow(
      new RegExp(`through the proxy ${away}\\)$`),
    );
  });
});
