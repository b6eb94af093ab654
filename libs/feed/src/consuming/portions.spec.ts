import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PassingFailure } from '@zhibu/database';
import { InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import type { FeedConsumer } from '../port.ts';
import { eventually, openSetting, publishTo, RecordingConsumer, renamed, type Setting } from '../testing/index.ts';

let setting: Setting;
beforeAll(async () => {
  setting = await openSetting();
});
afterAll(() => setting.close());

it('takes no more in a transaction than the consumer asks for, heeds a stop between two, and goes on after it', async () => {
  const store = new InMemoryEventStore();
  await publishTo(
    store,
    ['0', '1', '2', '3', '4', '5', '6'].map((name) => renamed('B', name)),
  );
  const recording = new RecordingConsumer('portions');
  const taken: number[] = [];
  const held = Promise.withResolvers<void>();
  const consumer: FeedConsumer = {
    group: recording.group,
    service: recording.service,
    portion: (events) => (events[0]?.position === 4n ? 0 : 3),
    apply: async (transaction, events) => {
      taken.push(events.length);
      await held.promise;
      await recording.apply(transaction, events);
    },
  };
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await eventually(() => expect(taken).toEqual([3]));
  const stopped = subscriber.stop();
  held.resolve();
  await stopped;
  expect([taken, subscriber.status()]).toMatchObject([[3], { state: 'stopped', position: 3n }]);
  subscriber.start();
  await eventually(() => expect(subscriber.status().position).toBe(7n));
  await subscriber.stop();
  expect(taken).toEqual([3, 1, 3]);
  expect((await recording.effects(setting.database)).map(({ name }) => name)).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
  ]);
  await store.close();
});

it('tells what is long of the stop: thrown back then, nothing is parked, and it comes again whole', async () => {
  const store = new InMemoryEventStore();
  await publishTo(store, [renamed('B', '0'), renamed('C', '1')]);
  const recording = new RecordingConsumer('long');
  const told: boolean[] = [];
  const { group, service } = recording;
  const consumer: FeedConsumer = {
    group,
    service,
    apply: async (transaction, events, ending) => {
      // Listened to before it is told that the work has begun: the stop may come amid the statements.
      const stopping = once(ending ?? new AbortController().signal, 'abort');
      told.push(ending?.aborted ?? false);
      await recording.apply(transaction, events);
      if (told.length > 1) return;
      await stopping;
      throw new PassingFailure('stopped');
    },
  };
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await eventually(() => expect(told).toEqual([false]));
  await subscriber.stop();
  expect(subscriber.status()).toMatchObject({ state: 'stopped', position: 0n, parkedStreams: 0 });
  subscriber.start();
  await eventually(() => expect(subscriber.status()).toMatchObject({ position: 2n, parkedStreams: 0 }));
  await subscriber.stop();
  expect((await recording.effects(setting.database)).filter(({ name }) => name === '0')).toHaveLength(1);
  await store.close();
});
