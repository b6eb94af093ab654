import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import { someEvents } from '../../testing/index.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

const DENIED = { code: '42501' };

let database: TemporaryDatabase;
let mine: SchemaUnderTest;
let others: SchemaUnderTest;
let store: PostgresEventStore;
beforeAll(async () => {
  database = await temporaryDatabase();
  mine = await database.schema('mine', [eventStoreMigrations]);
  others = await database.schema('others', [eventStoreMigrations]);
  store = await PostgresEventStore.open({ url: mine.serviceUrl, schema: 'mine', max: 2 });
  await store.append('sample-1', 'no-stream', someEvents(3));
  await store.recorded('sample-1', { from: 0, to: 2 });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

it.each(['events', 'log', 'pending', 'head', 'generation'])(
  'lets no service change, delete or truncate its own %s',
  async (table) => {
    const column = { events: 'type', log: 'chain', pending: 'prev', head: 'seq', generation: 'after_seq' }[table] ?? '';
    await expect(mine.service.query(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toMatchObject(DENIED);
    await expect(mine.service.query(`DELETE FROM ${table}`)).rejects.toMatchObject(DENIED);
    await expect(mine.service.query(`TRUNCATE ${table}`)).rejects.toMatchObject(DENIED);
    await expect(mine.service.query(`INSERT INTO ${table} SELECT * FROM ${table}`)).rejects.toMatchObject(DENIED);
    await expect(mine.service.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`)).rejects.toMatchObject(DENIED);
    await expect(mine.service.query(`DROP TABLE ${table}`)).rejects.toMatchObject(DENIED);
    await expect(mine.service.query(`SELECT * FROM ${table}`)).resolves.toBeDefined();
  },
);

it.each(['events', 'log', 'pending', 'head', 'generation'])(
  'lets no service, nor its owner, read the %s of another',
  async (table) => {
    await expect(others.service.query(`SELECT * FROM mine.${table}`)).rejects.toMatchObject(DENIED);
    await expect(others.owner.query(`SELECT * FROM mine.${table}`)).rejects.toMatchObject(DENIED);
  },
);

it('lets no service append to, seal or settle the log of another', async () => {
  await expect(
    others.service.query(`SELECT mine.append_one('sample-2', -1, gen_random_uuid(), 'T', 1, '{}', '{}')`),
  ).rejects.toMatchObject(DENIED);
  await expect(others.service.query('SELECT mine.seal(10, true)')).rejects.toMatchObject(DENIED);
  await expect(others.service.query('SELECT mine.settle(0)')).rejects.toMatchObject(DENIED);
});

it('is not led astray by a table of the caller', async () => {
  const client = await mine.service.connect();
  await client.query(
    'CREATE TEMPORARY TABLE events (LIKE mine.events); CREATE TEMPORARY TABLE pending (LIKE mine.pending)',
  );
  await client.query(`SELECT mine.append_one('sample-3', -1, gen_random_uuid(), 'T', 1, '{}', '{}')`);
  expect((await client.query('SELECT count(*) AS n FROM mine.events WHERE stream = $1', ['sample-3'])).rows).toEqual([
    { n: '1' },
  ]);
  client.release(true);
});

describe('whoever reads as its reader', () => {
  it('takes the log as it grows', async () => {
    const reading = await PostgresEventStore.open({ url: mine.readerUrl, schema: 'mine', max: 1, seal: false });
    const stop = new AbortController();
    try {
      const taken: string[] = [];
      await store.append('sample-4', 'no-stream', someEvents(2));
      for await (const { events } of reading.subscribe(undefined, { signal: stop.signal })) {
        taken.push(...events.map(({ stream }) => stream));
        if (taken.includes('sample-4')) break;
      }
      expect(taken.slice(0, 3)).toEqual(['sample-1', 'sample-1', 'sample-1']);
      expect([await reading.mayAppend(), await store.mayAppend()]).toEqual([false, true]);
      await expect(reading.append('sample-5', 'no-stream', someEvents(1))).rejects.toMatchObject(DENIED);
    } finally {
      stop.abort();
      await reading.close();
    }
  });

  it('can write nothing, nowhere', async () => {
    await expect(mine.reader.query('SELECT seal(10, true)')).rejects.toMatchObject(DENIED);
    await expect(mine.reader.query('SELECT settle(0)')).rejects.toMatchObject(DENIED);
    await expect(mine.reader.query('CREATE TABLE mine.own (x int)')).rejects.toMatchObject(DENIED);
    await expect(mine.reader.query('CREATE TABLE public.own (x int)')).rejects.toMatchObject(DENIED);
    const rights = await mine.reader.query<{ name: string; may: string }>(
      `SELECT c.relname AS name, concat_ws(' ', CASE WHEN has_table_privilege(c.oid, 'SELECT') THEN 'reads' END,
         CASE WHEN has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER') THEN 'writes' END) AS may
       FROM pg_class c WHERE c.relnamespace = 'mine'::regnamespace AND c.relkind IN ('r', 'p', 'v')
       UNION ALL SELECT p.proname, CASE WHEN has_function_privilege(p.oid, 'EXECUTE') THEN 'calls' ELSE '' END
       FROM pg_proc p WHERE p.pronamespace = 'mine'::regnamespace
       UNION ALL SELECT c.relname, CASE WHEN has_sequence_privilege(c.oid, 'USAGE, UPDATE') THEN 'writes' ELSE '' END
       FROM pg_class c WHERE c.relnamespace = 'mine'::regnamespace AND c.relkind = 'S'`,
    );
    expect(rights.rows.flatMap(({ name, may }) => (may === '' ? [] : [`${may} ${name}`])).sort()).toEqual([
      'calls on_primary',
      'reads events',
      'reads generation',
      'reads log',
    ]);
  });
});
