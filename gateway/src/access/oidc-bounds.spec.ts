import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accountsUnderTest, logInsUnderTest } from '../testing/accounts.ts';
import { dig } from '../testing/asking.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { LogIns } from './log-ins.ts';
import { OidcLogIns } from './oidc-log-ins.ts';
import { OidcProvider } from './oidc-provider.adapter.ts';

const password = 'Correct-horse-9';
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let provider: Server;
let client: { readonly issuer: string; readonly clientId: string; readonly secret: string };
let platform: PlatformUnderTest;

beforeAll(async () => {
  provider = createServer((_request, response) => {
    const { issuer } = client;
    const endpoints = { authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ issuer, ...endpoints }));
  });
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  client = { issuer: `http://127.0.0.1:${Number(dig(provider.address(), 'port'))}`, clientId: 'zhibu', secret: 's' };
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({ access: schema.service, oidc: client });
  const accounts = accountsUnderTest(schema.service);
  const link = await accounts.add({ login: 'zhang', personId: 'p-zhang', secondFactor: false });
  await accounts.setUp(link ?? '', password);
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
  provider.close();
});
beforeEach(() => schema.owner.query('TRUNCATE attempt, oidc_transaction'));

const begin = (): Promise<Response> => fetch(`${platform.url}/log-in/oidc`, { redirect: 'manual' });

it('an address begins thirty log-ins a minute at a provider; another one, and local log-ins, go on', async () => {
  const at = Date.now();
  const now = (): number => at;
  const logIns = new OidcLogIns({ pool: schema.service, provider: new OidcProvider(client, now), now });
  const from = (address: string) =>
    logIns.begin({ redirectUri: 'http://127.0.0.1/back', wayBack: '/', isAnew: false, address });
  for (let time = 1; time <= 30; time += 1) await from('192.0.2.1');
  await expect(from('192.0.2.1')).rejects.toMatchObject({ code: 'LOG_INS_TOO_MANY' });
  await from('192.0.2.2');
  const { rowCount } = await schema.owner.query('SELECT FROM oidc_transaction');
  expect(rowCount).toBe(31);
  const local = new LogIns(logInsUnderTest(schema.service, now));
  await local.begin({ login: 'zhang', password, code: '', address: '192.0.2.1' });
});

it('the door counts by the address of the connection', async () => {
  expect((await begin()).status).toBe(303);
  const { rows } = await schema.owner.query('SELECT address, attempts FROM attempt');
  expect(rows).toEqual([{ address: 'oidc 127.0.0.1', attempts: 1 }]);
});

/** Statements of this database that wait for another's lock; bounded, should there never be so many. */
async function untilWaiting(count: number): Promise<void> {
  for (let time = 0; time < 500; time += 1) {
    const { rowCount } = await schema.owner.query(
      `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
       WHERE NOT granted AND datname = current_database()`,
    );
    if ((rowCount ?? 0) >= count) return;
    await pause(20);
  }
  throw new Error(`no ${count} statements wait`);
}

it('a flood of them whose statements wait keeps nobody waiting who has an account here', async () => {
  const holder = await schema.owner.connect();
  let flood: readonly Promise<Response>[] = [];
  try {
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE oidc_transaction IN ACCESS EXCLUSIVE MODE');
    flood = Array.from({ length: 20 }, () => begin());
    await untilWaiting(2);
    for (let time = 0; time < 3; time += 1) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ login: 'zhang', password });
      expect((await fetch(`${platform.url}/log-in`, { method: 'POST', headers, body })).status).toBe(204);
    }
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
    await Promise.allSettled(flood);
  }
}, 60_000);

it('those that were never answered are found by when they expire', async () => {
  const { rows } = await schema.owner.query<{ on: string }>(
    `SELECT indexdef AS on FROM pg_indexes WHERE tablename = 'oidc_transaction' AND indexdef LIKE '%(expires)'`,
  );
  expect(rows).toHaveLength(1);
});
