import type { NewEvent, RecordedEvent } from '@zhibu/kernel';

/** The revision that the stream must have, exactly; or that it must not exist. */
export type ExpectedRevision = number | 'no-stream';

/** At most this much in one append (architecture.md, section 2). */
export const limits = { bytesAnEvent: 256 * 1024, bytesAnAppend: 512 * 1024, eventsAnAppend: 500 } as const;

/** An event of a stream, committed; its place in the log may still be to come. */
export interface StreamEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
}

/** The answer to an append: what was committed, or, for a repeat, what had been. */
export interface Appended {
  readonly stream: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
}

/** How far a reader has come. It holds only in a store where that event stands at that position. */
export interface Checkpoint {
  /** Made anew whenever a store is created or restored. */
  readonly generation: string;
  readonly position: bigint;
  readonly eventId: string;
}

export interface SubscribeOptions {
  /** Ends the subscription. */
  readonly signal: AbortSignal;
  /** At most this many events a batch; 1,000 unless told. */
  readonly batchSize?: number;
}

/**
 * How fresh an end of the log must be. `lately`: as far as the store has come to know it by itself, for whoever asks again
 * and again and only tells a lag; while nothing happens it costs no request, or one in ten seconds.
 */
export type When = 'now' | 'lately';

/** A batch of the log in order, never empty, with the checkpoint that holds once it is dealt with. */
export interface LogBatch {
  readonly events: readonly RecordedEvent[];
  readonly checkpoint: Checkpoint;
}

/**
 * The store of one service: its streams and its log. What is promised here is proven by the core conformance suite,
 * which every adapter runs whole; what an adapter promises beyond is a declared suite of its own.
 */
export interface EventStore {
  /**
   * Appends at exactly the expected revision. The same ids again, to the same stream at the same expectation, give the
   * first answer, also while the first append is still committing.
   * @throws RevisionConflict, EventIdReused, AppendTooLarge, StoreDamaged
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;
  /**
   * All committed events of a stream from a revision on, in order; empty when there is none. What a decision rests on.
   * @throws StoreDamaged when some of them are gone
   */
  readStream(stream: string, fromRevision?: number): Promise<readonly StreamEvent[]>;
  /**
   * The events of a stream from one revision to another, both included, with their places in the log; waits until the
   * log has them. @throws NotYetRecorded after `timeoutMs` (10,000 unless told)
   */
  recorded(
    stream: string,
    revisions: { readonly from: number; readonly to: number },
    timeoutMs?: number,
  ): Promise<readonly RecordedEvent[]>;
  /** Up to `limit` events of the log after a position (0n: from the beginning), in order. */
  readLog(after: bigint, limit: number): Promise<readonly RecordedEvent[]>;
  /**
   * Catches up, then goes on live, for ever: batches in order, without gap or repeat, until the signal aborts.
   * Infrastructure errors are thrown to the caller, who subscribes again from the last checkpoint.
   * @param after undefined: from the beginning
   * @throws CheckpointLost when that event does not stand at that position
   */
  subscribe(after: Checkpoint | undefined, options: SubscribeOptions): AsyncIterable<LogBatch>;
  /** The end of the log, now unless told; undefined while it is empty. */
  head(when?: When): Promise<Checkpoint | undefined>;
  /**
   * Promises that nothing recorded from now on carries an instant at or before `instant` (RFC 3339, not in the future),
   * and answers the position of the last event that does (0n: none): so an answer for that instant never changes.
   * @throws InstantInFuture by the store's own clock
   */
  settle(instant: string): Promise<bigint>;
  /** What the store found wrong with itself and still is; answered from what it knows, so that health may ask at any time. */
  faults(): Promise<readonly StoreFault[]>;
  /** Ends its connections and subscriptions. */
  close(): Promise<void>;
}

/** What a store promises beyond its port that keeps a hash chain over its log. */
export interface ChainedStore {
  /** The chain's value at a position of the log, in lower-case hexadecimal digits; undefined: nothing stands there. */
  chainAt(position: bigint): Promise<string | undefined>;
}

/** The stream has another revision than expected, lower or higher. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly current: ExpectedRevision;

  constructor(stream: string, expected: ExpectedRevision, current: ExpectedRevision) {
    super(`${stream} is at ${current}, not ${expected}`);
    this.stream = stream;
    this.expected = expected;
    this.current = current;
  }
}

/** An event id that the store knows with another body, another stream, or in other company. */
export class EventIdReused extends Error {
  override readonly name = 'EventIdReused';
}

/** Over one of the {@link limits}; nothing was appended. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
}

/** The log has not taken the events in within the time given. They are committed all the same. */
export class NotYetRecorded extends Error {
  override readonly name = 'NotYetRecorded';
}

/** A reader is ahead of the store, or of another history: the store was restored. Names the remedy. */
export class CheckpointLost extends Error {
  override readonly name = 'CheckpointLost';
}

/** The log jumps: an event that was there, or must be, is not. An alarm, for the operator to run verify-log. */
export class LogGap extends Error {
  override readonly name = 'LogGap';
}

/** Something that the store found wrong with itself, for health: `stream` by the name that its administrator knows. */
export interface StoreFault {
  readonly stream?: string | undefined;
  /** What is wrong, and what to do. */
  readonly says: string;
}

/**
 * The store lacks something that it had, or holds something that this platform did not write: an administrator took it
 * away, or put it there. Where it is one stream, that one stands still and every other goes on.
 */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged';
  /** By the name that the store's administrator knows; undefined where the whole store is meant. */
  readonly stream: string | undefined;

  constructor(message: string, { stream, ...options }: ErrorOptions & { readonly stream?: string | undefined } = {}) {
    super(message, options);
    this.stream = stream;
  }
}

/** An instant that has not come yet cannot be settled. */
export class InstantInFuture extends Error {
  override readonly name = 'InstantInFuture';
}

/** Milliseconds since 1970 of an RFC 3339 instant, finer digits cut off. @throws TypeError when it is none */
export function millisecondsOf(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new TypeError(`${instant} is not an instant`);
  return milliseconds;
}

/** What a reader that is ahead of its store is told. */
export function checkpointLost(checkpoint: Checkpoint, why: string): CheckpointLost {
  return new CheckpointLost(
    `checkpoint ${checkpoint.position} (event ${checkpoint.eventId}, generation ${checkpoint.generation}) does not hold: ${why}. ` +
      'The store was restored to an earlier state or is another one. Remedy: rebuild this reader from the beginning of the log.',
  );
}
