import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type pg from 'pg';
import { connect, type Pool } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import { anEvent, someEvents } from '../../testing/sample.ts';
import { PostgresEventStore } from './postgres.adapter.ts';
import { streamReads } from './stream-reads.ts';

let database: TemporaryDatabase;
let store: PostgresEventStore;
let pool: Pool;
const statements: string[] = [];

beforeAll(async () => {
  database = await temporaryDatabase();
  const { serviceUrl } = await database.schema('organization', [eventStoreMigrations]);
  store = await PostgresEventStore.open({ url: serviceUrl, schema: 'organization' });
  pool = connect(serviceUrl, { schema: 'organization' });
  const query = pool.query.bind(pool);
  Object.assign(pool, {
    query: (config: pg.QueryConfig) => {
      statements.push(config.name ?? '');
      return query(config);
    },
  });
});

afterAll(async () => {
  await store.close();
  await pool.end();
  await database.drop();
});

it('reads what is asked for side by side in one statement, each stream from its own revision and in order', async () => {
  const streams = ['activity-A:2022', 'activity-B:2022', 'activity-C:2022'];
  for (const [index, stream] of streams.entries()) await store.append(stream, 'no-stream', someEvents(index + 2));
  const read = streamReads(pool);
  statements.length = 0;
  const [a = [], none = [], c = [], cLater = [], again = []] = await Promise.all([
    read('activity-A:2022', 0),
    read('activity-of-nobody', 0),
    read('activity-C:2022', 0),
    read('activity-C:2022', 2),
    read('activity-A:2022', 0),
  ]);
  expect(statements).toEqual(['read-streams']);
  expect(a.map(({ revision }) => revision)).toEqual([0, 1]);
  expect(none).toEqual([]);
  expect(c.map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
  expect(cLater).toEqual(c.slice(2));
  expect(again).toEqual(a);
  expect(a).toEqual(await read('activity-A:2022', 0));
  expect(statements).toEqual(['read-streams', 'read-stream']);
});

it('keeps nothing: who asks later sees what was appended since', async () => {
  const read = streamReads(pool);
  const before = await read('activity-D:2022', 0);
  await store.append('activity-D:2022', 'no-stream', [anEvent()]);
  expect(before).toEqual([]);
  expect(await Promise.all([read('activity-D:2022', 0), read('activity-A:2022', 1)])).toMatchObject([
    [{ revision: 0 }],
    [{ revision: 1 }],
  ]);
});
