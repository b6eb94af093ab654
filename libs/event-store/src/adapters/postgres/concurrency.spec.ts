import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inTransaction } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventStoreMigrations } from '../../migrations.ts';
import { EventIdReused, NotYetRecorded } from '../../port.ts';
import { anEvent, someEvents } from '../../testing/index.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

type Sql = Parameters<Parameters<typeof inTransaction>[1]>[0];

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
const stores: PostgresEventStore[] = [];
const faults: unknown[] = [];
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('sample', [eventStoreMigrations], 24);
});
afterAll(async () => {
  for (const store of stores) await store.close();
  await database.drop();
});

async function opened(seal: boolean): Promise<PostgresEventStore> {
  const store = await PostgresEventStore.open({
    url: schema.serviceUrl,
    schema: 'sample',
    max: 4,
    seal,
    onFault: (error) => faults.push(error),
  });
  stores.push(store);
  return store;
}

/** The append function within a transaction of the test's own, so that it can be slow or roll back. */
async function appendIn(
  sql: Sql,
  place: { stream: string; expected: number },
  events: readonly NewEvent[],
): Promise<void> {
  const values = [
    events.map(() => place.stream),
    events.map((_, index) => place.expected + 1 + index),
    events.map(() => place.expected + 1),
    events.map(() => place.expected + events.length),
    events.map((e) => e.id),
    events.map((e) => e.type),
    events.map((e) => e.schemaVersion),
    events.map((e) => JSON.stringify(e.data)),
    events.map((e) => JSON.stringify(e.metadata)),
  ];
  const result = await sql.query<{ append: string[] }>('SELECT append($1, $2, $3, $4, $5, $6, $7, $8, $9)', values);
  expect(result.rows[0]?.append).toEqual([]);
  // As a store does that does not seal: every sealer hears of it at the commit.
  await sql.query(`SELECT pg_notify('sample.pending', '')`);
}

class RolledBack extends Error {}

const noise =
  (seed: number): (() => number) =>
  () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };

/** Appends to a stream of its own: 1 to 5 events a transaction, 5 % slow, 3 % rolled back. Answers what was committed. */
async function writer(number: number, transactions: number): Promise<string[]> {
  const random = noise(number + 7);
  const committed: string[] = [];
  for (let index = 0; index < transactions; index += 1) {
    const events = someEvents(1 + Math.floor(random() * 5));
    const [slow, rolledBack] = [random() < 0.05, random() < 0.03];
    await inTransaction(schema.service, async (sql) => {
      await appendIn(sql, { stream: `writer-${number}`, expected: committed.length - 1 }, events);
      if (slow) await sleep(60 + random() * 200);
      if (rolledBack) throw new RolledBack();
    }).then(
      () => committed.push(...events.map((event) => event.id)),
      (error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      },
    );
  }
  return committed;
}

/** Begins, and has its xid, long before it appends after what was committed meanwhile. */
function earlyWriter(store: PostgresEventStore): Promise<string[]> {
  const first = someEvents(2);
  const second = someEvents(2);
  return inTransaction(schema.service, async (sql) => {
    await sql.query('SELECT pg_current_xact_id()');
    await sleep(300);
    await store.append('early', 'no-stream', first);
    await sleep(100);
    await appendIn(sql, { stream: 'early', expected: 1 }, second);
    await sleep(200);
  }).then(() => [...first, ...second].map((event) => event.id));
}

/** A reader: what it has read so far, and its end. */
interface Reader {
  readonly events: RecordedEvent[];
  readonly ended: Promise<void>;
}

function subscriber(store: PostgresEventStore, end: AbortSignal): Reader {
  const events: RecordedEvent[] = [];
  const read = async (): Promise<void> => {
    for await (const batch of store.subscribe(undefined, { signal: end, batchSize: 17 })) events.push(...batch.events);
  };
  return { events, ended: read() };
}

function poller(store: PostgresEventStore, end: AbortSignal): Reader {
  const events: RecordedEvent[] = [];
  const read = async (): Promise<void> => {
    while (!end.aborted) {
      events.push(...(await store.readLog(events.at(-1)?.position ?? 0n, 23)));
      await sleep(3);
    }
  };
  return { events, ended: read() };
}

it('lets every reader see every committed event once, in order, whatever commits late or rolls back', async () => {
  const [one, two] = [await opened(true), await opened(true)];
  const end = new AbortController();
  const readers = [subscriber(one, end.signal), subscriber(two, end.signal), poller(two, end.signal)];
  const committed = (
    await Promise.all([...Array.from({ length: 12 }, (_, number) => writer(number, 30)), earlyWriter(one)])
  ).flat();
  for (let waited = 0; waited < 400 && readers.some(({ events }) => events.length < committed.length); waited += 1)
    await sleep(50);
  // Long enough for what ought not to come.
  await sleep(100);
  end.abort();
  for (const { events, ended } of readers) {
    await ended;
    expect(events.map((event) => event.id).toSorted()).toEqual(committed.toSorted());
    expect(events.map((event) => Number(event.position))).toEqual(events.map((_, index) => index + 1));
    const next = new Map<string, number>();
    for (const { stream, revision } of events) {
      expect(`${stream}@${revision}`).toBe(`${stream}@${next.get(stream) ?? 0}`);
      next.set(stream, revision + 1);
    }
    const instants = events.map((event) => event.recordedAt);
    expect(instants).toEqual(instants.toSorted());
  }
  expect(await one.verifyLog()).toMatchObject({ intact: true, rows: committed.length });
  expect(faults).toEqual([]);
  await one.close();
  await two.close();
});

it('answers an append sent again while the first is committing as the first', async () => {
  const store = await opened(false);
  const events = someEvents(3);
  const client = await schema.service.connect();
  await client.query('BEGIN');
  await appendIn(client, { stream: 'twice', expected: -1 }, events);
  const again = store.append('twice', 'no-stream', events);
  const other = store
    .append('twice', 'no-stream', [anEvent({ ...events[0], data: { other: true } })])
    .catch((error: unknown) => error);
  await sleep(50);
  await client.query('COMMIT');
  client.release();
  expect(await again).toEqual({ stream: 'twice', firstRevision: 0, lastRevision: 2 });
  expect(await other).toBeInstanceOf(EventIdReused);
  expect(await store.readStream('twice')).toHaveLength(3);
});

it('appends when the first, the same, rolls back', async () => {
  const store = await opened(false);
  const events = someEvents(1);
  const client = await schema.service.connect();
  await client.query('BEGIN');
  await appendIn(client, { stream: 'after-all', expected: -1 }, events);
  const again = store.append('after-all', 'no-stream', events);
  await sleep(50);
  await client.query('ROLLBACK');
  client.release();
  expect(await again).toEqual({ stream: 'after-all', firstRevision: 0, lastRevision: 0 });
  expect(await store.readStream('after-all')).toHaveLength(1);
});

it('never seals a successor first, though its predecessor committed below the low-water mark', async () => {
  const store = await opened(false);
  const seal = (sweep: boolean) => schema.service.query('SELECT seal(1000, $1)', [sweep]);
  await seal(true);
  const slow = await schema.service.connect();
  await slow.query('BEGIN');
  await appendIn(slow, { stream: 'slow', expected: -1 }, someEvents(2));
  for (let index = 0; index < 5; index += 1) {
    await store.append(`quick-${index}`, 'no-stream', someEvents(2));
    await seal(false);
    await sleep(110);
  }
  await slow.query('COMMIT');
  slow.release();
  expect(
    (await schema.service.query('SELECT low_water >= min(pos) AS below FROM head, pending GROUP BY low_water')).rows,
  ).toEqual([{ below: true }]);
  await store.append('slow', 1, someEvents(1));
  await seal(false);
  const sealed = await store.recorded('slow', { from: 0, to: 2 }, 1000);
  expect(sealed.map((event) => Number(event.position - (sealed[0]?.position ?? 0n)))).toEqual([0, 1, 2]);
});

it('finds what committed below the low-water mark by its sweep', async () => {
  const store = await opened(false);
  const slow = await schema.service.connect();
  await slow.query('BEGIN');
  await appendIn(slow, { stream: 'swept', expected: -1 }, someEvents(1));
  for (let index = 0; index < 4; index += 1) {
    await store.append(`passing-${index}`, 'no-stream', someEvents(1));
    await schema.service.query('SELECT seal(1000, false)');
    await sleep(110);
  }
  await slow.query('COMMIT');
  slow.release();
  await expect(store.recorded('swept', { from: 0, to: 0 }, 20)).rejects.toBeInstanceOf(NotYetRecorded);
  const sealing = await opened(true);
  expect(await sealing.recorded('swept', { from: 0, to: 0 }, 3000)).toHaveLength(1);
  await sealing.close();
});

it('tells a sealer in another process, without waiting for its sweep', async () => {
  const [writes, seals] = [await opened(false), await opened(true)];
  const started = performance.now();
  for (let index = 0; index < 10; index += 1) {
    await writes.append(`told-${index}`, 'no-stream', someEvents(1));
    await writes.recorded(`told-${index}`, { from: 0, to: 0 });
  }
  expect(performance.now() - started).toBeLessThan(5000);
  await seals.close();
});

it.each(['an open write transaction', 'a prepared transaction'])(
  'is not held back by %s in another database',
  async (kind) => {
    const other = await temporaryDatabase();
    const { owner } = await other.schema('elsewhere', []);
    await owner.query('CREATE TABLE held (x int)');
    const client = await owner.connect();
    await client.query('BEGIN; INSERT INTO held VALUES (1)');
    if (kind.startsWith('a prepared')) await client.query(`PREPARE TRANSACTION 'held'`);
    const store = await opened(true);
    await store.append(`free of ${kind}`, 'no-stream', someEvents(3));
    expect(await store.recorded(`free of ${kind}`, { from: 0, to: 2 }, 2000)).toHaveLength(3);
    await client.query(kind.startsWith('a prepared') ? `ROLLBACK PREPARED 'held'` : 'ROLLBACK');
    client.release();
    await store.close();
    await other.drop();
  },
);
