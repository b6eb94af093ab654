import { type Checkpoint, CheckpointLost, type EventStore, type LogBatch } from '@zhibu/event-store';
import type { RecordedEvent } from '@zhibu/kernel';
import { Deposed } from '../adapters/kafka/fault.ts';
import type { TopicWriter } from '../adapters/kafka/topic-writer.ts';
import type { Timing } from '../consuming/back-off.ts';
import type { TraceOf } from './carrier.ts';
import type { Lease, RelayPosition } from './lease.ts';

/** Runs the writing of events, and does what it does beside: measures it, traces it, and says under which trace each goes on. */
export type AroundBatch = (
  events: readonly RecordedEvent[],
  write: (traceOf?: TraceOf) => Promise<void>,
) => Promise<void>;

export interface LeadershipOptions {
  readonly store: Pick<EventStore, 'subscribe' | 'head'>;
  readonly lease: Lease;
  readonly timing: Timing;
  readonly renewEveryMs: number;
  readonly around: AroundBatch;
  /** Told how far the topic has come: with each batch, and where a restored store begins anew. */
  readonly onCarried: (checkpoint: Checkpoint | undefined) => void;
}

const EVENTS_A_TRANSACTION = 2_000;

/** The time for which one relay leads: from taking the lease until it ends, is deposed, or fails. */
export class Leadership {
  private readonly options: LeadershipOptions;
  private readonly epoch: bigint;
  private readonly over = new AbortController();
  private at: Checkpoint | undefined;

  constructor(options: LeadershipOptions, last: RelayPosition) {
    this.options = options;
    this.epoch = last.epoch;
    this.at = last.checkpoint;
  }

  end(): void {
    this.over.abort();
  }

  /** Renews the lease and notes the checkpoint with it, until the leadership ends; ends it when somebody else has taken over. */
  async keep(): Promise<void> {
    const { lease, timing, renewEveryMs } = this.options;
    while (!this.over.signal.aborted) {
      await timing.sleep(renewEveryMs, this.over.signal);
      // A database that is away does not end a leadership: the broker alone decides who writes.
      const leads = await lease.renew(this.epoch, this.at).catch(() => true);
      if (!leads) this.end();
    }
  }

  /** Where to go on: as far as the topic itself says it was written. @throws BrokerFault */
  async begin(writer: TopicWriter): Promise<Checkpoint | undefined> {
    this.at = later(this.at, await writer.written());
    return this.at;
  }

  /** Carries batch after batch until the leadership ends; closes the writer. @throws BrokerFault, Deposed, what the store throws */
  async carry(writer: TopicWriter): Promise<void> {
    try {
      while (!this.over.signal.aborted) await this.follow(writer).catch((error: unknown) => this.passOver(error));
    } finally {
      await writer.close();
    }
  }

  private async follow(writer: TopicWriter): Promise<void> {
    const { signal } = this.over;
    for await (const batch of this.options.store.subscribe(this.at, { signal, batchSize: EVENTS_A_TRANSACTION })) {
      if (signal.aborted) return;
      await this.send(writer, batch);
    }
    // A store that was closed ends its subscriptions: without a word here, the next would begin at once, and end as soon.
    if (!signal.aborted) throw new Error('the log ended');
  }

  private async send(writer: TopicWriter, batch: LogBatch): Promise<void> {
    // What the topic notes counts only within the row's generation: the row learns of another one first.
    if (batch.checkpoint.generation !== this.at?.generation)
      await this.note(this.at && { ...this.at, generation: batch.checkpoint.generation });
    const previous = this.at?.position ?? 0n;
    await this.options.around(batch.events, (traceOf) => writer.write(batch, previous, traceOf));
    this.at = batch.checkpoint;
    this.options.onCarried(batch.checkpoint);
  }

  /** The store was restored. The topic is no archive: it goes on with what is recorded from now on; consumers find the rest in the log. */
  private async passOver(error: unknown): Promise<void> {
    if (!(error instanceof CheckpointLost)) throw error;
    this.at = await this.options.store.head();
    await this.note(this.at);
    this.options.onCarried(this.at);
  }

  private async note(checkpoint: Checkpoint | undefined): Promise<void> {
    if (!(await this.options.lease.renew(this.epoch, checkpoint))) throw new Deposed('another relay leads');
  }
}

/** The topic's own note is exact, and counts as far as it speaks of the same generation. */
function later(noted: Checkpoint | undefined, written: Checkpoint | undefined): Checkpoint | undefined {
  if (!noted || !written) return noted ?? written;
  return written.generation === noted.generation && written.position > noted.position ? written : noted;
}
