import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { PassingFailure } from '@zhibu/database';
import { InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import type { FeedConsumer, FeedSource } from '../port.ts';
import { eventually, openSetting, publishTo, renamed, type Setting } from '../testing/index.ts';

let setting: Setting;
beforeAll(async () => {
  setting = await openSetting('SELECT 1');
});
afterEach(() => setting.end());
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
