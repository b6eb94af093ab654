import { randomUUID } from 'node:crypto';
import type { Pool } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { type EventStore, InMemoryEventStore } from '@zhibu/event-store';
import { type KafkaCluster, kafkaCluster } from '../adapters/kafka/cluster.ts';
import { KafkaFeedSource, type KafkaFeedOptions } from '../adapters/kafka/kafka-feed.adapter.ts';
import { ensureTopics, topicOf } from '../adapters/kafka/topics.ts';
import { feedMigrations } from '../migrations.ts';
import { Relay, type RelayOptions } from '../relay.ts';
import type { TestBroker } from './test-broker.ts';

/** A service's store, its relays and its topic, none of which any other test meets. */
export class TopicUnderTest {
  readonly prefix = `t${randomUUID().slice(0, 8)}`;
  readonly topic = topicOf('organization', this.prefix);
  readonly cluster: KafkaCluster;
  readonly relays: Relay[] = [];
  store: EventStore = new InMemoryEventStore();
  private readonly temporary: TemporaryDatabase;
  readonly database: Pool;

  private constructor(cluster: KafkaCluster, temporary: TemporaryDatabase, database: Pool) {
    this.cluster = cluster;
    this.temporary = temporary;
    this.database = database;
  }

  static async open(broker: TestBroker, partitions = 1): Promise<TopicUnderTest> {
    const cluster = kafkaCluster({ brokers: broker.brokers, clientId: 'zhibu-test' });
    const temporary = await temporaryDatabase();
    const { service } = await temporary.schema('organization', [feedMigrations]);
    const under = new TopicUnderTest(cluster, temporary, service);
    await under.make(partitions);
    return under;
  }

  async make(partitions = 1): Promise<void> {
    await ensureTopics(this.cluster, [{ name: this.topic, partitions, replicas: 1, settings: { 'cleanup.policy': 'delete' } }]);
  }

  relay(more: Partial<RelayOptions> = {}): Relay {
    const { cluster, database, store, prefix } = this;
    const relay = new Relay({ service: 'organization', store, cluster, database, topicPrefix: prefix, leaseMs: 1_500, ...more });
    this.relays.push(relay);
    relay.start();
    return relay;
  }

  /** The feed as a consumer of its own opens it; the log is the store's of the moment. */
  source(more: Partial<KafkaFeedOptions> = {}): KafkaFeedSource {
    const log = { readLog: (after: bigint, limit: number) => this.store.readLog(after, limit), head: () => this.store.head() };
    return new KafkaFeedSource({ service: 'organization', cluster: this.cluster, group: this.prefix, log, topicPrefix: this.prefix, ...more });
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
    const admin = this.cluster.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [this.topic] }).catch(() => undefined);
    await admin.disconnect();
    await this.temporary.drop();
  }
}
