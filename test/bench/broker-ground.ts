import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@zhibu/database';
import { PostgresEventStore } from '@zhibu/event-store';
import { ensureTopics, type FeedKey, type KafkaCluster, kafkaCluster, newFeedKey, Relay, topicOf } from '@zhibu/feed';
import { runKafka } from '@zhibu/broker';
import { CertificateFolder, ClusterBroker, clusterCertificates, type Connections } from '@zhibu/infra';
import { repository } from '../support/platform.ts';
import { lengthOf, type services } from './stored.ts';

export type Service = (typeof services)[number];

/** Works with a real broker: the one that KAFKA_BROKERS names, or one from its jars for the time. */
export async function onBroker<Result>(work: (cluster: KafkaCluster) => Promise<Result>): Promise<Result> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return work(kafkaCluster({ brokers: given.split(','), clientId: 'zhibu-bench' }));
  const folder = await mkdtemp(join(tmpdir(), 'zhibu-bench-kafka-'));
  const broker = await runKafka({ folder, cache: join(repository, '.cache', 'kafka') });
  try {
    return await work(kafkaCluster({ brokers: [broker.address], clientId: 'zhibu-bench' }));
  } finally {
    await broker.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Works with two brokers from their jars: one that lets everybody in, and one by TLS, whose client comes by a certificate. */
export async function onBothBrokers<Result>(
  work: (brokers: { readonly plain: KafkaCluster; readonly tls: KafkaCluster }) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'zhibu-bench-kafka-'));
  const certificates = new CertificateFolder(join(folder, 'certificates'));
  await certificates.ensure(clusterCertificates());
  const [plain, tls] = await Promise.all([
    ClusterBroker.open(join(folder, 'plain'), undefined),
    ClusterBroker.open(join(folder, 'tls'), certificates),
  ]);
  try {
    return await work({ plain: plain.asAdmin(), tls: tls.asAdmin() });
  } finally {
    await Promise.all([plain.stop(), tls.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

const keys = new Map<Service, FeedKey>();

/** With which a service's messages are authenticated in this run. */
export function benchFeedKey(service: Service): FeedKey {
  const key = keys.get(service) ?? newFeedKey(service, 'bench');
  keys.set(service, key);
  return key;
}

/** Topics that nobody has written to. */
export async function freshTopics(cluster: KafkaCluster, names: readonly Service[]): Promise<string> {
  const prefix = `bench-${randomUUID().slice(0, 8)}`;
  await ensureTopics(
    cluster,
    names.map((service) => ({
      name: topicOf(service, prefix),
      partitions: 1,
      replicas: 1,
      settings: { 'cleanup.policy': 'delete' },
    })),
  );
  return prefix;
}

/** Makes room on the broker's disk for the next round. */
export async function withoutTopics(cluster: KafkaCluster, names: readonly Service[], prefix: string): Promise<void> {
  const admin = cluster.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: names.map((service) => topicOf(service, prefix)) });
  await admin.disconnect();
}

/** Carries a service's whole log to its topic by the relay of ours, and answers how many events that was. */
export async function relayed(
  cluster: KafkaCluster,
  connections: Connections,
  { service, prefix }: { readonly service: Service; readonly prefix: string },
): Promise<number> {
  const owner = connect(connections.url(service, 'owner'), { schema: service, max: 1 });
  await owner.query('DELETE FROM relay_checkpoint');
  await owner.end();
  const length = await lengthOf(connections, service);
  const database = connect(connections.url(service, 'service'), { schema: service, max: 2 });
  const store = await PostgresEventStore.open({
    url: connections.url(service, 'service'),
    schema: service,
    max: 2,
    seal: false,
  });
  await new Promise<void>((resolve, reject) => {
    // A broker that has just started refuses for a while; the relay tries again by itself.
    const relay = new Relay({ service, key: benchFeedKey(service), store, cluster, database, topicPrefix: prefix });
    relay.start();
    const looking = setInterval(() => {
      if (relay.status().position < length) return;
      clearInterval(looking);
      void relay.stop().then(resolve, reject);
    }, 10);
  });
  await store.close();
  await database.end();
  return Number(length);
}
