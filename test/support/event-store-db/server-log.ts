import { randomUUID } from 'node:crypto';

/** An event as it was sent; bodies are bytes that nobody looks into. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly customMetadata: Uint8Array;
}

export interface ServerRecord extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Commit and prepare position, which are one unless somebody uses the transactions of the old protocol. */
  readonly position: bigint;
  /** Milliseconds since 1970 by the clock of the node that led. */
  readonly created: number;
}

export type ServerExpectation = bigint | 'no-stream' | 'any';
export type ServerAppend =
  | { readonly outcome: 'success'; readonly revision: number; readonly position: bigint }
  | { readonly outcome: 'wrong-expected-version'; readonly current: number }
  | { readonly outcome: 'too-large' };

/** Server option `MaxAppendSize`, 1 MiB unless set (https://developers.eventstore.com/server/v23.10/configuration.html). */
const MAX_APPEND_BYTES = 1024 * 1024;

/**
 * The log that all nodes share, with the server's laxness where the server is lax:
 *
 * - Idempotence is by event id and stream, and only where the expectation is behind: at the right revision an event is
 *   appended whatever its id; ids known at the expected place are acknowledged without a look at the body, also when they
 *   are only the first of those that were appended together; the same id in another stream is nobody's business
 *   (https://github.com/EventStore/documentation, appending/optimistic-concurrency-and-idempotence; kurrent-io/KurrentDB
 *   issues #1898, #1949, #2274; `IndexWriter.CheckCommit`).
 * - Positions are offsets of bytes in a log that others write to as well: ordered, far apart, and not to be counted.
 * - `created` is the leading node's clock: it goes back when another one leads.
 */
export class ServerLog {
  readonly records: ServerRecord[] = [];
  /** The clock of the node that leads. */
  clock: () => number = Date.now;
  maxAppendBytes = MAX_APPEND_BYTES;
  private readonly streams = new Map<string, ServerRecord[]>();
  private readonly listeners = new Set<() => void>();
  private end = 0n;

  constructor() {
    // A new cluster is not an empty one: its own users and settings come first.
    for (const stream of ['$users', '$user-admin', '$settings']) this.append(stream, 'any', [systemEvent()]);
  }

  append(stream: string, expected: ServerExpectation, events: readonly ProposedEvent[]): ServerAppend {
    if (sizeOf(events) > this.maxAppendBytes) return { outcome: 'too-large' };
    const history = this.streams.get(stream) ?? [];
    const current = history.length - 1;
    const before = expectedRevision(expected, current);
    if (before > current) return { outcome: 'wrong-expected-version', current };
    if (before < current) return acknowledged(history, before, events);
    return this.written(stream, events);
  }

  stream(name: string): readonly ServerRecord[] | undefined {
    return this.streams.get(name);
  }

  /** Calls back after every append; gives the way to end it. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** As an operator restores yesterday's files: what came after is gone, and positions are given again. */
  restoreTo(position: bigint): void {
    this.records.splice(this.records.findLastIndex((record) => record.position <= position) + 1);
    this.end = (this.records.at(-1)?.position ?? 0n) + 200n;
    this.streams.clear();
    for (const record of this.records) this.streamOf(record.stream).push(record);
  }

  private written(stream: string, events: readonly ProposedEvent[]): ServerAppend {
    const last = events.map((event) => this.write(stream, event)).at(-1);
    for (const listener of this.listeners) listener();
    return { outcome: 'success', revision: last?.revision ?? -1, position: last?.position ?? -1n };
  }

  private write(stream: string, event: ProposedEvent): ServerRecord {
    const history = this.streamOf(stream);
    const record = { ...event, stream, revision: history.length, position: this.end, created: this.clock() };
    this.end += BigInt(120 + 2 * stream.length + event.data.length + event.customMetadata.length);
    history.push(record);
    this.records.push(record);
    return record;
  }

  private streamOf(name: string): ServerRecord[] {
    const history = this.streams.get(name) ?? [];
    this.streams.set(name, history);
    return history;
  }
}

function expectedRevision(expected: ServerExpectation, current: number): number {
  if (expected === 'any') return current;
  return expected === 'no-stream' ? -1 : Number(expected);
}

function acknowledged(
  history: readonly ServerRecord[],
  before: number,
  events: readonly ProposedEvent[],
): ServerAppend {
  const known = events
    .map((_, index) => history[before + 1 + index])
    .filter((record, index) => record?.id === events[index]?.id);
  const last = known.at(-1);
  if (last && known.length === events.length)
    return { outcome: 'success', revision: last.revision, position: last.position };
  return { outcome: 'wrong-expected-version', current: history.length - 1 };
}

function sizeOf(events: readonly ProposedEvent[]): number {
  return events.reduce(
    (sum, { type, data, customMetadata }) => sum + type.length + data.length + customMetadata.length,
    0,
  );
}

function systemEvent(): ProposedEvent {
  const none = new Uint8Array();
  return {
    id: randomUUID(),
    type: '$system',
    contentType: 'application/json',
    data: Buffer.from('{}'),
    customMetadata: none,
  };
}
