import type { ServiceName } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Checkpoint } from '@zhibu/event-store';
import type { RecordedEvent } from '@zhibu/kernel';

/** A batch of facts of one service on their way, with the checkpoint that holds once they are dealt with. */
export interface FeedBatch {
  readonly events: readonly RecordedEvent[];
  readonly checkpoint: Checkpoint;
}

/**
 * Where the facts of one service come from: its store in the embedded profile, a topic in the distributed one.
 * At least once, in the log's order, without a gap; every adapter passes the feed conformance suite.
 */
export interface FeedSource {
  readonly service: ServiceName;
  /** Batches after a checkpoint (undefined: from the beginning), then live, until the signal aborts. */
  batches(after: Checkpoint | undefined, signal: AbortSignal): AsyncIterable<FeedBatch>;
  /** Nudged with the checkpoint once it is committed; a hint for the transport. */
  committed?(checkpoint: Checkpoint): Promise<void>;
}

/** Who takes the facts of one service into its own database. */
export interface FeedConsumer {
  /** Names the consumer's checkpoint and parked backlog, within its database. */
  readonly group: string;
  readonly service: ServiceName;
  /**
   * Applies the effects of events in order, within the transaction that also moves the checkpoint. Throws for a fault
   * of an event (its stream is parked after bisection); infrastructure failures are recognised and retried for ever.
   */
  readonly apply: (transaction: Sql, events: readonly RecordedEvent[]) => Promise<void>;
}
