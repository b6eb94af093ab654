import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import type {
  Appended,
  Checkpoint,
  EventStore,
  ExpectedRevision,
  LogBatch,
  StoreFault,
  StreamEvent,
  SubscribeOptions,
  When,
} from '../../port.ts';
import type { EventStoreDbAccess } from './access.ts';
import { append } from './append.ts';
import { Connection } from './connection.ts';
import { Damages } from './damages.ts';
import { History } from './history.ts';
import { Ledger } from './ledger.ts';
import { ReadLately } from './read-lately.ts';
import { recorded } from './recording.ts';
import { streamEventOf } from './rows.ts';
import { Settling } from './settlement.ts';
import { generationsOf, type LogSource, refuseLost, renewGeneration } from './generations.ts';
import { logAfter } from './log-reading.ts';
import { StreamNames } from './streams.ts';
import { subscription } from './subscription.ts';

interface Asked {
  readonly generation: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** For so long a followed log is believed to be followed up to its end, by whoever only tells a lag. */
const LATELY_MS = 10_000;

export interface EventStoreDbEventStoreOptions extends EventStoreDbAccess {
  /** Whose log it is: four services share a cluster. */
  readonly service: string;
  /** The log cannot be followed, and is tried again; or the cluster turned out to be restored to an earlier state. */
  readonly onFault?: (error: unknown) => void;
  /** The server dropped the subscription to the log, which lagged; it was back at once. */
  readonly onDropped?: () => void;
}

const nothing = (): void => undefined;

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
  private readonly damages: Damages;
  private readonly history: History;
  private readonly lately = new ReadLately();
  private readonly ledger: Ledger;
  private readonly settling = new Settling(() => this.source);
  private readonly closed = new AbortController();
  /** What the last question for the end of the log found of the store, and when. */
  private asked: Asked | undefined;
  /** A question for the end of the log that is under way: whoever only tells a lag shares its answer. */
  private asking: Promise<Asked> | undefined;

  private constructor({ service, onFault = nothing, onDropped = nothing, ...access }: EventStoreDbEventStoreOptions) {
    this.names = new StreamNames(service);
    this.connection = new Connection(access, (error) => void this.damages.note(error));
    this.damages = new Damages(this.connection, { names: this.names, onFault });
    this.history = new History(this.damages, this.names);
    this.ledger = new Ledger({
      connection: this.connection,
      names: this.names,
      onFault,
      onFollowed: ({ id, stream }) => this.history.sawId(id, stream),
      onDropped,
      onPassedOver: (event) => this.damages.passedOver(event),
      onRestored: () => {
        this.history.forget();
        this.lately.forget();
      },
    });
  }

  /**
   * Connects, and follows the log up to its end.
   * @throws TypeError for a connection string or service name that is none; StoreUnavailable; StoreAccessDenied; StoreUntrusted
   */
  static async open(options: EventStoreDbEventStoreOptions): Promise<EventStoreDbEventStore> {
    const store = new EventStoreDbEventStore(options);
    try {
      await store.connection.mayWrite(store.names.marks);
      await store.damages.load();
      await generationsOf(store.source);
      await store.ledger.start();
      await store.ledger.catchUp();
      await store.damages.examined();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.damages.refuse(this.names.of(stream));
    return append({ ...this.source, history: this.history }, { stream, expected }, events);
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StreamEvent[]> {
    const stored = await this.history.read(stream, Math.max(0, fromRevision));
    this.lately.saw(stream, stored);
    return stored.map((event) => streamEventOf(event, stream));
  }

  recorded(
    stream: string,
    revisions: { readonly from: number; readonly to: number },
    timeoutMs = 10_000,
  ): Promise<readonly RecordedEvent[]> {
    const wanted = { stream, firstRevision: revisions.from, lastRevision: revisions.to };
    return recorded({ ...this.source, lately: this.lately }, wanted, timeoutMs);
  }

  readLog(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return logAfter(this.source, after, limit);
  }

  subscribe(after: Checkpoint | undefined, options: SubscribeOptions): AsyncIterable<LogBatch> {
    return subscription({ ...this.source, closed: this.closed.signal }, after, options);
  }

  async head(when: When = 'now'): Promise<Checkpoint | undefined> {
    const { generation } = when === 'lately' ? await this.knownEnd() : await this.endNow();
    const { last } = this.ledger.point;
    return last && { generation, position: last.position, eventId: last.eventId };
  }

  settle(instant: string): Promise<bigint> {
    return this.settling.settle(instant);
  }

  private async endNow(): Promise<Asked> {
    this.asked = { generation: await refuseLost(this.source, undefined), at: Date.now() };
    return this.asked;
  }

  /** Whoever only tells a lag is not told of another generation, and no later than this of a log that is followed no more. */
  private knownEnd(): Promise<Asked> {
    const { asked } = this;
    if (asked && Date.now() - asked.at < LATELY_MS) return Promise.resolve(asked);
    this.asking ??= this.endAgain(asked).finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async endAgain(asked: Asked | undefined): Promise<Asked> {
    if (!asked) return this.endNow();
    await this.ledger.catchUp();
    this.asked = { ...asked, at: Date.now() };
    return this.asked;
  }

  /** To be called once, before services start, when the cluster was restored from a backup. */
  renewGeneration(): Promise<void> {
    return renewGeneration(this.source);
  }

  async faults(): Promise<readonly StoreFault[]> {
    const denied = await this.connection.missingRight(this.names.marks);
    return [...(denied ? [{ says: denied.message }] : []), ...this.damages.faults()];
  }

  async close(): Promise<void> {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    const closing = this.connection.close();
    await this.ledger.stop();
    await closing;
  }

  private get source(): LogSource {
    const { connection, names, ledger, damages } = this;
    return { connection, names, ledger, damages };
  }
}
