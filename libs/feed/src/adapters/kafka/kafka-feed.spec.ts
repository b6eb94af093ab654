import { describe, it } from '@jest/globals';
import { feedConformance, publishTo, testBroker, TopicUnderTest } from '../../testing/index.ts';

const broker = await testBroker();

if ('missing' in broker) {
  describe(`feed: from a Kafka topic: NOT RUN, there is no broker (${broker.missing})`, () => {
    it.todo('runs where KAFKA_BROKERS names one, or Java and Maven are there');
  });
} else {
  feedConformance(`from a topic of ${broker.name}`, async () => {
    const topic = await TopicUnderTest.open(broker);
    topic.relay();
    return {
      source: () => topic.source(),
      publish: (facts) => publishTo(topic.store, facts),
      loseStore: () => topic.loseStore(),
      close: () => topic.close(),
    };
  });

}
