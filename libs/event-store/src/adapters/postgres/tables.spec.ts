import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import { backup, restore } from './backup-file.ts';

const tables = [
  { name: 'owner', order: ['id'] },
  { name: 'thing', order: ['owner_id', 'number'] },
];
const COUNT = 2_500;
const databases: TemporaryDatabase[] = [];
let folder: string;
let file: string;
let source: Parts;

interface Parts {
  readonly alpha: SchemaUnderTest;
  readonly kept: SchemaUnderTest;
}

async function emptyParts(): Promise<Parts> {
  const database = await temporaryDatabase();
  databases.push(database);
  const alpha = await database.schema('alpha', [eventStoreMigrations]);
  const kept = await database.schema('kept', []);
  await kept.owner.query(`
    CREATE TABLE owner (id text PRIMARY KEY, at timestamptz(3), bytes bytea, list text[] NOT NULL, isit boolean);
    CREATE TABLE thing (owner_id text REFERENCES owner, number integer GENERATED ALWAYS AS IDENTITY, says text);
    CREATE TABLE secret (id text)`);
  return { alpha, kept };
}

const accesses = ({ alpha, kept }: Parts) => [
  { service: 'alpha', pool: alpha.owner },
  { service: 'kept', pool: kept.owner, tables },
];
const rowsOf = async ({ kept }: Parts, table: string): Promise<readonly object[]> =>
  (await kept.owner.query(`SELECT * FROM ${table} ORDER BY 1, 2`)).rows;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhibu-tables-'));
  file = join(folder, 'all.backup');
  source = await emptyParts();
  await source.kept.owner.query(
    `INSERT INTO owner VALUES ('甲', '2026-03-02T04:00:00.123Z', '\\x00ff', '{a,"b,c"}', true), ('乙', NULL, NULL, '{}', NULL)`,
  );
  await source.kept.owner.query(
    `INSERT INTO thing (owner_id, says) SELECT '甲', 'says ' || n FROM generate_series(1, ${COUNT}) AS n`,
  );
  await source.kept.owner.query(`INSERT INTO secret VALUES ('not in it')`);
  await backup(accesses(source), file);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  for (const database of databases) await database.drop();
});

it('takes the rows of tables out and in again beside the stores, as they are, and of no other table', async () => {
  const target = await emptyParts();
  expect(await restore(accesses(target), file)).toMatchObject([
    { service: 'alpha', events: 0 },
    { service: 'kept', rows: COUNT + 2 },
  ]);
  for (const table of ['owner', 'thing']) expect(await rowsOf(target, table)).toEqual(await rowsOf(source, table));
  expect(gunzipSync(await readFile(file)).toString()).not.toContain('not in it');
  // What numbers its rows by itself goes on behind them.
  await target.kept.owner.query(`INSERT INTO thing (owner_id, says) VALUES ('乙', 'new')`);
  const { rows } = await target.kept.owner.query(`SELECT number FROM thing WHERE says = 'new'`);
  expect(rows).toEqual([{ number: COUNT + 1 }]);
});

it('restores nothing into tables that have rows, nor where they are not awaited', async () => {
  const target = await emptyParts();
  await expect(restore(accesses(target).slice(0, 1), file)).rejects.toThrow(/does not fit itself/);
  await target.kept.owner.query(`INSERT INTO owner VALUES ('丙', NULL, NULL, '{}', NULL)`);
  await expect(restore(accesses(target), file)).rejects.toThrow(/kept holds data already/);
  expect(await rowsOf(target, 'owner')).toHaveLength(1);
});

it('restores nothing of rows that were changed, left out, put in, or are of another table', async () => {
  const target = await emptyParts();
  const text = gunzipSync(await readFile(file)).toString();
  const bad = join(folder, 'bad.backup');
  const row = '["thing",{"owner_id":"甲","says":"says 7"}]\n';
  expect(text).toContain(row);
  for (const changed of [
    text.replace('says 7"', 'says 8"'),
    text.replace(row, ''),
    text.replace(row, row + row),
    text.replace(row, row.replace('thing', 'secret')),
    text.replace(row, '["thing"]\n'),
  ]) {
    await writeFile(bad, gzipSync(changed));
    await expect(restore(accesses(target), bad)).rejects.toMatchObject({ name: 'BackupFault' });
    expect(await rowsOf(target, 'thing')).toEqual([]);
  }
});
