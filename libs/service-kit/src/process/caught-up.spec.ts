import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type Pool, PassingFailure } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { InMemoryEventStore } from '@zhibu/event-store';
import { feedMigrations, lookup } from '@zhibu/feed';
import { publishTo, renamed } from '@zhibu/feed/testing';
import { ownKeys } from '../access/key.ts';
import type { ServiceContext } from './context.ts';
import { serviceModule } from './service.module.ts';
import { sourcesOf } from './wiring.ts';

let database: TemporaryDatabase;
let pool: Pool;
let end: () => Promise<void> = () => Promise.resolve();
beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('organization', [feedMigrations])).service;
});
afterEach(() => end());
afterAll(() => database.drop());

const own = { service: 'organization' } as const;
const read: string[] = [];
const going = lookup('going', own, {
  OrganizationRenamed: async (_sql, facts) => {
    read.push(...facts.map(({ stream }) => stream));
  },
});
const stuck = lookup('stuck', own, {
  OrganizationRenamed: () => Promise.reject(new PassingFailure('what it leans on is away')),
});
const unlisted = lookup('unlisted', own, { OrganizationRenamed: async () => undefined });

it('waits for the look-up that a rule names, not for another that is held up', async () => {
  const store = new InMemoryEventStore();
  let context: ServiceContext | undefined;
  const { feeds } = serviceModule(
    {
      name: 'organization',
      migrations: [],
      lookups: [going, stuck],
      aggregates: (given) => {
        context = given;
        return {};
      },
    },
    { store, database: pool, sources: sourcesOf(new Map([['organization', store]])), trusted: ownKeys().trusted },
  );
  end = async () => {
    await feeds.transport.close();
    await store.close();
  };
  await publishTo(store, [renamed('A', 'a')]);
  feeds.transport.listen(() => undefined);
  await context?.caughtUp(going);
  // Not its status: that may be told of a committed batch a moment later than the one who waits for it.
  expect(read).toEqual(['organization-A']);
  await expect(context?.caughtUp(stuck)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  // Up to a place where it has read already, there is nothing to wait for.
  await context?.caughtUp(stuck, 0n);
  await expect(context?.caughtUp(unlisted)).rejects.toThrow('organization has no look-up unlisted');
});
