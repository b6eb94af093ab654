import type { ServiceName } from '@zhibu/contracts';
import type { Message } from 'kafkajs';
import { carrierOf } from '../../carrying/carrier.ts';
import type { EventFault } from '../../port.ts';
import { messageOf } from './cloud-event.ts';
import { type KafkaCluster, retryOften } from './cluster.ts';
import { brokerFault } from './fault.ts';
import { deadLetterTopicOf, ensureTopics } from './topics.ts';

export interface DeadLetterOptions {
  readonly service: ServiceName;
  readonly cluster: KafkaCluster;
  readonly topic: string;
  readonly group: string;
  readonly onDeadLetterLost?: ((error: Error) => void) | undefined;
}

const LONGEST_CAUSE = 2_000;
/** As long as the topics' own. */
const SETTINGS = { 'cleanup.policy': 'delete', 'retention.ms': '604800000' };

/**
 * DeadLetterSender of events that parked their streams, for whoever watches topics. The truth is the parked backlog in the
 * consumer's database, where operators retry and discard; a copy that cannot be sent is only told.
 */
export class DeadLetters {
  private readonly options: DeadLetterOptions;
  private readonly letterBox: string;

  constructor(options: DeadLetterOptions) {
    this.options = options;
    this.letterBox = deadLetterTopicOf(options.topic, options.group);
  }

  /** Sends a copy; the topic is made with the first. Never fails. */
  async send(fault: EventFault): Promise<void> {
    const { cluster, onDeadLetterLost } = this.options;
    const producer = cluster.producer({ allowAutoTopicCreation: false, retry: retryOften });
    try {
      await ensureTopics(cluster, [{ name: this.letterBox, partitions: 1, replicas: -1, settings: SETTINGS }]);
      await producer.connect();
      await producer.send({ topic: this.letterBox, acks: -1, messages: [deadLetterOf(this.options, fault)] });
    } catch (error) {
      onDeadLetterLost?.(brokerFault(error, this.letterBox));
    } finally {
      await producer.disconnect().catch(() => undefined);
    }
  }
}

/** The event as its topic carried it, with where it came from, who cannot take it, and why. */
export function deadLetterOf(
  from: Pick<DeadLetterOptions, 'service' | 'topic' | 'group'>,
  { event, error }: EventFault,
): Message {
  const message = messageOf(from.service, event, { generation: '', previous: 0n, traceparent: carrierOf(event) });
  const { ce_generation: _generation, ce_previous: _previous, ...headers } = message.headers ?? {};
  return {
    ...message,
    headers: {
      ...headers,
      dlt_topic: from.topic,
      dlt_group: from.group,
      dlt_position: event.position.toString(),
      dlt_error: error.name,
      dlt_cause: error.message.slice(0, LONGEST_CAUSE),
      dlt_at: new Date().toISOString(),
    },
  };
}
