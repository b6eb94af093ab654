import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { publishTo, renamed, testBroker, TopicUnderTest } from '../../testing/index.ts';
import { TopicReader } from './topic-reader.ts';

const broker = await testBroker();
const MEBIBYTE = 1024 * 1024;

describe(`the reader of a topic${'missing' in broker ? `: NOT RUN, there is no broker (${broker.missing})` : `, on ${broker.name}`}`, () => {
  if ('missing' in broker) {
    it.todo('runs where KAFKA_BROKERS names one, or Java and Maven are there');
    return;
  }
  let topic: TopicUnderTest;
  afterEach(() => topic.close());

  it('hands out and holds large messages by their bytes, few at once, all of them in order', async () => {
    topic = await TopicUnderTest.open(broker);
    await publishTo(
      topic.store,
      Array.from({ length: 60 }, (_, index) => renamed(`L${index}`, 'x'.repeat(250_000))),
    );
    topic.relay();
    const positions = await topic.positions(60);
    const reader = new TopicReader({ cluster: topic.cluster, topic: topic.topic, group: topic.prefix });
    await reader.open();
    const found: number[] = [];
    while (found.length < positions.length) {
      // Whatever it would take ahead is there by now.
      await wait(1_000);
      const messages = await reader.next(30_000);
      expect(messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)).toBeLessThanOrEqual(4 * MEBIBYTE);
      found.push(...messages.map(({ headers }) => Number(headers?.['ce_seq'])));
    }
    await reader.close();
    expect(found).toEqual(positions);
  });
});
