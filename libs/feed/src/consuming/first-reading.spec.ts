import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { inTransaction, PassingFailure } from '@zhibu/database';
import { InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import { restartConsumer } from './checkpoint.ts';
import type { FeedConsumer, FeedSource } from '../port.ts';
import { eventually, openSetting, publishTo, renamed, type Setting } from '../testing/index.ts';

let setting: Setting;
beforeAll(async () => {
  setting = await openSetting('SELECT 1');
});
let goOn: () => void = () => undefined;
afterEach(() => {
  goOn();
  return setting.end();
});
afterAll(() => setting.close());

const consumer = (group: string): FeedConsumer => ({ group, service: 'organization', apply: async () => undefined });
/** A feed that nobody can read, and whose end nobody tells. */
const away: FeedSource = {
  service: 'organization',
  batches: () => ({
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new PassingFailure('nobody answers')) }),
  }),
  head: () => Promise.reject(new PassingFailure('nobody answers')),
};

it('has read nothing while nobody answers', async () => {
  const subscriber = setting.subscribe(away, consumer('first'));
  await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'blocked', hasRead: false }));
});

it('has read a feed of which it was told that it is empty', async () => {
  const store = new InMemoryEventStore();
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer('empty'));
  await eventually(() => expect(subscriber.status()).toMatchObject({ position: 0n, hasRead: true }));
  await store.close();
});

it('has read what was dealt with before it was started anew, though nobody answers now', async () => {
  const store = new InMemoryEventStore();
  await publishTo(store, [renamed('A', 'a')]);
  const before = setting.subscribe(new StoreFeedSource('organization', store), consumer('known'));
  await eventually(() => expect(before.status()).toMatchObject({ position: 1n, hasRead: true }));
  await before.stop();
  await store.close();
  const after = setting.subscribe(away, consumer('known'));
  await eventually(() => expect(after.status()).toMatchObject({ state: 'blocked', position: 1n, hasRead: true }));
});

/** A feed that comes an event at a time. */
const slowly = (store: InMemoryEventStore): FeedSource => ({
  service: 'organization',
  batches: (after, signal) => store.subscribe(after, { signal, batchSize: 1 }),
  head: () => store.head(),
});
/** Deals with a first event, and with the second once it is let go on. */
function hesitant(group: string): FeedConsumer & { readonly hesitate: () => void } {
  let held = Promise.resolve();
  const hesitate = (): void => {
    held = new Promise((resolve) => {
      goOn = resolve;
    });
  };
  hesitate();
  const isSecond = ({ data }: { readonly data: object }): boolean => 'name' in data && data.name === 'b';
  return {
    ...consumer(group),
    hesitate,
    apply: async (_, events) => {
      if (events.some(isSecond)) await held;
    },
  };
}

it('has not read a feed after its first events, nor has who is started beside it, but all once its end was reached', async () => {
  const store = new InMemoryEventStore();
  await publishTo(store, [renamed('A', 'a'), renamed('A', 'b')]);
  const long = hesitant('long');
  const [first, second] = [slowly(store), away].map((source) => setting.subscribe(source, long));
  for (const one of [first, second])
    await eventually(() => expect(one?.status()).toMatchObject({ position: 1n, hasRead: false }));
  goOn();
  await eventually(() => expect(first?.status()).toMatchObject({ position: 2n, hasRead: true }));
  await eventually(() => expect(second?.status()).toMatchObject({ state: 'blocked', position: 2n, hasRead: true }));
  await publishTo(store, [renamed('A', 'c')]);
  await eventually(() => expect(first?.status()).toMatchObject({ position: 3n, hasRead: true }));
  await store.close();
});

it('has not read a feed that it is sent back to the beginning of, until it has come to its end again', async () => {
  const store = new InMemoryEventStore();
  await publishTo(store, [renamed('A', 'a'), renamed('A', 'b')]);
  const again = hesitant('again');
  goOn();
  const subscriber = setting.subscribe(slowly(store), again);
  await eventually(() => expect(subscriber.status()).toMatchObject({ position: 2n, hasRead: true }));
  again.hesitate();
  await inTransaction(setting.database, (transaction) => restartConsumer(transaction, again));
  await eventually(() => expect(subscriber.status()).toMatchObject({ position: 1n, hasRead: false }));
  goOn();
  await eventually(() => expect(subscriber.status()).toMatchObject({ position: 2n, hasRead: true }));
  await store.close();
});
