import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { inTransaction } from './connection.ts';
import { insertInto, insertNew, type Row, type Table } from './rows.ts';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from './testing/index.ts';

const plain: Table = {
  name: 'fact',
  columns: { id: 'text', at: 'bigint', since: 'date', said: 'jsonb', spelled: 'json', hash: 'bytea' },
};
const standing: Table = {
  name: 'standing',
  columns: { branch: 'text', year: 'integer', grade: 'text', revision: 'integer' },
  replaces: { key: ['branch', 'year'], newer: 'revision' },
};

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('rows', []);
  await schema.owner
    .query(`CREATE TABLE fact (id text PRIMARY KEY, at bigint, since date, said jsonb, spelled json, hash bytea);
    CREATE TABLE standing (branch text, year integer, grade text, revision integer NOT NULL, PRIMARY KEY (branch, year));
    CREATE TABLE latest (LIKE standing INCLUDING ALL)`);
});
afterAll(() => database.drop());
beforeEach(() => schema.owner.query('TRUNCATE fact, standing, latest'));

const insert = (table: Table, rows: readonly Row[]) =>
  inTransaction(schema.owner, (transaction) => insertInto(transaction, table, rows));
const all = async (table: string) => (await schema.owner.query(`SELECT * FROM ${table} ORDER BY 1, 2`)).rows;
const ids = async () => (await all('fact')).map((row) => row.id);
const many = (from: number, to: number): readonly Row[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: String(from + index).padStart(4, '0') }));

it('takes whatever a value may be spelled with', async () => {
  const id = 'a "b" \\c, {d} NULL 支部';
  const said = { text: id, none: null };
  const rows = [
    { id, at: 2n ** 60n, since: '-infinity', said, spelled: '{"b": 1,  "a":"\\""}', hash: Buffer.from([0, 92, 255]) },
    { id: 'nothing', said: null, spelled: null },
  ];
  await insert(plain, rows);
  expect(await all('fact')).toEqual([
    { id, at: String(2n ** 60n), since: '-infinity', said, spelled: { a: '"', b: 1 }, hash: Buffer.from([0, 92, 255]) },
    { id: 'nothing', at: null, since: null, said: null, spelled: null, hash: null },
  ]);
  const kept = await schema.owner.query('SELECT spelled::text, said IS NULL AS absent FROM fact ORDER BY id');
  expect(kept.rows).toEqual([
    { spelled: '{"b": 1,  "a":"\\""}', absent: false },
    { spelled: null, absent: false },
  ]);
});

it.each([
  ['a few', 5],
  ['many', 300],
])('leaves rows that are known as they are, among %s', async (_many, count) => {
  await insert(plain, [{ id: '0003', at: 1 }]);
  await insert(
    plain,
    many(0, count).map((row) => ({ ...row, at: 2 })),
  );
  expect(await ids()).toEqual(many(0, count).map((row) => row.id));
  expect((await all('fact'))[3].at).toBe('1');
});

it('fails by another fault than a known key, and writes nothing', async () => {
  await expect(insert(plain, [...many(0, 200), { id: null }])).rejects.toMatchObject({ code: '23502' });
  expect(await ids()).toEqual([]);
});

it('takes rows as new only where that is asked for', async () => {
  await insertNew(schema.owner, plain, many(0, 2));
  await expect(insertNew(schema.owner, plain, many(1, 3))).rejects.toMatchObject({ code: '23505' });
  expect(await ids()).toEqual(['0000', '0001']);
});

it('replaces what stands by what is newer, the last of one call counting', async () => {
  const row = (branch: string, grade: string, revision: number) => ({ branch, year: 2022, grade, revision });
  await insert(standing, [row('A', 'poor', 0), row('B', 'good', 4), row('A', 'fair', 2)]);
  await insert(standing, [row('A', 'good', 1), row('B', 'poor', 5)]);
  expect(await all('standing')).toEqual([row('A', 'fair', 2), row('B', 'poor', 5)]);
});

it('replaces what stands whatever comes, where nothing tells the newer', async () => {
  const last: Table = { ...standing, name: 'latest', replaces: { key: ['branch', 'year'] } };
  const row = (revision: number) => ({ branch: 'A', year: 2022, grade: 'good', revision });
  await inTransaction(schema.owner, async (transaction) => {
    await insertInto(transaction, last, [row(7)]);
    await insertInto(transaction, last, [row(3)]);
  });
  expect(await all('latest')).toEqual([row(3)]);
});
