import { connect } from '@zhibu/database';
import { PostgresEventStore } from '@zhibu/event-store';
import { type KafkaCluster, KafkaFeedSource, Subscriber, topicOf } from '@zhibu/feed';
import { projector, PROJECTOR_GROUP } from '@zhibu/gateway';
import type { Connections } from '@zhibu/infra';
import { benchFeedKey, freshTopics, onBroker, relayed } from './broker-ground.ts';
import type { Bench } from './line.ts';
import { rate, timed, times, whole } from './measure.ts';
import { emptied } from './projection.bench.ts';
import { fillStores, lengthOf, services, storedIn } from './stored.ts';

const CONNECTIONS = 8;
const REACH = { ratio: 0.2, pace: 25_000 };

/** Both services' topics, from an empty read model to their ends, as the gateway takes them; and the bare client receiving them. */
export const consumerBench: Bench = {
  name: 'consumer',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    return ground.on(stored, (connections) =>
      onBroker(async (cluster) => {
        const prefix = await freshTopics(cluster, services);
        let total = 0;
        for (const service of services) total += await relayed(cluster, connections, { service, prefix });
        await emptied(connections);
        let fromLogs = 0;
        const ours = rate(
          total,
          await timed(async () => {
            fromLogs = await projected(cluster, connections, prefix);
          }),
        );
        const peer = rate(total, await timed(() => received(cluster, prefix, total)));
        const ratio = ours / peer;
        return [
          {
            line: 'consumer: topic to applied projection, backlog',
            figure: `${whole(ours)} events/s`,
            against: `kafkajs receiving ${whole(total)} messages, no effect ${whole(peer)}/s: ${times(ratio)} (read from the logs instead: ${whole(fromLogs)})`,
            toReach: `≥ ${REACH.ratio} ×, ≥ ${whole(REACH.pace)}/s`,
            reached: fromLogs === 0 && ratio >= REACH.ratio && ours >= REACH.pace,
          },
        ];
      }),
    );
  },
};

/** Until both topics are taken in to their ends; answers how many events came from the logs instead. */
async function projected(cluster: KafkaCluster, connections: Connections, prefix: string): Promise<number> {
  let fromLogs = 0;
  const database = connect(connections.url('gateway', 'service'), { schema: 'gateway', max: CONNECTIONS });
  const running = await Promise.all(
    services.map(async (service) => {
      const store = await PostgresEventStore.open({
        url: connections.url(service, 'service'),
        schema: service,
        max: 1,
        seal: false,
      });
      const readLog = async (after: bigint, limit: number) => {
        const events = await store.readLog(after, limit);
        if (limit > 1) fromLogs += events.length;
        return events;
      };
      const source = new KafkaFeedSource({
        service,
        keys: [benchFeedKey(service)],
        cluster,
        group: `${prefix}-gateway`,
        topicPrefix: prefix,
        log: { readLog, head: () => store.head() },
      });
      const consumer = projector().find((one) => one.service === service && one.group === PROJECTOR_GROUP);
      if (!consumer) throw new Error(`nobody projects ${service}`);
      const subscriber = new Subscriber({ source, consumer, database });
      subscriber.start();
      await subscriber.reached(await lengthOf(connections, service));
      return { subscriber, store };
    }),
  );
  for (const { subscriber, store } of running) {
    await subscriber.stop();
    await store.close();
  }
  await database.end();
  return fromLogs;
}

async function received(cluster: KafkaCluster, prefix: string, total: number): Promise<void> {
  const consumer = cluster.consumer({ groupId: `${prefix}-peer`, maxBytesPerPartition: 4 * 1024 * 1024 });
  await consumer.connect();
  await consumer.subscribe({ topics: services.map((service) => topicOf(service, prefix)), fromBeginning: true });
  let count = 0;
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          count += batch.messages.length;
          if (count >= total) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
}
