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
  /** Whether positions count up by one, so that a jump is a lost event; true unless told. */
  readonly gapless?: boolean;
  /** Batches after a checkpoint (undefined: from the beginning), then live, until the signal aborts. */
  batches(after: Checkpoint | undefined, signal: AbortSignal): AsyncIterable<FeedBatch>;
  /** The end of the feed now (undefined: empty), for the lag, and to know when it was read once. */
  head?(): Promise<Checkpoint | undefined>;
  /** The same feed for one consumer of several in a process, where a transport must tell them apart; itself unless told. */
  forConsumer?(consumer: Pick<FeedConsumer, 'group' | 'lingers'>): FeedSource;
  /** Told, after the commit, of an event that has parked its stream: the place for a copy of it. Nothing waits for it; never fails. */
  parked?(fault: EventFault, group: string): Promise<void>;
  /** Nudged with the checkpoint once it is committed; a hint for the transport. */
  committed?(checkpoint: Checkpoint): Promise<void>;
}

/** An event that a consumer cannot take, and why. */
export interface EventFault {
  readonly event: RecordedEvent;
  readonly error: Error;
}

/** A consumer's name within its database: its checkpoint and parked backlog go by it. */
export interface ConsumerKey {
  readonly group: string;
  readonly service: ServiceName;
}

/** Who takes the facts of one service into its own database. */
export interface FeedConsumer extends ConsumerKey {
  /**
   * The types whose events it is given, held against their contracts; all unless told. Types that are not known here are
   * passed over by who does not take them; a version of a known type that is not known here blocks everybody.
   */
  readonly takes?: ReadonlySet<string>;
  /**
   * How many of these events, from the first on, one transaction takes; all unless told. For work that is long: between
   * two transactions a stop is heeded.
   */
  readonly portion?: (events: readonly RecordedEvent[]) => number;
  /**
   * Nobody looks at its effects at once: what comes within a quarter of a second is taken in one transaction,
   * unless somebody waits for it. Every batch has a transaction of its own unless told.
   */
  readonly lingers?: boolean;
  /**
   * Its work waits for queries of the database beside its transaction: such transactions have connections of their own, so
   * that none waits for a connection which it holds itself.
   */
  readonly asksBeside?: boolean;
  /**
   * Applies the effects of events in order, within the transaction that also moves the checkpoint; it keeps nothing
   * outside of it, for a batch may be rolled back and applied again in parts. Throws for a fault of an event (its
   * stream is parked after bisection); infrastructure failures are recognised and retried for ever. `ending` is aborted
   * once the consumer is to stop: what is long may then throw a PassingFailure, and its events come again.
   */
  readonly apply: (transaction: Sql, events: readonly RecordedEvent[], ending?: AbortSignal) => Promise<void>;
}

/** The transport skipped a position: an event is missing. Blocks and alarms; nothing is read past it. */
export class FeedGap extends Error {
  override readonly name = 'FeedGap';
}
