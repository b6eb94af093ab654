import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { brokerUser } from '@zhibu/broker';
import type { FeedSource } from '../../port.ts';
import { eventually, publishTo, testBroker, TopicUnderTest } from '../../testing/index.ts';
import { interleaved } from '../../testing/subjects.ts';
import { kafkaCluster } from './cluster.ts';
import { HttpLogReader } from './http-log-reader.adapter.ts';
import { LogUnavailable } from './log-reader.ts';
import { checkTopic } from './topics.ts';

const broker = await testBroker();
const API_VERSIONS = 18;

/** Speaks the protocol so far as to say that it knows nothing else, as a broker from before metadata were versioned. */
function brokerOfOld(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (request) => {
      const answer = Buffer.alloc(4 + 4 + 2 + 4 + 6);
      answer.writeInt32BE(answer.length - 4, 0);
      answer.writeInt32BE(request.readInt32BE(8), 4);
      answer.writeInt16BE(0, 8);
      answer.writeInt32BE(1, 10);
      answer.writeInt16BE(API_VERSIONS, 14);
      socket.write(answer);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

describe('what is wrong with the broker is one sentence', () => {
  it('where nobody answers', async () => {
    await expect(
      checkTopic(kafkaCluster({ brokers: ['127.0.0.1:1'], clientId: 'test' }), 'zhibu.organization'),
    ).rejects.toThrow(/^no broker answers: check the address, or start it/);
  });

  it('where the name is not known', async () => {
    await expect(
      checkTopic(kafkaCluster({ brokers: ['no-such-broker.invalid:9092'], clientId: 'test' }), 'zhibu.organization'),
    ).rejects.toThrow(/^the name of the broker is not known/);
  });

  it('where the broker is too old', async () => {
    const server = await brokerOfOld();
    await expect(
      checkTopic(kafkaCluster({ brokers: [`127.0.0.1:${portOf(server)}`], clientId: 'test' }), 'zhibu.organization'),
    ).rejects.toThrow(/^the broker is too old or no Kafka/);
    server.close();
  });

  it('and of the log: that it cannot be read, where nobody answers', async () => {
    await expect(new HttpLogReader({ url: 'http://127.0.0.1:1' }).head()).rejects.toThrow(LogUnavailable);
  });
});

describe(`faults of a topic${'missing' in broker ? `: NOT RUN, there is no broker (${broker.missing})` : `, on ${broker.name}`}`, () => {
  if ('missing' in broker) {
    it.todo('run where KAFKA_BROKERS names one, or Java and Maven are there');
    return;
  }
  let topic: TopicUnderTest;
  afterEach(() => topic.close());

  const firstOf = async (source: FeedSource): Promise<number> => {
    const over = new AbortController();
    for await (const batch of source.batches(undefined, over.signal)) {
      over.abort();
      return batch.events.length;
    }
    return 0;
  };

  it('that is missing: relay and consumer say so, and go on once it is made', async () => {
    topic = await TopicUnderTest.open(broker, { partitions: 0 });
    await publishTo(topic.store, interleaved(['A'], 3));
    const relay = topic.relay();
    const says = `topic ${topic.topic} does not exist: make it with \`npm run topics\``;
    await eventually(
      () => expect(relay.status()).toMatchObject({ state: 'blocked', error: `BrokerFault: ${says}` }),
      30_000,
    );
    await expect(firstOf(topic.source())).rejects.toThrow(says);
    await topic.make();
    await eventually(() => expect(relay.status()).toMatchObject({ state: 'active', position: 3n, lag: 0 }), 30_000);
    expect(await firstOf(topic.source())).toBe(3);
  });

  it('with three partitions: no order, so neither writes nor reads', async () => {
    topic = await TopicUnderTest.open(broker, { partitions: 3 });
    await publishTo(topic.store, interleaved(['A'], 3));
    const relay = topic.relay();
    await eventually(
      () =>
        expect(relay.status()).toMatchObject({
          state: 'blocked',
          error: expect.stringContaining('has 3 partitions; its order needs exactly one'),
        }),
      30_000,
    );
    await expect(firstOf(topic.source())).rejects.toThrow('has 3 partitions');
  });

  const where = broker.saslBrokers.length > 0 ? it : it.skip;
  where('with credentials: wrong ones are named, right ones work', async () => {
    topic = await TopicUnderTest.open(broker);
    const withPassword = (password: string) =>
      kafkaCluster({
        brokers: broker.saslBrokers,
        clientId: 'test',
        sasl: { mechanism: 'plain', username: brokerUser.username, password },
      });
    await expect(checkTopic(withPassword('wrong'), topic.topic)).rejects.toThrow(/^the broker refuses the credentials/);
    await checkTopic(withPassword(brokerUser.password), topic.topic);
  });

  it('whose service does not answer: a consumer that stands nowhere waits for it, one that stands somewhere reads on', async () => {
    topic = await TopicUnderTest.open(broker);
    topic.relay();
    await publishTo(topic.store, interleaved(['A'], 3));
    await topic.contents(3);
    const away = new HttpLogReader({ url: 'http://127.0.0.1:1' });
    await expect(firstOf(topic.source({ log: away }))).rejects.toThrow(LogUnavailable);
    const [first] = await topic.store.readLog(0n, 1);
    const generation = (await topic.store.head())?.generation ?? '';
    const over = new AbortController();
    const after = { generation, position: 1n, eventId: first?.id ?? '' };
    for await (const batch of topic.source({ log: away }).batches(after, over.signal)) {
      expect(batch.events.map((event) => event.position)).toEqual([2n, 3n]);
      over.abort();
    }
  });
});
