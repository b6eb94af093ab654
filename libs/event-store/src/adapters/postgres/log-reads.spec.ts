import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, type Pool } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import type { LogBatch } from '../../port.ts';
import { someEvents } from '../../testing/index.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let counting: Pool;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('sample', [eventStoreMigrations]);
  counting = connect(schema.serviceUrl, { schema: 'sample', max: 1 });
});
afterAll(async () => {
  await counting.end();
  await database.drop();
});

/** How many entries of the log were read through its index so far, by all who read it. */
async function entriesRead(): Promise<number> {
  const { rows } = await counting.query<{ read: string }>(
    "SELECT idx_tup_fetch AS read FROM pg_stat_user_tables WHERE relname = 'log' AND schemaname = 'sample'",
  );
  return Number(rows[0]?.read ?? 0);
}

it('reads the end of the log once for all who follow it, and each of them gets every event', async () => {
  const FOLLOWERS = 5;
  const ROUNDS = 40;
  const store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'sample' });
  const over = new AbortController();
  const followed = Array.from({ length: FOLLOWERS }, (): bigint[] => []);
  const following = followed.map(async (positions) => {
    for await (const { events } of store.subscribe(undefined, {
      signal: over.signal,
      batchSize: 2000,
    }) as AsyncIterable<LogBatch>) {
      positions.push(...events.map(({ position }) => position));
      if (positions.length === ROUNDS) return;
    }
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    await store.append(`sample-${round}`, 'no-stream', someEvents(1));
    const [event] = await store.recorded(`sample-${round}`, { from: 0, to: 0 });
    expect(event?.stream).toBe(`sample-${round}`);
  }
  await Promise.all(following);
  over.abort();
  await store.close();
  expect(followed).toEqual(followed.map(() => Array.from({ length: ROUNDS }, (_, index) => BigInt(index + 1))));
  // Once for them, once for whoever appended, and what the database does itself; five by themselves would be five times as many.
  expect(await entriesRead()).toBeLessThan(ROUNDS * (FOLLOWERS - 1));
});
