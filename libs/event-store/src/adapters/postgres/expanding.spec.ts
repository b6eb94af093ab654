import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { randomUUID } from 'node:crypto';
import { eventStoreMigrations } from '../../migrations.ts';
import { someEvents } from '../../testing/index.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let store: PostgresEventStore;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('sample', [eventStoreMigrations]);
  store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'sample', max: 4 });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

async function recorded(): Promise<number> {
  const stream = `sample-${randomUUID()}`;
  await store.append(stream, 'no-stream', someEvents(2));
  return (await store.readStream(stream)).length;
}

it('goes on beside a migration that gives each table a column more, and one that takes it away', async () => {
  for (let time = 0; time < 8; time += 1) await recorded();
  const { rows } = await schema.owner.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'sample' AND tablename <> '_prisma_migrations'",
  );
  for (const change of ['ADD COLUMN of_another_release text', 'DROP COLUMN of_another_release'])
    for (const { name } of rows) {
      await schema.owner.query(`ALTER TABLE ${name} ${change}`);
      expect([change, name, await Promise.all([recorded(), recorded(), recorded(), recorded(), recorded()])]).toEqual([
        change,
        name,
        [2, 2, 2, 2, 2],
      ]);
    }
});
