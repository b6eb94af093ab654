import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type Answer, reactionsWith } from '@zhibu/contracts';
import { insertNew, type Pool, type Sql } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { InMemoryEventStore } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import { publishTo, renamed } from '@zhibu/feed/testing';
import type { RecordedEvent } from '@zhibu/kernel';
import { Metrics } from '../observing/metrics.ts';
import type { ServiceContext } from '../process/context.ts';
import { ServiceFeeds } from '../process/service-feeds.adapter.ts';
import { sourcesOf } from '../process/wiring.ts';
import { type Door, reactionConsumers, type Reactions } from './reaction.ts';

let database: TemporaryDatabase;
let pool: Pool;
let end: () => Promise<void> = () => Promise.resolve();
beforeAll(async () => {
  database = await temporaryDatabase();
  const { service, owner } = await database.schema('rectification', [feedMigrations], 1);
  await owner.query('CREATE TABLE kept (name text); GRANT SELECT, INSERT ON kept TO rectification_service');
  pool = service;
});
afterEach(() => end());
afterAll(() => database.drop());

const keep = (sql: Sql, events: readonly RecordedEvent[]): Promise<unknown> =>
  insertNew(
    sql,
    { name: 'kept', columns: { name: 'text' } },
    events.map(({ stream }) => ({ name: stream })),
  );

const facts = {
  kept: async ({ database: asked }: ServiceContext, events: readonly RecordedEvent[]) => {
    const { rows } = await asked.query<{ name: string }>('SELECT name FROM kept');
    return new Map(events.map(({ id }) => [id, rows.map(({ name }) => name)]));
  },
};

const reactions: Reactions = {
  keeps: { OrganizationRenamed: keep },
  facts,
  table: {
    names: reactionsWith<typeof facts>()('OrganizationRenamed')
      .finding('kept')
      .then((_event, kept = []): readonly Answer[] => [
        {
          name: 'DismissProblem',
          data: { problemId: '00000000-0000-5000-8000-000000000001', because: 'not-a-problem', reason: kept.join(' ') },
        },
      ])
      .done(),
  },
};

it('answers events though the pool has one connection: its own transactions do not hold what its look-ups and commands need', async () => {
  const store = new InMemoryEventStore();
  const taken: unknown[] = [];
  const door: Door = {
    handle: async (requests) => {
      await pool.query('SELECT 1');
      taken.push(...requests);
      return requests.map(() => ({ commandId: 'c', events: [] }));
    },
  };
  const context: ServiceContext = {
    store,
    database: pool,
    today: () => '2023-01-01',
    now: () => 0,
    caughtUp: async () => undefined,
  };
  const feeds = new ServiceFeeds(
    {
      process: 'rectification',
      metrics: new Metrics(),
      database: pool,
      sources: sourcesOf(new Map([['organization', store]])),
    },
    reactionConsumers(reactions, { service: 'rectification', context, door }),
  );
  end = async () => {
    await feeds.transport.close();
    await store.close();
  };
  await publishTo(store, [renamed('A', 'a'), renamed('B', 'b')]);
  feeds.transport.listen(() => undefined);
  await feeds.of('organization').reached(2n, undefined, AbortSignal.timeout(20_000));
  // What is kept of all events is there before the first command.
  expect(taken).toMatchObject([
    { data: { reason: 'organization-A organization-B' } },
    { data: { reason: 'organization-A organization-B' } },
  ]);
});
