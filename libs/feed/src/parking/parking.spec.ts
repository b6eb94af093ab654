import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type EventStore, InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import { discardParked, listParked, requestRetry, retryOutcome, showParked } from './parking.ts';
import type { FeedSource } from '../port.ts';
import type { Subscriber } from '../consuming/subscriber.ts';
import {
  eventually,
  faultOfName,
  openSetting,
  publishTo,
  RecordingConsumer,
  renamed,
  type Setting,
} from '../testing/index.ts';

const STREAM = 'organization-B';
const wish = { stream: STREAM, actor: 'operator', reason: 'mended' };
let setting: Setting;
let store: EventStore;
let consumer: RecordingConsumer;
let subscriber: Subscriber;
let tests = 0;

beforeAll(async () => {
  setting = await openSetting();
});
beforeEach(async () => {
  tests += 1;
  store = new InMemoryEventStore();
  consumer = new RecordingConsumer(`parking-${tests}`);
  consumer.faultOf = faultOfName('0');
  await publishTo(
    store,
    ['0', '1', '2', '3', '4'].map((name) => renamed('B', name)),
  );
  subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await eventually(() => expect(subscriber.status()).toMatchObject({ position: 5n, parkedStreams: 1 }));
});
afterEach(async () => {
  await setting.end();
  await store.close();
});
afterAll(() => setting.close());

const names = async (): Promise<readonly string[]> =>
  (await consumer.effects(setting.database)).map((effect) => effect.name);
const waiting = async (): Promise<readonly number[]> =>
  (await showParked(setting.database, consumer, STREAM)).map((event) => event.revision);
const actions = async (): Promise<readonly unknown[]> =>
  (
    await setting.database.query(
      'SELECT action, actor, reason, outcome, events FROM parked_action WHERE consumer_group = $1 ORDER BY requested_at',
      [consumer.group],
    )
  ).rows;

async function retried(): Promise<unknown> {
  const id = await requestRetry(setting.database, consumer, wish);
  return eventually(async () => {
    const outcome = await retryOutcome(setting.database, id);
    expect(outcome.outcome).not.toBe('requested');
    return outcome;
  });
}

it('a retry of a mended stream applies its backlog in order and unparks it; what comes later goes straight on', async () => {
  consumer.faultOf = () => undefined;
  expect(await retried()).toEqual({ outcome: 'done', events: 5 });
  await publishTo(store, [renamed('B', '5')]);
  await eventually(async () => expect(await names()).toEqual(['0', '1', '2', '3', '4', '5']));
  await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'running', parkedStreams: 0 }));
  expect((await listParked(setting.database, STREAM)).filter((row) => row.group === consumer.group)).toEqual([]);
  expect(await actions()).toEqual([
    { action: 'retry', actor: 'operator', reason: 'mended', outcome: 'done', events: 5 },
  ]);
});

it('a retry that fails at the third of five events keeps the third to fifth parked, the first two applied once', async () => {
  consumer.faultOf = faultOfName('2');
  expect(await retried()).toEqual({ outcome: 'failed', events: 2, detail: 'Error: cannot take 2' });
  expect(await names()).toEqual(['0', '1']);
  expect(await waiting()).toEqual([2, 3, 4]);
  const [parked] = (await listParked(setting.database, STREAM)).filter((row) => row.group === consumer.group);
  expect(parked).toMatchObject({ error: 'Error: cannot take 2', position: 3n, waiting: 3, failures: 2 });
  consumer.faultOf = () => undefined;
  expect(await retried()).toEqual({ outcome: 'done', events: 3 });
  expect(await names()).toEqual(['0', '1', '2', '3', '4']);
});

it('a retry that the infrastructure cuts off has not happened, and is carried out once it is back', async () => {
  consumer.faultOf = () => undefined;
  let cuts = 0;
  consumer.beforeCheckpoint = async (transaction) => {
    cuts += 1;
    if (cuts === 1) await transaction.query('SELECT pg_terminate_backend(pg_backend_pid())');
  };
  expect(await retried()).toEqual({ outcome: 'done', events: 5 });
  expect(cuts).toBe(2);
  expect(await names()).toEqual(['0', '1', '2', '3', '4']);
});

it('a discard without a reason is refused, and nothing changes', async () => {
  for (const reason of [undefined, '', '  ']) {
    await expect(
      discardParked(setting.database, consumer, { stream: STREAM, actor: 'operator', reason }),
    ).rejects.toThrow('needs a reason');
  }
  expect(await waiting()).toEqual([0, 1, 2, 3, 4]);
  expect(await actions()).toEqual([]);
});

it('a discard takes out the one event that failed, and what waited behind it goes on', async () => {
  const discarded = await discardParked(setting.database, consumer, wish);
  expect(discarded).toMatchObject({ event: { revision: 0 }, left: 4 });
  await eventually(async () => expect(await names()).toEqual(['1', '2', '3', '4']));
  await eventually(() => expect(subscriber.status()).toMatchObject({ parkedStreams: 0 }));
  expect(await actions()).toEqual([
    { action: 'discard', actor: 'operator', reason: 'mended', outcome: 'done', events: 1 },
    { action: 'retry', actor: 'operator', reason: 'mended', outcome: 'done', events: 4 },
  ]);
});

it('the last event discarded unparks its stream, and the running subscriber shows it', async () => {
  await publishTo(store, [renamed('C', '0')]);
  await eventually(() => expect(subscriber.status()).toMatchObject({ parkedStreams: 2 }));
  expect(await discardParked(setting.database, consumer, { ...wish, stream: 'organization-C' })).toMatchObject({
    left: 0,
  });
  await eventually(() => expect(subscriber.status()).toMatchObject({ parkedStreams: 1 }));
});

it('retry and discard of a stream that is not parked are refused', async () => {
  await expect(requestRetry(setting.database, consumer, { ...wish, stream: 'organization-A' })).rejects.toThrow(
    'is not parked',
  );
  await expect(discardParked(setting.database, consumer, { ...wish, stream: 'organization-A' })).rejects.toThrow(
    'is not parked',
  );
});

it('what operators did cannot be rewritten by the service', async () => {
  await discardParked(setting.database, consumer, wish);
  await expect(setting.database.query(`UPDATE parked_action SET reason = 'another'`)).rejects.toMatchObject({
    code: '42501',
  });
  await expect(setting.database.query('DELETE FROM parked_action')).rejects.toMatchObject({ code: '42501' });
});

it('whoever waits for an event learns that it is parked', async () => {
  expect(await subscriber.reached(5n, STREAM)).toEqual({ parked: true });
  expect(await subscriber.reached(5n, 'organization-A')).toEqual({ parked: false });
});

it('a copy of what parked a stream that cannot be sent yet holds up nobody, and is sent once', async () => {
  const inner = new StoreFeedSource('organization', store);
  const sent = Promise.withResolvers<void>();
  const told: bigint[] = [];
  const source: FeedSource = {
    service: 'organization',
    batches: (after, signal) => inner.batches(after, signal),
    parked: async ({ event }) => {
      told.push(event.position);
      await sent.promise;
    },
  };
  const slow = new RecordingConsumer('slow-copies');
  slow.faultOf = ({ data }) => (/^[03]$/.test(String(Reflect.get(data, 'name'))) ? new Error('poison') : undefined);
  const other = setting.subscribe(source, slow);
  await eventually(() => expect(told).toEqual([1n]));
  await publishTo(store, [renamed('A', 'a'), renamed('C', '3')]);
  await eventually(() => expect(other.status()).toMatchObject({ position: 7n, parkedStreams: 2 }));
  expect(told).toEqual([1n]);
  sent.resolve();
  await eventually(() => expect(told).toEqual([1n, 7n]));
});
