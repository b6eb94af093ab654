import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inTransaction, together } from './connection.ts';
import { sqlUnder } from './local-setting.ts';
import { temporaryDatabase, type TemporaryDatabase } from './testing/index.ts';

let database: TemporaryDatabase;
beforeAll(async () => {
  database = await temporaryDatabase();
});
afterAll(() => database.drop());

it('keeps the tables of one schema from the roles of another', async () => {
  const alpha = await database.schema('alpha', []);
  const beta = await database.schema('beta', []);
  await alpha.owner.query('CREATE TABLE alpha.secret (x int)');
  await expect(beta.service.query('SELECT * FROM alpha.secret')).rejects.toMatchObject({ code: '42501' });
});

it('commits what work and the last statement did, and nothing when either fails', async () => {
  const { owner } = await database.schema('gamma', []);
  await owner.query('CREATE TABLE once (x int PRIMARY KEY)');
  const insert = (x: number) => `INSERT INTO once VALUES (${x})`;
  expect(
    await inTransaction(
      owner,
      async (sql) => {
        await sql.query(insert(1));
        return 2;
      },
      (sql, next) => sql.query(insert(next)),
    ),
  ).toBe(2);
  await expect(
    inTransaction(
      owner,
      (sql) => sql.query(insert(3)),
      (sql) => sql.query(insert(1)),
    ),
  ).rejects.toMatchObject({ code: '23505' });
  await expect(
    inTransaction(owner, async (sql) => {
      await sql.query(insert(4));
      throw new Error('changed its mind');
    }),
  ).rejects.toThrow('changed its mind');
  await expect(inTransaction(owner, (sql) => sql.query(insert(1)))).rejects.toMatchObject({ code: '23505' });
  expect((await owner.query('SELECT x FROM once ORDER BY x')).rows).toEqual([{ x: 1 }, { x: 2 }]);
});

it('sends together what is asked for together, and answers each in its order', async () => {
  const { service } = await database.schema('delta', []);
  const client = await service.connect();
  const socket = Object(client).connection.stream;
  await client.query('SELECT 0');
  const writes = socket.bytesWritten;
  const answers = together(client, () => {
    const asked = Promise.all([1, 2, 3].map((n) => client.query(`SELECT ${n} AS n`)));
    expect(socket.writableLength).toBeGreaterThan(0);
    return asked;
  });
  expect((await answers).map(({ rows }) => rows)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  expect(socket.bytesWritten).toBeGreaterThan(writes);
  client.release();
});

it('lets a setting hold for one statement, and for nobody else who has the connection', async () => {
  const { service } = await database.schema('epsilon', [], 1);
  const { rows } = await sqlUnder(service, () => ({ name: 'zhibu.roots', value: 'A' })).query(READ);
  expect(rows).toEqual([{ setting: 'A' }]);
  expect((await service.query(READ)).rows).not.toEqual([{ setting: 'A' }]);
});

it('fails a statement under a setting alone, and writes nothing by it', async () => {
  const { service, owner } = await database.schema('zeta', [], 1);
  await owner.query('CREATE TABLE kept (x int); GRANT ALL ON kept TO zeta_service');
  const under = sqlUnder(service, () => ({ name: 'zhibu.roots', value: 'A' }));
  const [failed, well] = await Promise.allSettled([under.query('SELECT 1/0'), under.query('SELECT 1 AS one')]);
  expect([failed.status, well.status]).toEqual(['rejected', 'fulfilled']);
  await expect(under.query('INSERT INTO kept VALUES (1)')).rejects.toMatchObject({ code: '25006' });
});

const READ = "SELECT current_setting('zhibu.roots', true) AS setting";
