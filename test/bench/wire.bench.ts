import { randomUUID } from 'node:crypto';
import { type KafkaCluster, topicOf } from '@zhibu/feed';
import { freshTopics, onBothBrokers, relayed, type Service, withoutTopics } from './broker-ground.ts';
import type { Bench, Line } from './line.ts';
import { paired, rate, timed, times, whole } from './measure.ts';
import { fillStores, lengthOf, storedIn } from './stored.ts';

const ROUNDS = 3;
/** The broker hands what it has stored to a plain reader as it is, and encrypts it for every other. */
const REACH = { relay: 0.7, reader: 0.5 };
const SERVICE: Service = 'organization';

/** A service's log carried to its topic, and the topic read to its end, by TLS and in clear. */
export const wireBench: Bench = {
  name: 'wire',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    return ground.on(stored, async (connections) => {
      const total = Number(await lengthOf(connections, SERVICE));
      return onBothBrokers(async ({ plain, tls }) => {
        const carried = (cluster: KafkaCluster) => (): Promise<number> =>
          onTopic(cluster, async (prefix) =>
            rate(total, await timed(() => relayed(cluster, connections, { service: SERVICE, prefix }))),
          );
        const relay = await paired(ROUNDS, { ours: carried(tls), peer: carried(plain) });
        const read = (cluster: KafkaCluster) => (): Promise<number> =>
          onTopic(cluster, async (prefix) => {
            await relayed(cluster, connections, { service: SERVICE, prefix });
            return rate(total, await timed(() => readToEnd(cluster, prefix, total)));
          });
        const reader = await paired(ROUNDS, { ours: read(tls), peer: read(plain) });
        return [
          lineOf(`relay of ${whole(total)} events, by TLS`, relay, REACH.relay),
          lineOf('the topic read, by TLS', reader, REACH.reader),
        ];
      });
    });
  },
};

function lineOf(line: string, { ours, peer, ratio }: Awaited<ReturnType<typeof paired>>, reach: number): Line {
  return {
    line,
    figure: `${whole(ours)} events/s`,
    against: `in clear ${whole(peer)}/s: ${times(ratio)}`,
    toReach: `≥ ${reach} ×`,
    reached: ratio >= reach,
  };
}

async function onTopic(cluster: KafkaCluster, work: (prefix: string) => Promise<number>): Promise<number> {
  const prefix = await freshTopics(cluster, [SERVICE]);
  const pace = await work(prefix);
  await withoutTopics(cluster, [SERVICE], prefix);
  return pace;
}

/** Reads so many messages by the bare client. */
async function readToEnd(cluster: KafkaCluster, prefix: string, total: number): Promise<void> {
  const consumer = cluster.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: topicOf(SERVICE, prefix), fromBeginning: true });
  let count = 0;
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: { readonly batch: { readonly messages: readonly unknown[] } }) => {
      count += batch.messages.length;
      if (count >= total) resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  await consumer.disconnect();
}
