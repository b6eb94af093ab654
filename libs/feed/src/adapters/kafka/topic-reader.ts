import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { type KafkaCluster, retryOften } from './cluster.ts';
import { brokerFault } from './fault.ts';
import { checkTopic } from './topics.ts';

export interface TopicReaderOptions {
  readonly cluster: KafkaCluster;
  readonly topic: string;
  /** The consumer group, of this one topic only. */
  readonly group: string;
  /** Whether a fetch waits for more than a message. */
  readonly lingers?: boolean | undefined;
}

/** Told to the group so often; a member that says nothing for ten seconds is taken for dead. */
const HEARTBEAT_MS = 2_000;
const SESSION_MS = 10_000;
const REBALANCE_MS = 15_000;
/** How long a fetch waits for news; the end of a reader waits as long. */
const FETCH_WAIT_MS = 500;
/** A fetch of a reader that lingers comes back with so much before its wait is over. */
const BYTES_GATHERED = 64 * 1024;
const BYTES_A_FETCH = 4 * 1024 * 1024;
/** While so much waits to be dealt with, nothing more is taken: by number, and by bytes, for one message may have 256 KiB. */
const WAITING = { messages: 4_000, bytes: 8 * 1024 * 1024 };
const AT_ONCE = { messages: 2_000, bytes: 4 * 1024 * 1024 };
const COMMIT_EVERY_MS = 1_000;

/**
 * A member of a consumer group that hands out the messages of one topic's one partition, in order, possibly repeated:
 * after a rebalance it begins again at the offset that was committed, which is only ever a hint.
 */
export class TopicReader {
  private readonly options: TopicReaderOptions;
  private readonly consumer: Consumer;
  private readonly waiting: KafkaMessage[] = [];
  private bytesWaiting = 0;
  private wake: () => void = () => undefined;
  private makeRoom: () => void = () => undefined;
  private failure: Error | undefined;
  private closed = false;
  private hasPartition = false;
  /** Begun since the partition was given; each is over, and what it brought handed on, when the next begins. */
  private fetches = 0;
  private committedAt = 0;
  private committed: string | undefined;
  private latest: string | undefined;
  private committing: Promise<void> = Promise.resolve();

  constructor(options: TopicReaderOptions) {
    this.options = options;
    this.consumer = options.cluster.consumer({
      groupId: options.group,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: REBALANCE_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      minBytes: options.lingers ? BYTES_GATHERED : 1,
      maxBytesPerPartition: BYTES_A_FETCH,
      allowAutoTopicCreation: false,
      // Whoever reads begins anew from the checkpoint, and says why, rather than the client by itself and in silence.
      retry: { ...retryOften, restartOnFailure: () => Promise.resolve(false) },
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => this.fail(payload.error));
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => {
      this.hasPartition = payload.memberAssignment[options.topic]?.includes(0) ?? false;
      this.fetches = 0;
    });
    this.consumer.on(this.consumer.events.FETCH_START, () => {
      this.fetches += 1;
    });
    this.consumer.on(this.consumer.events.REBALANCING, () => {
      this.hasPartition = false;
    });
  }

  /** Joins the group. @throws BrokerFault */
  async open(): Promise<void> {
    const { cluster, topic } = this.options;
    try {
      await checkTopic(cluster, topic);
      await this.consumer.connect();
      await this.consumer.subscribe({ topic, fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.take(payload),
      });
    } catch (error) {
      throw brokerFault(error, topic);
    }
  }

  /**
   * Whether the group has given the partition to this member, otherwise another one reads; and whether a first fetch is
   * over: a topic with a long way to go is not silent because its first answer takes its time.
   */
  get reads(): boolean {
    return this.hasPartition && this.fetches > 1;
  }

  /** The messages that have come; none when there were none for so long, or the reader was closed. @throws BrokerFault */
  async next(withinMs: number): Promise<readonly KafkaMessage[]> {
    if (this.waiting.length === 0 && !this.failure && !this.closed) await this.news(withinMs);
    if (this.failure) throw this.failure;
    const messages = this.waiting.splice(0, this.countAtOnce());
    for (const message of messages) this.bytesWaiting -= bytesOf(message);
    this.makeRoom();
    return messages;
  }

  /** At least one, where there is any. */
  private countAtOnce(): number {
    let bytes = 0;
    const beyond = this.waiting.findIndex((message, index) => {
      bytes += bytesOf(message);
      return index > 0 && (index === AT_ONCE.messages || bytes > AT_ONCE.bytes);
    });
    return beyond === -1 ? this.waiting.length : beyond;
  }

  /** Ends a wait of {@link next}, and takes nothing more. */
  end(): void {
    this.closed = true;
    this.wake();
    this.makeRoom();
  }

  /** Commits an offset to the group, once a second and at the end; a failure costs nothing but a repeat. */
  commit(offset: string): void {
    this.latest = offset;
    if (Date.now() - this.committedAt >= COMMIT_EVERY_MS)
      this.committing = this.committing.then(() => this.commitLatest());
  }

  /** Commits the last offset, and leaves the group. */
  async close(): Promise<void> {
    this.end();
    // A commit still on its way would open the connection again, behind whoever closed it.
    await this.committing;
    await this.commitLatest();
    await this.consumer.disconnect().catch(() => undefined);
  }

  private async commitLatest(): Promise<void> {
    const { latest: offset } = this;
    if (offset === undefined || offset === this.committed) return;
    this.committedAt = Date.now();
    this.committed = offset;
    await this.consumer.commitOffsets([{ topic: this.options.topic, partition: 0, offset }]).catch(() => undefined);
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    if (!this.wants(payload)) return;
    for (const message of payload.batch.messages) {
      this.waiting.push(message);
      this.bytesWaiting += bytesOf(message);
    }
    this.wake();
    // A rebalance is thrown out of the heartbeat; what has been handed out then comes again and is recognised.
    while (this.isFull && this.wants(payload)) {
      await this.room();
      await payload.heartbeat();
    }
    if (this.wants(payload)) payload.resolveOffset(payload.batch.lastOffset());
  }

  private get isFull(): boolean {
    return this.waiting.length > WAITING.messages || this.bytesWaiting > WAITING.bytes;
  }

  private wants({ isRunning, isStale }: EachBatchPayload): boolean {
    return !this.closed && isRunning() && !isStale();
  }

  private room(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, HEARTBEAT_MS);
      this.makeRoom = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private news(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private fail(error: Error): void {
    this.hasPartition = false;
    this.failure = brokerFault(error, this.options.topic);
    this.wake();
  }
}

const bytesOf = ({ value }: KafkaMessage): number => value?.length ?? 0;
