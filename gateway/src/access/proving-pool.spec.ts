import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accountsUnderTest } from '../testing/accounts.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';

const password = 'Correct-horse-9';
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let platform: PlatformUnderTest;

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({ access: schema.service });
  const accounts = accountsUnderTest(schema.service);
  for (const login of ['zhang', 'flooded'])
    await accounts.setUp((await accounts.add({ login, personId: `p-${login}`, secondFactor: false })) ?? '', password);
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});

const logIn = (login: string): Promise<Response> =>
  fetch(`${platform.url}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });

/** Statements that wait for another's lock; bounded, should there never be so many. */
async function untilWaiting(count: number): Promise<void> {
  for (let time = 0; time < 500; time += 1) {
    const { rowCount } = await schema.owner.query('SELECT FROM pg_locks WHERE NOT granted');
    if ((rowCount ?? 0) >= count) return;
    await pause(20);
  }
  throw new Error(`no ${count} statements wait`);
}

it('a flood of log-ins whose statements wait keeps nobody waiting who has a session', async () => {
  const cookie = ((await logIn('zhang')).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const holder = await schema.owner.connect();
  let flood: readonly Promise<Response>[] = [];
  try {
    await holder.query(`BEGIN; SELECT FROM account WHERE login = 'flooded' FOR UPDATE`);
    flood = Array.from({ length: 20 }, () => logIn('flooded'));
    await untilWaiting(4);
    for (let time = 0; time < 3; time += 1)
      expect(await platform.ask('{ me { personId } }', {}, { cookie })).toEqual({
        data: { me: { personId: 'p-zhang' } },
      });
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
    await Promise.allSettled(flood);
  }
}, 60_000);
