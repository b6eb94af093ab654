import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { ThisMachine } from './this-machine.ts';

let server: Server;
afterEach(() => {
  server.close();
});

const request = { headers: {}, httpVersion: '1.1', socket: { remoteAddress: '127.0.0.1' } } as never;

async function listeningAt(host: string): Promise<ThisMachine> {
  server = createServer();
  const machine = new ThisMachine(true).servedBy(server);
  expect(machine.sends(request)).toBe(false);
  await once(server.listen(0, host), 'listening');
  return machine;
}

it('is known while a server that this machine alone reaches ends: it answers what had begun', async () => {
  const machine = await listeningAt('127.0.0.1');
  server.close();
  await once(server, 'close');
  expect([server.address(), machine.sends(request)]).toEqual([null, true]);
});

it('is known from no server that others reach, be it ending or not', async () => {
  const machine = await listeningAt('0.0.0.0');
  expect(machine.sends(request)).toBe(false);
  server.close();
  expect(machine.sends(request)).toBe(false);
});
