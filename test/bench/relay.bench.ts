import { PostgresEventStore, type LogBatch } from '@zhibu/event-store';
import { type KafkaCluster, messagesOf, retryOften, topicOf } from '@zhibu/feed';
import type { Connections } from '@zhibu/infra';
import { benchFeedKey, freshTopics, onBroker, relayed, type Service, withoutTopics } from './broker-ground.ts';
import type { Bench } from './line.ts';
import { paired, rate, timed, times, whole } from './measure.ts';
import { fillStores, lengthOf, services, storedIn } from './stored.ts';

const ROUNDS = 3;
const EVENTS_A_TRANSACTION = 2_000;
/** The peer holds so many of its transactions in memory, and sends them again and again. */
const TRANSACTIONS_HELD = 40;
const REACH = 0.7;

/** Some transactions of a service's log as its topic carries them, and how long that log is. */
interface Held {
  readonly service: Service;
  readonly total: number;
  readonly transactions: readonly ReturnType<typeof messagesOf>[];
}

/** Both services' logs, one after the other, from their beginnings to their ends, into empty topics; and as many of the same messages out of memory by the bare client. */
export const relayBench: Bench = {
  name: 'relay',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    return ground.on(stored, (connections) =>
      onBroker(async (cluster) => {
        const held: Held[] = [];
        for (const service of services) held.push(await messagesHeld(connections, service));
        const total = held.reduce((sum, { total: length }) => sum + length, 0);
        const { ours, peer, ratio } = await paired(ROUNDS, {
          ours: () =>
            onTopics(cluster, total, async (prefix) => {
              for (const service of services) await relayed(cluster, connections, { service, prefix });
            }),
          peer: () =>
            onTopics(cluster, total, async (prefix) => {
              for (const one of held) await sent(cluster, one, prefix);
            }),
        });
        return [
          {
            line: `relay: store to topic, backlog of ${whole(total)}`,
            figure: `${whole(ours)} events/s`,
            against: `kafkajs sending the same messages in the same transactions ${whole(peer)}/s: ${times(ratio)}`,
            toReach: `≥ ${REACH} ×`,
            reached: ratio >= REACH,
          },
        ];
      }),
    );
  },
};

/** Events a second into topics that are empty before, and gone afterwards. */
async function onTopics(
  cluster: KafkaCluster,
  total: number,
  work: (prefix: string) => Promise<void>,
): Promise<number> {
  const prefix = await freshTopics(cluster, services);
  const pace = rate(total, await timed(() => work(prefix)));
  await withoutTopics(cluster, services, prefix);
  return pace;
}

async function messagesHeld(connections: Connections, service: Service): Promise<Held> {
  const store = await PostgresEventStore.open({
    url: connections.url(service, 'service'),
    schema: service,
    max: 1,
    seal: false,
  });
  const transactions: ReturnType<typeof messagesOf>[] = [];
  const over = new AbortController();
  for await (const batch of store.subscribe(undefined, { signal: over.signal, batchSize: EVENTS_A_TRANSACTION })) {
    transactions.push(
      messagesOf({ service, key: benchFeedKey(service), traceOf: () => undefined }, batch satisfies LogBatch, 0n),
    );
    if (transactions.length === TRANSACTIONS_HELD || batch.events.length < EVENTS_A_TRANSACTION) break;
  }
  over.abort();
  await store.close();
  return { service, total: Number(await lengthOf(connections, service)), transactions };
}

async function sent(cluster: KafkaCluster, { service, total, transactions }: Held, prefix: string): Promise<void> {
  const topic = topicOf(service, prefix);
  const producer = cluster.producer({
    transactionalId: `${prefix}-peer-${service}`,
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: retryOften,
  });
  await producer.connect();
  let count = 0;
  for (let index = 0; count < total; index += 1) {
    const transaction = await producer.transaction();
    for (const messages of transactions[index % transactions.length] ?? []) {
      const rest = messages.slice(0, total - count);
      if (rest.length > 0) await transaction.send({ topic, acks: -1, messages: rest });
      count += rest.length;
    }
    await transaction.commit();
  }
  await producer.disconnect();
}
