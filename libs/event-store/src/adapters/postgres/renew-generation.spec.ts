import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import pg from 'pg';
import { eventStoreMigrations } from '../../migrations.ts';
import { type Checkpoint, CheckpointLost } from '../../port.ts';
import { firstEvents, someEvents } from '../../testing/index.ts';
import { PostgresEventStore } from './postgres.adapter.ts';
import { renewGeneration } from './renew-generation.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
const stores: PostgresEventStore[] = [];
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('alpha', [eventStoreMigrations]);
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.drop();
});

async function opened(): Promise<PostgresEventStore> {
  const store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'alpha', max: 3 });
  stores.push(store);
  return store;
}

async function recorded(store: PostgresEventStore, stream: string, count: number): Promise<Checkpoint> {
  await store.append(stream, 'no-stream', someEvents(count));
  await store.recorded(stream, { from: 0, to: count - 1 });
  const head = await store.head();
  if (!head) throw new Error('an empty log');
  return head;
}

/** What a server put back to an earlier moment has: rows of then, and nothing that says so. */
async function putBack(position: bigint): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('DELETE FROM alpha.log WHERE seq > $1', [position]);
  await client.query('DELETE FROM alpha.events WHERE pos NOT IN (SELECT pos FROM alpha.log)');
  await client.query('UPDATE alpha.head SET seq = $1, chain = (SELECT chain FROM alpha.log WHERE seq = $1)', [
    position,
  ]);
  await client.end();
}

it('stops readers who saw what the log does not have any more, though the same stands there again, and lets the others go on', async () => {
  const before = await opened();
  const within = await recorded(before, 'sample-1', 4);
  const beyond = await recorded(before, 'sample-2', 3);
  const lost = await before.readStream('sample-2', 0);
  await stores.pop()?.close();
  await putBack(within.position);

  expect(await renewGeneration({ service: 'alpha', pool: schema.owner })).toEqual({
    service: 'alpha',
    generation: expect.stringMatching(/^[\da-f-]{36}$/),
    position: within.position,
  });

  const after = await opened();
  // The very same events come again: by themselves their places would tell nobody that the log went back.
  await after.append('sample-2', 'no-stream', lost);
  await after.recorded('sample-2', { from: 0, to: 2 });
  const now = await recorded(after, 'sample-3', 2);
  expect(now.generation).not.toBe(within.generation);
  expect(await firstEvents(after, 5, within)).toHaveLength(5);
  await expect(firstEvents(after, 1, beyond)).rejects.toBeInstanceOf(CheckpointLost);
  expect(await after.verifyLog()).toMatchObject({ intact: true, rows: 9 });
});

it('is for the owner of the schema: a service begins none', async () => {
  await expect(renewGeneration({ service: 'alpha', pool: schema.service })).rejects.toThrow(/permission denied/);
});
