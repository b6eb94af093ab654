import type { ServiceName } from '@zhibu/contracts';
import type { Checkpoint } from '@zhibu/event-store';
import type { EventFault, FeedBatch, FeedConsumer, FeedSource } from '../../port.ts';
import type { FeedKey } from './authenticity.ts';
import type { Oddity } from './cloud-event.ts';
import type { KafkaCluster } from './cluster.ts';
import { DeadLetters } from './dead-letter.ts';
import type { LogReader } from './log-reader.ts';
import { type Piece, Seam } from './seam.ts';
import { TopicReader } from './topic-reader.ts';
import { topicOf } from './topics.ts';

export interface KafkaFeedOptions {
  readonly service: ServiceName;
  readonly cluster: KafkaCluster;
  /** The service's keys: what none of them authenticates is passed over, and read from the log where that has it. */
  readonly keys: readonly FeedKey[];
  /** Names the process in the names of its consumer groups, which become `<group>.<consumer's group>.<service>`. */
  readonly group: string;
  /** The owning service's log: for what the topic does not hold, and to tell a restored store. */
  readonly log: LogReader;
  /** Whether nobody looks at once at what the consumer does: see {@link FeedConsumer.lingers}. */
  readonly lingers?: boolean | undefined;
  /** False where the store counts positions with gaps; true unless told. */
  readonly gapless?: boolean;
  /** Before the service's name in the topic's; `zhibu` unless told. */
  readonly topicPrefix?: string;
  /** Told of each message that is skipped because it is not believed: for a metric. */
  readonly onSkipped?: (reason: Oddity, offset: string) => void;
  /** Told when the copy of an event that parked its stream could not be sent; the backlog holds it all the same. */
  readonly onDeadLetterLost?: (error: Error) => void;
}

/** How long the topic may be silent before the log is asked whether it has more. */
const SILENCE_MS = 5_000;
/** The same at the start, after a rebalance, and behind a message that was not believed. */
const FIRST_SILENCE_MS = 300;
const CAUGHT_UP_FOR_MS = 500;

/**
 * The feed of a service from its topic, with its log behind: the distributed profile. The consumer's checkpoint decides
 * what comes next, the positions in the messages whether something is missing; the offset in Kafka is a hint.
 */
export class KafkaFeedSource implements FeedSource {
  readonly service: ServiceName;
  readonly gapless: boolean;
  private readonly options: KafkaFeedOptions;
  private readonly topic: string;
  private readonly deadLetters: DeadLetters;
  /** Of what was handed out and is not committed yet: which offset is behind which position. */
  private handedOut: { readonly position: bigint; readonly offset: string }[] = [];
  private reader: TopicReader | undefined;
  private lastHead: { readonly at: number; readonly head: Promise<Checkpoint | undefined> } | undefined;

  constructor(options: KafkaFeedOptions) {
    this.options = options;
    this.service = options.service;
    this.gapless = options.gapless ?? true;
    this.topic = topicOf(options.service, options.topicPrefix);
    this.deadLetters = new DeadLetters({ ...options, topic: this.topic });
  }

  /** The same feed for one of several consumers of the process: each is a consumer group of its own. */
  forConsumer({ group, lingers }: Pick<FeedConsumer, 'group' | 'lingers'>): KafkaFeedSource {
    return new KafkaFeedSource({ ...this.options, group: `${this.options.group}.${group}`, lingers });
  }

  async *batches(after: Checkpoint | undefined, signal: AbortSignal): AsyncGenerator<FeedBatch> {
    const { service, keys, cluster, group, log, lingers, onSkipped } = this.options;
    const seam = new Seam({ service, keys, log, signal, onOdd: onSkipped }, after);
    await seam.begin();
    const reader = new TopicReader({ cluster, topic: this.topic, group: `${group}.${service}`, lingers });
    const end = (): void => reader.end();
    signal.addEventListener('abort', end);
    try {
      await reader.open();
      this.reader = reader;
      this.handedOut = [];
      for await (const { batch, offset } of joined(reader, seam, signal)) {
        if (offset !== undefined) this.handedOut.push({ position: batch.checkpoint.position, offset });
        yield batch;
      }
    } finally {
      signal.removeEventListener('abort', end);
      if (this.reader === reader) this.reader = undefined;
      await reader.close();
    }
  }

  /** The end of the log, at most half a second old: subscribers ask often, and only to tell their lag. */
  head(): Promise<Checkpoint | undefined> {
    const now = Date.now();
    if (!this.lastHead || now - this.lastHead.at > CAUGHT_UP_FOR_MS)
      this.lastHead = { at: now, head: this.options.log.head('lately') };
    return this.lastHead.head;
  }

  /** Sends a copy to `<topic>.<group>.dlt`. */
  parked(fault: EventFault): Promise<void> {
    return this.deadLetters.send(fault);
  }

  /** Commits the offset to the group, now and then: a hint for the next start. */
  async committed(checkpoint: Checkpoint): Promise<void> {
    const beyond = this.handedOut.findIndex((piece) => piece.position > checkpoint.position);
    const done = this.handedOut.splice(0, beyond === -1 ? this.handedOut.length : beyond).at(-1);
    if (done) this.reader?.commit(done.offset);
  }
}

/** Topic and log as one: the log where the topic is silent although the log goes on. */
async function* joined(reader: TopicReader, seam: Seam, signal: AbortSignal): AsyncGenerator<Piece> {
  let lookedAt = Date.now();
  for (let settled = false; !signal.aborted;) {
    const quick = !settled || seam.inDoubt;
    const messages = await reader.next(quick ? FIRST_SILENCE_MS : SILENCE_MS);
    if (signal.aborted) return;
    yield* seam.join(messages);
    // The log is asked although the topic keeps talking, too: what it says may stand beyond the log's end.
    const isDue = messages.length === 0 || Date.now() - lookedAt > SILENCE_MS;
    if (isDue && reader.reads) {
      lookedAt = Date.now();
      yield* seam.look();
    }
    settled = reader.reads;
  }
}
