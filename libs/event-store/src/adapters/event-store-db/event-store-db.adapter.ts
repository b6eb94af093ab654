import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import type {
  Appended,
  Checkpoint,
  EventStore,
  ExpectedRevision,
  LogBatch,
  StreamEvent,
  SubscribeOptions,
} from '../../port.ts';
import type { EventStoreDbAccess } from './access.ts';
import { append } from './append.ts';
import { Connection } from './connection.ts';
import { History } from './history.ts';
import { Ledger } from './ledger.ts';
import { recorded } from './recording.ts';
import { streamEventOf } from './rows.ts';
import { settle } from './settlement.ts';
import { generationsOf, logAfter, type LogSource, refuseLost, renewGeneration } from './generations.ts';
import { StreamNames } from './streams.ts';
import { subscription } from './subscription.ts';

/** Events a request when the whole log is gone through. */
const AUDIT_PAGE = 2000;

export interface EventStoreDbEventStoreOptions extends EventStoreDbAccess {
  /** Whose log it is: four services share a cluster. */
  readonly service: string;
  /** The log cannot be followed, and is tried again; or the cluster turned out to be restored to an earlier state. */
  readonly onFault?: (error: unknown) => void;
}

/**
 * The store in an EventStoreDB cluster (server 23.10 or newer). The user needs to read `$all`.
 *
 * It promises the core of the port, proven by the conformance suite. What the PostgreSQL store promises beyond, and this
 * one does not: positions without gaps, so that a missing event is told by counting; a chain of hashes, so that a change
 * behind the store's back is found (`verifyLog`, `verifyStream`); roles that can insert and read only; a backup of ours; and
 * that an event id is known in every other stream for ever (here for the last 16,384 events of the log: ids derive from
 * their stream, so no command brings one twice).
 */
export class EventStoreDbEventStore implements EventStore {
  private readonly connection: Connection;
  private readonly names: StreamNames;
  private readonly history: History;
  private readonly ledger: Ledger;
  private readonly closed = new AbortController();

  private constructor({ service, onFault = () => undefined, ...access }: EventStoreDbEventStoreOptions) {
    this.names = new StreamNames(service);
    this.connection = new Connection(access);
    this.history = new History(this.connection, this.names);
    this.ledger = new Ledger({
      connection: this.connection,
      names: this.names,
      onFault,
      onFollowed: ({ id, stream }) => this.history.sawId(id, stream),
      onRestored: () => this.history.forget(),
    });
  }

  /**
   * Connects, and follows the log up to its end.
   * @throws TypeError for a connection string or service name that is none; StoreUnavailable; StoreAccessDenied; StoreUntrusted
   */
  static async open(options: EventStoreDbEventStoreOptions): Promise<EventStoreDbEventStore> {
    const store = new EventStoreDbEventStore(options);
    try {
      await generationsOf(store.source);
      await store.ledger.start();
      await store.ledger.catchUp();
      return store;
    } catch (error) {
      await store.close();
      throw await store.connection.explained(error);
    }
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return append({ ...this.source, history: this.history }, { stream, expected }, events);
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StreamEvent[]> {
    const stored = await this.connection.readStream(this.names.of(stream), Math.max(0, fromRevision));
    this.history.saw(stream, stored);
    return stored.map((event) => streamEventOf(event, stream));
  }

  recorded(
    stream: string,
    revisions: { readonly from: number; readonly to: number },
    timeoutMs = 10_000,
  ): Promise<readonly RecordedEvent[]> {
    return recorded(this.source, { stream, firstRevision: revisions.from, lastRevision: revisions.to }, timeoutMs);
  }

  readLog(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return logAfter(this.source, after, limit);
  }

  /**
   * The streams whose name begins so, by name: what an audit replays, whatever a read model says there is. The server has no
   * list of streams without its projections, so the whole log is read for it.
   */
  async streamsStartingWith(prefix: string): Promise<readonly string[]> {
    await this.ledger.catchUp();
    const found = new Set<string>();
    for (let after = 0n; ;) {
      const page = await logAfter(this.source, after, AUDIT_PAGE);
      for (const { stream } of page) if (stream.startsWith(prefix)) found.add(stream);
      const last = page.at(-1);
      if (!last) return [...found].toSorted();
      after = last.position;
    }
  }

  subscribe(after: Checkpoint | undefined, options: SubscribeOptions): AsyncIterable<LogBatch> {
    return subscription({ ...this.source, closed: this.closed.signal }, after, options);
  }

  async head(): Promise<Checkpoint | undefined> {
    const generation = await refuseLost(this.source, undefined);
    const { last } = this.ledger.point;
    return last && { generation, position: last.position, eventId: last.eventId };
  }

  settle(instant: string): Promise<bigint> {
    return settle(this.source, instant);
  }

  /** To be called once, before services start, when the cluster was restored from a backup. */
  renewGeneration(): Promise<void> {
    return renewGeneration(this.source);
  }

  async close(): Promise<void> {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    const closing = this.connection.close();
    await this.ledger.stop();
    await closing;
  }

  private get source(): LogSource {
    return { connection: this.connection, names: this.names, ledger: this.ledger };
  }
}
