import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@zhibu/database';
import { setTimeout as wait } from 'node:timers/promises';
import { restartConsumer } from '../consuming/checkpoint.ts';
import type { FeedBatch } from '../port.ts';
import { type FeedUnderTest, openSetting, type Setting } from './conformance-setting.ts';
import { eventually } from './eventually.ts';
import { feedFaults } from './faults.conformance.ts';
import { forgetful, spoilt } from './faulty-transport.ts';
import { RecordingConsumer } from './recording-consumer.ts';
import { byStream, interleaved, type Subjects, upTo } from './subjects.ts';

/** The conformance suite of feeds: every adapter, present and future, runs it whole. */
export function feedConformance(name: string, open: () => Promise<FeedUnderTest>): void {
  describe(`feed: ${name}`, () => {
    let setting: Setting;
    let feed: FeedUnderTest;
    let consumer: RecordingConsumer;
    let tests = 0;
    beforeAll(async () => {
      setting = await openSetting();
    });
    beforeEach(async () => {
      tests += 1;
      consumer = new RecordingConsumer(`group-${tests}`);
      feed = await open();
    });
    afterEach(async () => {
      await setting.end();
      await feed.close();
    });
    afterAll(() => setting.close());
    const subjects = (): Subjects => ({ setting, feed, consumer });

    describe('delivers', () => {
      feedDelivery(subjects);
    });
    describe('in trouble', () => {
      feedFaults(subjects);
    });
  });
}

function feedDelivery(subjects: () => Subjects): void {
  const expectOnceEach = async (count: number): Promise<void> => {
    const { setting, consumer } = subjects();
    await eventually(async () =>
      expect((await consumer.effects(setting.database)).length).toBeGreaterThanOrEqual(2 * count),
    );
    expect(byStream(await consumer.effects(setting.database))).toEqual({
      'organization-A': upTo(count),
      'organization-B': upTo(count),
    });
  };

  it('what was there before and what comes later, each stream in its order', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A', 'B'], 50));
    const subscriber = setting.subscribe(feed.source(), consumer);
    await expectOnceEach(50);
    await feed.publish(interleaved(['A', 'B'], 30));
    await expectOnceEach(80);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'running', position: 160n, lag: 0, parkedStreams: 0 }),
    );
  });

  it('from the checkpoint on after a restart, nothing twice', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A', 'B'], 20));
    setting.subscribe(feed.source(), consumer);
    await expectOnceEach(20);
    await setting.end();
    await feed.publish(interleaved(['A', 'B'], 20));
    setting.subscribe(feed.source(), consumer);
    await expectOnceEach(40);
  });

  it('to a subscriber that is ended at any moment, also while it begins', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A', 'B'], 10));
    for (let delay = 0; delay < 30; delay += 1) {
      const subscriber = setting.subscribe(feed.source(), consumer);
      await wait(delay / 3);
      await subscriber.stop();
    }
    setting.subscribe(feed.source(), consumer);
    await expectOnceEach(10);
  });

  it('effects and checkpoint together: a crash between them leaves neither', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A', 'B'], 20));
    let crashes = 0;
    consumer.beforeCheckpoint = async (transaction) => {
      crashes += 1;
      if (crashes <= 3) await transaction.query('SELECT pg_terminate_backend(pg_backend_pid())');
    };
    const subscriber = setting.subscribe(feed.source(), consumer);
    await expectOnceEach(20);
    expect(crashes).toBe(4);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'running', position: 40n, parkedStreams: 0 }),
    );
  });

  it('again what the transport repeats, and the consumer sees it once', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A', 'B'], 20));
    const twice = (batch: FeedBatch): readonly FeedBatch[] => [batch, batch];
    setting.subscribe(spoilt(feed.source(), twice), consumer);
    await expectOnceEach(20);
    await setting.end();
    await feed.publish(interleaved(['A', 'B'], 20));
    setting.subscribe(forgetful(feed.source()), consumer);
    await expectOnceEach(40);
  });

  it('to two subscribers of one group at once, and the group sees it once', async () => {
    const { setting, feed, consumer } = subjects();
    setting.subscribe(feed.source(), consumer);
    setting.subscribe(feed.source(), consumer);
    for (let round = 0; round < 5; round += 1) await feed.publish(interleaved(['A', 'B'], 10));
    await expectOnceEach(50);
  });

  it('to two groups, each at its own pace', async () => {
    const { setting, feed, consumer } = subjects();
    const other = new RecordingConsumer(`${consumer.group}-other`);
    await feed.publish(interleaved(['A', 'B'], 20));
    setting.subscribe(feed.source(), consumer);
    await expectOnceEach(20);
    setting.subscribe(feed.source(), other);
    await eventually(async () => expect(await other.effects(setting.database)).toHaveLength(40));
  });

  it('everything again to a consumer that was sent back to its beginning while it ran', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A'], 5));
    const subscriber = setting.subscribe(feed.source(), consumer);
    await subscriber.reached(5n);
    await inTransaction(setting.database, (transaction) => restartConsumer(transaction, consumer));
    await eventually(async () =>
      expect(byStream(await consumer.effects(setting.database))).toEqual({
        'organization-A': [...upTo(5), ...upTo(5)],
      }),
    );
    await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'running', position: 5n }));
  });

  it('never past a gap: an event that the transport lost is an alarm, until it comes', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A', 'B'], 20));
    let lossy = true;
    const lose = (batch: FeedBatch): readonly FeedBatch[] =>
      lossy ? [{ ...batch, events: batch.events.filter((event) => event.position !== 7n) }] : [batch];
    const subscriber = setting.subscribe(spoilt(feed.source(), lose), consumer);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'blocked', error: expect.stringContaining('FeedGap') }),
    );
    expect(subscriber.status().position).toBeLessThan(7n);
    lossy = false;
    await expectOnceEach(20);
    await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'running', position: 40n }));
  });
}
