import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type EventStore, InMemoryEventStore } from '@zhibu/event-store';
import { setTimeout as wait } from 'node:timers/promises';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import { openSetting, publishTo, RecordingConsumer, renamed, type Setting } from '../testing/index.ts';
import { CheckpointWatch } from './watch.ts';

let setting: Setting;
let store: EventStore;
let tests = 0;
let consumer: RecordingConsumer;
beforeAll(async () => {
  setting = await openSetting();
});
beforeEach(() => {
  tests += 1;
  store = new InMemoryEventStore();
  consumer = new RecordingConsumer(`watch-${tests}`);
});
afterEach(async () => {
  await setting.end();
  await store.close();
});
afterAll(() => setting.close());

it('answers once the position is passed, not before, and shows its effects then', async () => {
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  let answered = false;
  const reached = subscriber.reached(2n, 'organization-A').then(async () => {
    answered = true;
    return consumer.effects(setting.database);
  });
  await publishTo(store, [renamed('A', 'one')]);
  await wait(100);
  expect(answered).toBe(false);
  await publishTo(store, [renamed('A', 'two')]);
  expect(await reached).toHaveLength(2);
});

it('sees what the subscriber of another process has committed', async () => {
  const elsewhere = new CheckpointWatch(setting.database, consumer);
  const reached = elsewhere.reached(1n, 'organization-A');
  setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await publishTo(store, [renamed('A', 'one')]);
  expect(await reached).toEqual({ parked: false });
});

it('gives up when its signal aborts', async () => {
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await expect(subscriber.reached(1n, undefined, AbortSignal.timeout(50))).rejects.toThrow(/timeout|aborted/i);
});

it('a thousand waiters share the looks into the database', async () => {
  const elsewhere = new CheckpointWatch(setting.database, consumer);
  let queries = 0;
  const count = (): void => {
    queries += 1;
  };
  setting.database.on('acquire', count);
  const waiters = Promise.all(Array.from({ length: 1000 }, () => elsewhere.reached(1n)));
  await wait(100);
  setting.database.off('acquire', count);
  expect(queries).toBeLessThanOrEqual(25);
  setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await publishTo(store, [renamed('A', 'one')]);
  expect(await waiters).toHaveLength(1000);
});
