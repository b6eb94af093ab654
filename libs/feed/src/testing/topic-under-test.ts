import { randomUUID } from 'node:crypto';
import type { Pool } from '@zhibu/database';
import { type SchemaUnderTest, type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { type EventStore, eventStoreMigrations, InMemoryEventStore, PostgresEventStore } from '@zhibu/event-store';
import type { KafkaMessage } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import { type KafkaCluster, kafkaCluster } from '../adapters/kafka/cluster.ts';
import { KafkaFeedSource, type KafkaFeedOptions } from '../adapters/kafka/kafka-feed.adapter.ts';
import { ensureTopics, topicOf } from '../adapters/kafka/topics.ts';
import { feedMigrations } from '../migrations.ts';
import { Relay, type RelayOptions } from '../carrying/relay.ts';
import type { FeedUnderTest } from './conformance-setting.ts';
import { eventually } from './eventually.ts';
import { testFeedKey } from './feed-key.ts';
import { publishTo } from './facts.ts';
import type { TestBroker } from './test-broker.ts';

type Admin = ReturnType<KafkaCluster['admin']>;

/** A service's store, its relays and its topic, none of which any other test meets. */
export class TopicUnderTest {
  readonly prefix = `t${randomUUID().slice(0, 8)}`;
  readonly topic = topicOf('organization', this.prefix);
  readonly cluster: KafkaCluster;
  readonly relays: Relay[] = [];
  readonly database: Pool;
  readonly databaseUrl: string;
  store: EventStore = new InMemoryEventStore();
  private readonly temporary: TemporaryDatabase;

  private constructor(cluster: KafkaCluster, temporary: TemporaryDatabase, schema: SchemaUnderTest) {
    this.cluster = cluster;
    this.temporary = temporary;
    this.database = schema.service;
    this.databaseUrl = schema.serviceUrl;
  }

  /** @param more `partitions`: 1 unless told, 0 for no topic; `durable`: the store is in PostgreSQL, for processes to share */
  static async open(broker: TestBroker, { partitions = 1, durable = false } = {}): Promise<TopicUnderTest> {
    const cluster = kafkaCluster({ brokers: broker.brokers, clientId: 'zhibu-test' });
    const temporary = await temporaryDatabase();
    const schema = await temporary.schema('organization', [eventStoreMigrations, feedMigrations]);
    const under = new TopicUnderTest(cluster, temporary, schema);
    if (durable) under.store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'organization' });
    if (partitions > 0) await under.make(partitions);
    return under;
  }

  async make(partitions = 1): Promise<void> {
    await ensureTopics(this.cluster, [
      { name: this.topic, partitions, replicas: 1, settings: { 'cleanup.policy': 'delete' } },
    ]);
  }

  /** Something done to the broker by hand. */
  async byHand(work: (admin: Admin) => Promise<unknown>): Promise<void> {
    const admin = this.cluster.admin();
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** Everything readable in the topic, once there are so many messages and then, for a second, no more. */
  async contents(atLeast: number, topic = this.topic): Promise<readonly KafkaMessage[]> {
    const consumer = this.cluster.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
    const messages: KafkaMessage[] = [];
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachMessage: async ({ message }) => {
          messages.push(message);
        },
      });
      await eventually(() => {
        if (messages.length < atLeast) throw new Error(`${topic} holds ${messages.length} of ${atLeast}`);
      }, 60_000);
      for (let seen = -1; seen !== messages.length; await wait(1_000)) seen = messages.length;
      return messages;
    } finally {
      // Also where there is no such topic yet: whoever asks again would leave a connection behind each time.
      await consumer.disconnect();
    }
  }

  /** Positions of the messages in the topic, in the topic's order. */
  async positions(atLeast: number): Promise<readonly number[]> {
    return (await this.contents(atLeast)).map((message) => Number(message.headers?.['ce_seq']));
  }

  relay(more: Partial<RelayOptions> = {}): Relay {
    const { cluster, database, store, prefix } = this;
    const relay = new Relay({
      service: 'organization',
      key: testFeedKey,
      store,
      cluster,
      database,
      topicPrefix: prefix,
      leaseMs: 1_500,
      ...more,
    });
    this.relays.push(relay);
    relay.start();
    return relay;
  }

  /** The feed as a consumer of its own opens it; the log is the store's of the moment. */
  source(more: Partial<KafkaFeedOptions> = {}): KafkaFeedSource {
    const log = {
      readLog: (after: bigint, limit: number) => this.store.readLog(after, limit),
      head: () => this.store.head(),
    };
    return new KafkaFeedSource({
      service: 'organization',
      keys: [testFeedKey],
      cluster: this.cluster,
      group: this.prefix,
      log,
      topicPrefix: this.prefix,
      ...more,
    });
  }

  async stopRelays(): Promise<void> {
    await Promise.all(this.relays.splice(0).map((relay) => relay.stop()));
  }

  async loseStore(): Promise<void> {
    await this.stopRelays();
    await this.store.close();
    this.store = new InMemoryEventStore();
    this.relay();
  }

  async close(): Promise<void> {
    await this.stopRelays();
    await this.store.close();
    await this.byHand((admin) => admin.deleteTopics({ topics: [this.topic] }).catch(() => undefined));
    await this.temporary.drop();
  }
}

/** A topic of a broker as the conformance suite takes it: its relay running, its own store behind it. */
export async function topicFeed(broker: TestBroker): Promise<FeedUnderTest> {
  const topic = await TopicUnderTest.open(broker);
  topic.relay();
  return {
    source: () => topic.source(),
    publish: (facts) => publishTo(topic.store, facts),
    loseStore: () => topic.loseStore(),
    close: () => topic.close(),
  };
}
