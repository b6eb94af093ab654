import type { ServiceName } from '@zhibu/contracts';
import type { Checkpoint, LogBatch } from '@zhibu/event-store';
import type { Message, Producer, Transaction } from 'kafkajs';
import { carrierOf, type TraceOf } from '../../carrying/carrier.ts';
import { authenticated, type FeedKey } from './authenticity.ts';
import { messageOf } from './cloud-event.ts';
import { type KafkaCluster, retryOften } from './cluster.ts';
import { brokerFault } from './fault.ts';
import { checkTopic } from './topics.ts';

export interface TopicWriterOptions {
  readonly service: ServiceName;
  /** With which the messages are authenticated. */
  readonly key: FeedKey;
  readonly cluster: KafkaCluster;
  readonly topic: string;
  /** The same for every relay of the topic, so that the broker refuses all but the last that began. */
  readonly transactionalId: string;
}

/** A broker takes 1 MB a request unless told otherwise; some of it is envelope. */
const BYTES_A_REQUEST = 700_000;
const BYTES_BESIDE_THE_VALUE = 600;
/** A transaction left open by a process that died holds up readers no longer than this. */
const TRANSACTION_TIMEOUT_MS = 15_000;
/** The broker closes a transaction a moment after it has confirmed it, and refuses the next until then: two milliseconds, not twenty. */
const retryAtOnce = { ...retryOften, initialRetryTime: 2, retries: 13 } as const;

/**
 * Writes a log to its topic, each event once and in order. Each transaction holds the messages and, as an offset of the
 * group named like the transactional id, the position they reach: so whoever takes over knows exactly what is there.
 */
export class TopicWriter {
  private readonly options: TopicWriterOptions;
  private readonly producer: Producer;

  private constructor(options: TopicWriterOptions) {
    this.options = options;
    this.producer = options.cluster.producer({
      transactionalId: options.transactionalId,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: TRANSACTION_TIMEOUT_MS,
      allowAutoTopicCreation: false,
      retry: retryAtOnce,
    });
  }

  /** Begins to write: from now on the broker refuses whoever wrote before, and has ended what it left open. @throws BrokerFault, Deposed */
  static async open(options: TopicWriterOptions): Promise<TopicWriter> {
    await checkTopic(options.cluster, options.topic);
    const writer = new TopicWriter(options);
    return writer.translated(async () => {
      await writer.producer.connect();
      // The client asks the broker for its epoch with the first transaction.
      await (await writer.producer.transaction()).abort();
      return writer;
    });
  }

  /** How far the topic has been written: what the last committed transaction says. Undefined for a new topic. @throws BrokerFault */
  async written(): Promise<Checkpoint | undefined> {
    const { cluster, topic, transactionalId } = this.options;
    const admin = cluster.admin();
    return this.translated(async () => {
      try {
        await admin.connect();
        const [found] = await admin.fetchOffsets({ groupId: transactionalId, topics: [topic] });
        const [partition] = found?.partitions ?? [];
        return partition && checkpointOf(partition.offset, partition.metadata);
      } finally {
        await admin.disconnect();
      }
    });
  }

  /**
   * Writes a batch of the log, all of it or nothing.
   * @param previous position before its first event
   * @throws BrokerFault, Deposed
   */
  async write(batch: LogBatch, previous: bigint, traceOf: TraceOf = carrierOf): Promise<void> {
    const requests = messagesOf({ ...this.options, traceOf }, batch, previous);
    await this.translated(async () => {
      const transaction = await this.producer.transaction();
      for (const messages of requests) await transaction.send({ topic: this.options.topic, acks: -1, messages });
      await this.note(transaction, batch.checkpoint);
      await transaction.commit();
    });
  }

  async close(): Promise<void> {
    await this.producer.disconnect().catch(() => undefined);
  }

  private note(transaction: Transaction, { generation, position, eventId }: Checkpoint): Promise<void> {
    const { topic, transactionalId } = this.options;
    const noted = { partition: 0, offset: position.toString(), metadata: `${generation} ${eventId}` };
    return transaction.sendOffsets({ consumerGroupId: transactionalId, topics: [{ topic, partitions: [noted] }] });
  }

  private async translated<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      await this.close();
      throw brokerFault(error, this.options.topic);
    }
  }
}

function checkpointOf(offset: string, metadata: string | null): Checkpoint | undefined {
  const [generation, eventId] = metadata?.split(' ') ?? [];
  return generation && eventId && BigInt(offset) > 0n ? { generation, position: BigInt(offset), eventId } : undefined;
}

/** A batch of the log as its topic carries it: the messages of each request. @param previous position before its first event */
export function messagesOf(
  { service, key, traceOf }: Pick<TopicWriterOptions, 'service' | 'key'> & { readonly traceOf: TraceOf },
  { events, checkpoint }: LogBatch,
  previous: bigint,
): readonly Message[][] {
  const { generation } = checkpoint;
  return inRequests(
    events.map((event, index) => {
      const passage = { generation, previous: events[index - 1]?.position ?? previous, traceparent: traceOf(event) };
      return authenticated(messageOf(service, event, passage), key);
    }),
  );
}

function inRequests(messages: readonly Message[]): readonly Message[][] {
  const requests: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.value ?? '') + BYTES_BESIDE_THE_VALUE;
    if (bytes > room || requests.length === 0) {
      requests.push([]);
      room = BYTES_A_REQUEST;
    }
    room -= bytes;
    requests.at(-1)?.push(message);
  }
  return requests;
}
