import { expect, it } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SessionCookie } from './session-cookie.ts';

async function headerOf(cookie: SessionCookie): Promise<string | null> {
  const app = express();
  app.use((_request, response) => {
    cookie.set(response, 'value');
    response.end();
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { headers } = await fetch(`http://127.0.0.1:${port}/`);
  server.close();
  return headers.get('set-cookie');
}

it('over TLS has a name that browsers take from this host over TLS alone', async () => {
  expect(await headerOf(new SessionCookie(true))).toBe('__Host-zhibu=value; Path=/; HttpOnly; Secure; SameSite=Strict');
  expect(await headerOf(new SessionCookie(false))).toBe('zhibu=value; Path=/; HttpOnly; SameSite=Strict');
});

it('is read under its own name alone: one that any host could have set is not looked at over TLS', () => {
  const headers = { cookie: 'zhibu=planted; x=1; __Host-zhibu=own' };
  expect(new SessionCookie(true).of({ headers })).toBe('own');
  expect(new SessionCookie(true).of({ headers: { cookie: 'zhibu=planted' } })).toBeUndefined();
  expect(new SessionCookie(false).of({ headers: { cookie: ' zhibu = x; zhibux=y' } })).toBeUndefined();
});
