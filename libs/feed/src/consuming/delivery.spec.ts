import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Sql } from '@zhibu/database';
import { InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import type { FeedConsumer } from '../port.ts';
import { corrupt, eventually, fromTheFuture, openSetting, publishTo, renamed, type Setting } from '../testing/index.ts';

const NAMES = `CREATE TABLE name (name text PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);
  GRANT SELECT, INSERT ON name TO gateway_service`;
let setting: Setting;
let store: InMemoryEventStore;
beforeAll(async () => {
  setting = await openSetting(NAMES);
});
beforeEach(() => {
  store = new InMemoryEventStore();
});
afterEach(async () => {
  await setting.end();
  await store.close();
});
afterAll(() => setting.close());

/** A consumer that does as told with each event's name. */
const consumerOf = (group: string, take: (transaction: Sql, name: string) => Promise<unknown>): FeedConsumer => ({
  group,
  service: 'organization',
  apply: async (transaction, events) => {
    for (const { data } of events) await take(transaction, 'name' in data ? String(data.name) : '');
  },
});

const insert = (transaction: Sql, name: string): Promise<unknown> =>
  transaction.query('INSERT INTO name VALUES ($1)', [name]);

it('finds the culprit of a constraint that would only speak up at commit', async () => {
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumerOf('deferred', insert));
  await publishTo(store, [renamed('A', 'one'), renamed('B', 'two'), renamed('C', 'one'), renamed('D', 'three')]);
  await eventually(() =>
    expect(subscriber.status()).toMatchObject({ state: 'running', position: 4n, parkedStreams: 1 }),
  );
  expect((await setting.database.query('SELECT name FROM name ORDER BY name')).rows).toEqual([
    { name: 'one' },
    { name: 'three' },
    { name: 'two' },
  ]);
  expect((await setting.database.query('SELECT stream FROM parked_stream')).rows).toEqual([
    { stream: 'organization-C' },
  ]);
});

it('parks rather than blocks where a consumer hides its own failure and goes on in a transaction that is lost', async () => {
  const hide = async (transaction: Sql, name: string): Promise<void> => {
    if (name === 'bad') await transaction.query('SELECT 1/0').catch(() => undefined);
    await insert(transaction, `hidden ${name}`);
  };
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumerOf('hiding', hide));
  await publishTo(store, [renamed('A', 'good'), renamed('B', 'bad'), renamed('C', 'better')]);
  await eventually(() =>
    expect(subscriber.status()).toMatchObject({ state: 'running', position: 3n, parkedStreams: 1 }),
  );
});

it.each([
  ['a table', 'SELECT * FROM taken_away'],
  ['a column', 'SELECT taken_away FROM name'],
  ['a function', 'SELECT taken_away()'],
])('blocks rather than parks where a newer release has taken away %s', async (what, sql) => {
  const consumer = consumerOf(`without ${what}`, (transaction) => transaction.query(sql));
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await publishTo(store, [renamed('A', 'any')]);
  await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'blocked', parkedStreams: 0 }));
});

it('parks an event whose error quotes what PostgreSQL cannot hold', async () => {
  const subscriber = setting.subscribe(
    new StoreFeedSource('organization', store),
    consumerOf('nul', () => Promise.reject(new Error('a\0b'))),
  );
  await publishTo(store, [renamed('A', 'any')]);
  await eventually(() =>
    expect(subscriber.status()).toMatchObject({ state: 'running', position: 1n, parkedStreams: 1 }),
  );
});

it('holds against their contracts only the types that the consumer takes, and gives it no others', async () => {
  const taken: string[] = [];
  const consumer: FeedConsumer = {
    group: 'choosy',
    service: 'organization',
    takes: new Set(['OrganizationDissolved']),
    apply: async (_transaction, events) => {
      taken.push(...events.map(({ type }) => type));
    },
  };
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await publishTo(store, [
    corrupt('A'),
    renamed('B', 'any'),
    renamed('C', '', { type: 'OrganizationDissolved', data: { organizationId: 'C' } }),
  ]);
  await eventually(() =>
    expect(subscriber.status()).toMatchObject({ state: 'running', position: 3n, parkedStreams: 1 }),
  );
  expect(
    (await setting.database.query("SELECT stream FROM parked_stream WHERE consumer_group = 'choosy'")).rows,
  ).toEqual([{ stream: 'organization-C' }]);
  expect(taken).toEqual([]);
  await publishTo(store, [fromTheFuture('B')]);
  await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'blocked', position: 3n }));
});

it('tries little to find a culprit: nothing of it where the contract tells, and nothing that has just failed twice', async () => {
  const taken: (readonly string[])[] = [];
  const consumer: FeedConsumer = {
    group: 'thrifty',
    service: 'organization',
    apply: async (_transaction, events) => {
      const names = events.map(({ data }) => ('name' in data ? String(data.name) : ''));
      taken.push(names);
      if (names.includes('bad')) throw new Error('bad');
    },
  };
  await publishTo(
    store,
    ['a', 'b', 'bad', 'c'].map((name) => renamed(name.toUpperCase(), name)),
  );
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await eventually(() =>
    expect(subscriber.status()).toMatchObject({ state: 'running', position: 4n, parkedStreams: 1 }),
  );
  expect(taken.splice(0)).toEqual([['a', 'b', 'bad', 'c'], ['a', 'b'], ['bad', 'c'], ['bad'], ['c']]);
  await subscriber.stop();
  await publishTo(store, [
    renamed('D', 'd'),
    renamed('E', 'e'),
    corrupt('F'),
    renamed('F', 'behind it'),
    renamed('G', 'g'),
  ]);
  subscriber.start();
  await eventually(() =>
    expect(subscriber.status()).toMatchObject({ state: 'running', position: 9n, parkedStreams: 2 }),
  );
  expect(taken).toEqual([['d', 'e'], ['g']]);
});
