import { PostgresEventStore, type LogBatch } from '@zhibu/event-store';
import { type KafkaCluster, messagesOf, retryOften, topicOf } from '@zhibu/feed';
import type { Connections } from '@zhibu/infra';
import { freshTopics, onBroker, relayed } from './broker-ground.ts';
import type { Bench } from './line.ts';
import { paired, rate, timed, times, whole } from './measure.ts';
import { fillStores, lengthOf, storedIn } from './stored.ts';

const ROUNDS = 3;
const SERVICE = 'assessment';
const EVENTS_A_TRANSACTION = 2_000;
/** The peer holds so many of its transactions in memory, and sends them again and again. */
const TRANSACTIONS_HELD = 40;
const REACH = 0.7;

type Requests = ReturnType<typeof messagesOf>;

/** The log of the larger service, from its beginning to its end, into an empty topic; and the same messages out of memory by the bare client. */
export const relayBench: Bench = {
  name: 'relay',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    return ground.on(stored, (connections) => onBroker(async (cluster) => {
      const held = await messagesHeld(connections);
      const total = Number(await lengthOf(connections, SERVICE));
      const { ours, peer, ratio } = await paired(ROUNDS, {
        ours: async () => {
          const prefix = await freshTopics(cluster, [SERVICE]);
          return rate(total, await timed(() => relayed(cluster, connections, { service: SERVICE, prefix })));
        },
        peer: () => sent(cluster, held, total),
      });
      return [{
        line: `relay: store to topic, backlog of ${whole(total)}`, figure: `${whole(ours)} events/s`,
        against: `kafkajs sending the same messages in the same transactions ${whole(peer)}/s: ${times(ratio)}`, toReach: `≥ ${REACH} ×`, reached: ratio >= REACH,
      }];
    }));
  },
};

async function messagesHeld(connections: Connections): Promise<readonly Requests[]> {
  const store = await PostgresEventStore.open({ url: connections.url(SERVICE, 'service'), schema: SERVICE, max: 1, seal: false });
  const held: Requests[] = [];
  const over = new AbortController();
  for await (const batch of store.subscribe(undefined, { signal: over.signal, batchSize: EVENTS_A_TRANSACTION })) {
    held.push(messagesOf({ service: SERVICE, traceOf: () => undefined }, batch satisfies LogBatch, 0n));
    if (held.length === TRANSACTIONS_HELD || batch.events.length < EVENTS_A_TRANSACTION) break;
  }
  over.abort();
  await store.close();
  return held;
}

/** Events a second. */
async function sent(cluster: KafkaCluster, held: readonly Requests[], total: number): Promise<number> {
  const prefix = await freshTopics(cluster, [SERVICE]);
  const topic = topicOf(SERVICE, prefix);
  const producer = cluster.producer({ transactionalId: `${prefix}-peer`, idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry: retryOften });
  await producer.connect();
  let count = 0;
  const taken = await timed(async () => {
    for (let index = 0; count < total; index += 1) {
      const transaction = await producer.transaction();
      for (const messages of held[index % held.length] ?? []) {
        await transaction.send({ topic, acks: -1, messages });
        count += messages.length;
      }
      await transaction.commit();
    }
  });
  await producer.disconnect();
  return rate(count, taken);
}
