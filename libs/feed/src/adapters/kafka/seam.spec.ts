import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@zhibu/database';
import { setTimeout as wait } from 'node:timers/promises';
import type { Message } from 'kafkajs';
import { restartConsumer } from '../../consuming/checkpoint.ts';
import { listParked } from '../../parking/parking.ts';
import type { Subscriber } from '../../consuming/subscriber.ts';
import {
  corrupt,
  eventually,
  faultOfName,
  fromTheFuture,
  openSetting,
  publishTo,
  RecordingConsumer,
  renamed,
  type Setting,
  testBroker,
  testFeedKey,
  TopicUnderTest,
} from '../../testing/index.ts';
import { byStream, interleaved, upTo } from '../../testing/subjects.ts';
import { authenticated, newFeedKey } from './authenticity.ts';
import { messageOf } from './cloud-event.ts';
import { deadLetterTopicOf } from './topics.ts';

const broker = await testBroker();

describe(`topic and log as one feed${'missing' in broker ? `: NOT RUN, there is no broker (${broker.missing})` : `, on ${broker.name}`}`, () => {
  if ('missing' in broker) {
    it.todo('runs where KAFKA_BROKERS names one, or Java and Maven are there');
    return;
  }
  let setting: Setting;
  let topic: TopicUnderTest;
  let consumer: RecordingConsumer;
  let fromLog = 0;
  let skipped: string[] = [];
  let tests = 0;
  beforeAll(async () => {
    setting = await openSetting();
  });
  beforeEach(async () => {
    tests += 1;
    [fromLog, skipped] = [0, []];
    consumer = new RecordingConsumer(`group-${tests}`);
    topic = await TopicUnderTest.open(broker);
  });
  afterEach(async () => {
    await setting.end();
    await topic.close();
  });
  afterAll(() => setting.close());

  /** Reads the topic, and counts what it takes from the log. */
  const subscribe = (who = consumer): Subscriber => {
    const log = {
      head: () => topic.store.head(),
      readLog: async (after: bigint, limit: number) => {
        const events = await topic.store.readLog(after, limit);
        if (limit > 1) fromLog += events.length;
        return events;
      },
    };
    return setting.subscribe(topic.source({ log, onSkipped: (reason) => skipped.push(reason) }), who);
  };
  const appliedOnce = (expected: Record<string, readonly number[]>, who = consumer): Promise<void> =>
    eventually(async () => expect(byStream(await who.effects(setting.database))).toEqual(expected), 30_000);
  const send = async (...messages: Message[]): Promise<void> => {
    const producer = topic.cluster.producer();
    await producer.connect();
    await producer.send({ topic: topic.topic, messages }).finally(() => producer.disconnect());
  };

  it('takes from the topic what the topic has', async () => {
    topic.relay();
    await publishTo(topic.store, interleaved(['A', 'B'], 50));
    await topic.contents(100);
    const subscriber = subscribe();
    await appliedOnce({ 'organization-A': upTo(50), 'organization-B': upTo(50) });
    await publishTo(topic.store, interleaved(['A', 'B'], 10));
    await subscriber.reached(120n);
    expect(fromLog).toBe(0);
  });

  it('finds in the log what retention has cut away under a consumer that stood still, and hands over to the topic', async () => {
    const relay = topic.relay();
    subscribe();
    await publishTo(topic.store, interleaved(['A', 'B'], 10));
    await appliedOnce({ 'organization-A': upTo(10), 'organization-B': upTo(10) });
    await setting.end();
    const before = fromLog;
    await publishTo(topic.store, interleaved(['A', 'B'], 30));
    await eventually(() => expect(relay.status().position).toBe(80n));
    await topic.byHand(async (admin) => {
      const [partition] = await admin.fetchTopicOffsets(topic.topic);
      await admin.deleteTopicRecords({
        topic: topic.topic,
        partitions: [{ partition: 0, offset: partition?.high ?? '0' }],
      });
    });
    await publishTo(topic.store, interleaved(['A', 'B'], 5));
    subscribe();
    await publishTo(topic.store, interleaved(['A', 'B'], 5));
    await appliedOnce({ 'organization-A': upTo(50), 'organization-B': upTo(50) });
    expect(fromLog - before).toBeGreaterThanOrEqual(60);
  });

  it('goes on after the topic was deleted and made again, whatever went with it', async () => {
    topic.relay();
    subscribe();
    await publishTo(topic.store, interleaved(['A'], 10));
    await appliedOnce({ 'organization-A': upTo(10) });
    await topic.byHand((admin) => admin.deleteTopics({ topics: [topic.topic] }));
    await publishTo(topic.store, interleaved(['A'], 10));
    await wait(500);
    await eventually(() => topic.make(), 30_000);
    await publishTo(topic.store, interleaved(['A'], 10));
    await appliedOnce({ 'organization-A': upTo(30) });
  });

  it('neither skips nor repeats when the group is reset to the end, or to the beginning', async () => {
    const relay = topic.relay();
    subscribe();
    await publishTo(topic.store, interleaved(['A'], 20));
    await appliedOnce({ 'organization-A': upTo(20) });
    for (const [round, earliest] of [false, true].entries()) {
      await setting.end();
      await publishTo(topic.store, interleaved(['A'], 20));
      await eventually(() => expect(relay.status().position).toBe(BigInt(40 + 20 * round)));
      const groupId = `${topic.prefix}.${consumer.group}.organization`;
      await topic.byHand((admin) => admin.resetOffsets({ groupId, topic: topic.topic, earliest }));
      subscribe();
      await appliedOnce({ 'organization-A': upTo(40 + 20 * round) });
    }
  });

  it('neither skips nor repeats while members come and go', async () => {
    topic.relay();
    subscribe();
    for (let round = 0; round < 6; round += 1) {
      const passing = subscribe();
      await publishTo(topic.store, interleaved(['A', 'B'], 20));
      await wait(300);
      await passing.stop();
    }
    await appliedOnce({ 'organization-A': upTo(120), 'organization-B': upTo(120) });
  });

  it('begins anew from the log when the consumer is sent back to its beginning', async () => {
    topic.relay();
    const subscriber = subscribe();
    await publishTo(topic.store, interleaved(['A'], 10));
    await subscriber.reached(10n);
    await inTransaction(setting.database, (transaction) => restartConsumer(transaction, consumer));
    await appliedOnce({ 'organization-A': [...upTo(10), ...upTo(10)] });
  });

  it('skips and counts what is not ours, and is not stopped by it', async () => {
    topic.relay();
    const subscriber = subscribe();
    await publishTo(topic.store, interleaved(['A'], 3));
    await subscriber.reached(3n);
    const [event] = await topic.store.readLog(0n, 1);
    const generation = (await topic.store.head())?.generation ?? '';
    if (!event) throw new Error('the log is empty');
    const unsigned = (position: bigint, previous: bigint, place = generation): Message =>
      messageOf('organization', { ...event, position }, { generation: place, previous });
    const ours = (...at: Parameters<typeof unsigned>): Message => authenticated(unsigned(...at), testFeedKey);
    const but = (more: Partial<Message>, headers: Record<string, string> = {}): Message =>
      authenticated(
        { ...unsigned(4n, 3n), ...more, headers: { ...unsigned(4n, 3n).headers, ...headers } },
        testFeedKey,
      );
    const anothers = newFeedKey('organization', testFeedKey.name);
    await send(
      { value: 'not JSON' },
      but({}, { ce_source: '/somebody/else' }),
      but({}, { ce_seq: 'four' }),
      unsigned(4n, 3n),
      authenticated(unsigned(4n, 3n), anothers),
      { ...ours(4n, 3n), value: JSON.stringify({ data: { name: 'forged' }, metadata: event.metadata }) },
      but({ value: 'not JSON either' }),
      but({ value: null }),
      but({}, { ce_type: 'NobodyKnows' }),
      ours(4n, 3n, 'another-generation'),
      ours(1n, 0n),
      ours(9n, 8n),
      ours(9n, 2n),
    );
    await eventually(
      () =>
        expect(skipped).toEqual([
          'not-a-cloud-event',
          'of-another-source',
          'unreadable',
          'not-authentic',
          'not-authentic',
          'not-authentic',
          'unreadable',
          'unreadable',
          'of-an-unknown-type',
          'of-another-generation',
          'not-in-the-log',
          'out-of-order',
        ]),
      30_000,
    );
    await publishTo(topic.store, interleaved(['A'], 3));
    await appliedOnce({ 'organization-A': upTo(6) });
    await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'running', parkedStreams: 0 }));
  });

  it.each([
    ['the next position', 4n, true, 'stopped', 'stands there'],
    ['a position far beyond', 1_000n, true, 'blocked', 'FeedGap'],
    ['a position far beyond, where positions have gaps,', 1_000n, false, 'stopped', 'nothing stands there'],
  ])('stops at a message with the key at %s that the log never had, also while others keep coming', async (...row) => {
    const [, position, gapless, state, error] = row;
    topic.relay();
    const subscriber = setting.subscribe(topic.source({ gapless }), consumer);
    await publishTo(topic.store, interleaved(['A'], 3));
    await subscriber.reached(3n);
    const [event] = await topic.store.readLog(0n, 1);
    const generation = (await topic.store.head())?.generation ?? '';
    if (!event) throw new Error('the log is empty');
    await send(
      authenticated(
        messageOf('organization', { ...event, id: randomUUID(), position }, { generation, previous: 3n }),
        testFeedKey,
      ),
    );
    const over = new AbortController();
    const others = (async () => {
      while (!over.signal.aborted) {
        await publishTo(topic.store, interleaved(['B'], 1));
        await wait(100);
      }
    })();
    try {
      await eventually(
        () => expect(subscriber.status()).toMatchObject({ state, error: expect.stringContaining(error) }),
        25_000,
      );
    } finally {
      over.abort();
      await others;
    }
  });

  it('is not stopped by a message of 20 MB', async () => {
    await topic.byHand((admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: 2, name: topic.topic, configEntries: [{ name: 'max.message.bytes', value: '30000000' }] }],
      }),
    );
    topic.relay();
    const subscriber = subscribe();
    await publishTo(topic.store, interleaved(['A'], 3));
    await subscriber.reached(3n);
    const [event] = await topic.store.readLog(0n, 1);
    const generation = (await topic.store.head())?.generation ?? '';
    if (!event) throw new Error('the log is empty');
    const message = messageOf('organization', { ...event, position: 4n }, { generation, previous: 3n });
    await send(authenticated({ ...message, value: Buffer.alloc(20_000_000, 'x') }, testFeedKey));
    await eventually(() => expect(skipped).toEqual(['too-large']), 30_000);
    await publishTo(topic.store, interleaved(['A'], 3));
    await appliedOnce({ 'organization-A': upTo(6) });
  });

  it('blocks at an event of a future version, and parks one that fits no version', async () => {
    topic.relay();
    const subscriber = subscribe();
    await publishTo(topic.store, [
      renamed('A', 'A 0'),
      corrupt('B'),
      renamed('A', 'A 1'),
      fromTheFuture('C'),
      renamed('A', 'A 2'),
    ]);
    await eventually(
      () =>
        expect(subscriber.status()).toMatchObject({
          state: 'blocked',
          position: 3n,
          error: expect.stringContaining('FutureVersion'),
        }),
      30_000,
    );
    await appliedOnce({ 'organization-A': [0, 1] });
    expect(
      (await listParked(setting.database, 'organization-B')).some((parked) => parked.group === consumer.group),
    ).toBe(true);
  });

  it('sends a copy of an event that parks its stream to the dead letters, with the cause', async () => {
    topic.relay();
    consumer.faultOf = faultOfName('B 1');
    const subscriber = subscribe();
    await publishTo(topic.store, interleaved(['A', 'B'], 5));
    await eventually(
      () => expect(subscriber.status()).toMatchObject({ state: 'running', position: 10n, parkedStreams: 1 }),
      30_000,
    );
    const letterBox = deadLetterTopicOf(topic.topic, `${topic.prefix}.${consumer.group}`);
    const letters = await eventually(async () => topic.contents(1, letterBox), 60_000);
    expect(
      letters.map(({ headers = {} }) =>
        [headers['ce_subject'], headers['dlt_error'], headers['dlt_cause'], headers['dlt_topic']].map(String),
      ),
    ).toEqual([['organization-B', 'Error', 'cannot take B 1', topic.topic]]);
  });
});
