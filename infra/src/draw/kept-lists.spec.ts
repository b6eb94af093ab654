import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { freezePopulation } from '@zhibu/draw';
import { backup, eventStoreMigrations, restore } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import { populationTables, supervisionService } from '@zhibu/supervision';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refill } from '../refill/refill.ts';

const databases: TemporaryDatabase[] = [];
const folder = mkdtempSync(join(tmpdir(), 'zhibu-lists-'));
afterAll(async () => {
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true });
});

async function supervision(): Promise<SchemaUnderTest> {
  const database = await temporaryDatabase();
  databases.push(database);
  return database.schema('supervision', [eventStoreMigrations, feedMigrations, ...supervisionService.migrations]);
}

const { hash, text } = freezePopulation({
  draw: 'D1',
  sample: 1,
  bodies: ['C', '市直工委'],
  branches: [['支1', 'none|none|24+']],
  excluded: [],
});
const listsIn = async ({ owner }: SchemaUnderTest): Promise<readonly unknown[]> =>
  (await owner.query('SELECT hash, said FROM draw_population')).rows;

let source: SchemaUnderTest;
beforeAll(async () => {
  source = await supervision();
  await source.service.query('INSERT INTO draw_population (hash, said) VALUES ($1, $2)', [hash.toString('hex'), text]);
  await source.service.query("INSERT INTO lookup_draw (draw_id, is_open, revision) VALUES ('D1', true, 0)");
});

it('a list is of its hash, and changed by nobody', async () => {
  const list = [`${'0'.repeat(64)}`, text];
  await expect(source.owner.query('INSERT INTO draw_population (hash, said) VALUES ($1, $2)', list)).rejects.toThrow();
  await expect(source.service.query("UPDATE draw_population SET said = 'x'")).rejects.toThrow('permission denied');
});

it('a backup takes the lists that draws were announced from along, for no event has them', async () => {
  const target = await supervision();
  const file = join(folder, 'lists.backup');
  await backup([{ service: 'draws', pool: source.service, tables: populationTables }], file);
  const part = { service: 'draws', pool: target.owner, tables: populationTables };
  expect(await restore([part], file)).toEqual([{ service: 'draws', rows: 1 }]);
  expect(await listsIn(target)).toEqual([{ hash: hash.toString('hex'), said: text }]);
});

it('a refill empties what comes again from feeds, and leaves the lists', async () => {
  await refill(source.owner, 'supervision');
  expect((await source.owner.query('SELECT FROM lookup_draw')).rowCount).toBe(0);
  expect(await listsIn(source)).toHaveLength(1);
});
