import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@zhibu/contracts';
import { type KafkaCluster, topicOf } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import type { KafkaMessage } from 'kafkajs';
import type { Stream } from './stream.ts';

interface Carried {
  readonly position: bigint;
  readonly id: string;
  readonly generation: string;
}

const SILENT_FOR_MS = 5_000;

/** Where the topics do not hold each event of the logs once and in order, from the first message that is left to the log's end. */
export async function topicFaults(
  { kafka }: { readonly kafka: Pick<Stream, 'client'> | undefined },
  logs: ReadonlyMap<ServiceName, readonly RecordedEvent[]>,
): Promise<readonly string[]> {
  if (!kafka) return [];
  const faults = await Promise.all(
    [...logs]
      .filter(([, events]) => events.length > 0)
      .map(async ([service, events]) =>
        compared(service, events, await messagesOf(kafka.client, topicOf(service), events.at(-1)?.position ?? 0n)),
      ),
  );
  return faults.flat();
}

/** Messages of a generation that the store has left behind stay in the topic, and count for nobody. */
function compared(service: ServiceName, events: readonly RecordedEvent[], all: readonly Carried[]): readonly string[] {
  const carried = all.filter(({ generation }) => generation === all.at(-1)?.generation);
  const [first] = carried;
  if (!first) return [`the topic of ${service} is empty; its log has ${events.length} events`];
  const due = events.filter(({ position }) => position >= first.position);
  const wrong = carried.findIndex(
    ({ position, id }, index) => due[index]?.position !== position || due[index].id !== id,
  );
  if (wrong !== -1)
    return [
      `the topic of ${service}: message ${wrong} has position ${carried[wrong]?.position} where ${due[wrong]?.position} is due`,
    ];
  return due.length === carried.length
    ? []
    : [
        `the topic of ${service} has ${carried.length} messages from position ${first.position} on, the log ${due.length} events`,
      ];
}

/** All messages that are committed, as a consumer of another language would get them. */
async function messagesOf(client: KafkaCluster, topic: string, last: bigint): Promise<readonly Carried[]> {
  const consumer = client.consumer({
    groupId: `faults-${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 250,
  });
  const carried: Carried[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      let timer = setTimeout(resolve, SILENT_FOR_MS * 2);
      const eachBatch = async ({ batch: { messages } }: { batch: { messages: KafkaMessage[] } }): Promise<void> => {
        carried.push(...messages.map(carriedIn));
        clearTimeout(timer);
        // Somebody might write it once more: a moment longer than the last one takes.
        timer = setTimeout(resolve, (carried.at(-1)?.position ?? 0n) >= last ? 1_000 : SILENT_FOR_MS);
      };
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        reject(payload.error);
      });
      consumer.run({ autoCommit: false, eachBatch }).catch(reject);
    });
    return carried;
  } finally {
    await consumer.disconnect();
  }
}

function carriedIn({ headers }: KafkaMessage): Carried {
  return {
    position: BigInt(String(headers?.['ce_seq'] ?? 0)),
    id: String(headers?.['ce_id'] ?? ''),
    generation: String(headers?.['ce_generation'] ?? ''),
  };
}
