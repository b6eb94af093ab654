import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import type { Timing } from './back-off.ts';
import type { FeedConsumer } from '../port.ts';
import { eventually, openSetting, publishTo, RecordingConsumer, renamed, type Setting } from '../testing/index.ts';

const QUARTER_SECOND = 250;

let setting: Setting;
beforeAll(async () => {
  setting = await openSetting();
});
afterEach(() => setting.end());
afterAll(() => setting.close());

/** A linger ends when the test says so, or its signal; all other pauses are short. */
class PausesOfATest implements Timing {
  readonly random = Math.random;
  begun = 0;
  end: () => void = () => undefined;

  readonly sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve());
      if (milliseconds !== QUARTER_SECOND) setTimeout(resolve, 5);
      else {
        this.begun += 1;
        this.end = resolve;
      }
    });
}

function lingering(group: string): { readonly consumer: FeedConsumer; readonly taken: number[] } {
  const recording = new RecordingConsumer(group);
  const taken: number[] = [];
  const apply: FeedConsumer['apply'] = async (transaction, events) => {
    taken.push(events.length);
    await recording.apply(transaction, events);
  };
  return { consumer: { group, service: recording.service, lingers: true, apply }, taken };
}

it('takes together what comes in a pause, at once what somebody waits for, and heeds a stop', async () => {
  const store = new InMemoryEventStore();
  const { consumer, taken } = lingering('lingers');
  const pauses = new PausesOfATest();
  const subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer, { timing: pauses });
  await publishTo(store, [renamed('A', 'first')]);
  await eventually(() => expect([taken, pauses.begun]).toEqual([[1], 1]));
  await publishTo(store, [renamed('A', '2')]);
  await publishTo(
    store,
    ['3', '4', '5'].map((name) => renamed('A', name)),
  );
  expect(taken).toEqual([1]);
  pauses.end();
  await eventually(() => expect(pauses.begun).toBe(2));
  // The batch that was ready when the pause began goes by itself; all that came behind it is one.
  expect(taken).toEqual([1, 1]);
  expect(await subscriber.reached(5n)).toEqual({ parked: false });
  expect(taken).toEqual([1, 1, 3]);
  await publishTo(store, [renamed('A', 'last')]);
  await subscriber.stop();
  expect(subscriber.status()).toMatchObject({ state: 'stopped', position: 5n });
  await store.close();
});

it('does not pause while it is behind', async () => {
  const store = new InMemoryEventStore();
  await publishTo(
    store,
    Array.from({ length: 450 }, (_, index) => renamed('B', `name ${index}`)),
  );
  const { consumer, taken } = lingering('behind');
  const pauses = new PausesOfATest();
  const subscriber = setting.subscribe(
    new StoreFeedSource('organization', store),
    { ...consumer, portion: () => 200 },
    { timing: pauses },
  );
  await eventually(() => expect(subscriber.status().position).toBe(450n));
  expect(taken).toEqual([200, 200, 50]);
  await eventually(() => expect(pauses.begun).toBe(1));
  await store.close();
});
