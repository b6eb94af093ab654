import { describe, it } from '@jest/globals';
import { feedConformance, testBroker, topicFeed } from '../../testing/index.ts';

const broker = await testBroker();

if ('missing' in broker) {
  describe(`feed: from a Kafka topic: NOT RUN, there is no broker (${broker.missing})`, () => {
    it.todo('runs where KAFKA_BROKERS names one, or Java and Maven are there');
  });
} else {
  feedConformance(`from a topic of ${broker.name}`, () => topicFeed(broker));
}
