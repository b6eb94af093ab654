import { type AuditedStretch, auditedStretch } from './audited-stretch.ts';
import { connect, type Pool } from '@zhibu/database';
import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import {
  type Appended,
  type Checkpoint,
  type EventStore,
  type ExpectedRevision,
  InstantInFuture,
  type LogBatch,
  millisecondsOf,
  type StoreFault,
  type StreamEvent,
  type SubscribeOptions,
} from '../../port.ts';
import { Sealer } from './seal.ts';
import { Wake } from '../../wake.ts';
import { GroupCommit } from './group-commit.ts';
import { Listener } from './listener.ts';
import { LogReads, readLog } from './log-reads.ts';
import { Recording } from './recording.ts';
import { streamReads } from './stream-reads.ts';
import { subscription } from './subscription.ts';
import { type StreamVerification, verifyStream } from './stream-verification.ts';
import { chainAt, type LogVerification, verifyLog } from './verification.ts';

export interface PostgresEventStoreOptions {
  /** As the service's role, or, with `seal` false, as its reader's; the store's migrations have been applied. */
  readonly url: string;
  readonly schema: string;
  /** Connections for appends and reads, 8 unless told; beside them one that listens and one that seals. */
  readonly max?: number;
  /** false: another process seals, and is told when there is something to seal. */
  readonly seal?: boolean;
  /** The sealer failed and tries again. */
  readonly onFault?: (error: unknown) => void;
}

// Each read goes by an index, in pages: a plan that visits a whole table is wrong, whatever the statistics said when it
// was made and cached.
const SETTINGS = {
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
};

/** The store in PostgreSQL: streams in `events`, the order in `log`, between them the seal (architecture.md, section 2). */
export class PostgresEventStore implements EventStore {
  private readonly pool: Pool;
  private readonly commits: GroupCommit;
  private readonly news = new Wake();
  private readonly reads: LogReads;
  private readonly streams: ReturnType<typeof streamReads>;
  private readonly recording: Recording;
  private readonly listener: Listener;
  private readonly sealer: Sealer | undefined;
  private readonly closed = new AbortController();
  private telling = false;
  private untold = false;

  private constructor(options: PostgresEventStoreOptions) {
    const { url, schema, max = 8, seal = true, onFault } = options;
    // What the own sealer has sealed it says itself, before the notice of it comes back.
    const onNotice = (from?: number): void => {
      if (from === undefined || from !== this.sealer?.backend) this.tellOfNews();
    };
    this.pool = connect(url, { schema, max, name: `zhibu-${schema}-store`, settings: SETTINGS });
    this.commits = new GroupCommit(this.pool);
    this.reads = new LogReads(this.pool, this.news);
    this.streams = streamReads(this.pool);
    this.recording = new Recording(this.pool);
    this.listener = new Listener({ url, schema, channel: 'log', onNotice });
    this.sealer = seal
      ? new Sealer({ url, schema, onSealed: () => this.tellOfNews(), ...(onFault ? { onFault } : {}) })
      : undefined;
  }

  /** Connects, listens and, unless told not to, seals. */
  static async open(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const store = new PostgresEventStore(options);
    try {
      await store.listener.start();
      await store.sealer?.start();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const { noticed } = this.recording;
    const appended = await this.commits.append(stream, expected, events);
    this.recording.appended(appended, noticed);
    if (this.sealer) this.sealer.nudge();
    else this.tellSealer();
    return appended;
  }

  readStream(stream: string, fromRevision = 0): Promise<readonly StreamEvent[]> {
    return this.streams(stream, fromRevision);
  }

  /** Whether the role that it was opened as may append to it. */
  async mayAppend(): Promise<boolean> {
    const { rows } = await this.pool.query<{ may: boolean }>(
      `SELECT bool_or(has_function_privilege(oid, 'EXECUTE')) AS may FROM pg_proc
       WHERE proname = 'append' AND pronamespace = current_schema()::regnamespace`,
    );
    return rows[0]?.may === true;
  }

  /** The streams whose name begins so, by name: what an audit replays, whatever a read model says there is. */
  async streamsStartingWith(prefix: string): Promise<readonly string[]> {
    const result = await this.pool.query<{ stream: string }>(
      'SELECT DISTINCT stream FROM events WHERE on_primary() AND stream >= $1 AND stream < $1 || chr(1114111) ORDER BY stream',
      [prefix],
    );
    return result.rows.map((row) => row.stream);
  }

  recorded(
    stream: string,
    revisions: { readonly from: number; readonly to: number },
    timeoutMs = 10_000,
  ): Promise<readonly RecordedEvent[]> {
    return this.recording.wait(stream, revisions, timeoutMs);
  }

  readLog(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return readLog(this.pool, after, limit);
  }

  chainAt(position: bigint): Promise<string | undefined> {
    return chainAt(this.pool, position);
  }

  subscribe(after: Checkpoint | undefined, options: SubscribeOptions): AsyncIterable<LogBatch> {
    return subscription(
      { pool: this.pool, reads: this.reads, news: this.news, closed: this.closed.signal },
      after,
      options,
    );
  }

  async head(): Promise<Checkpoint | undefined> {
    const result = await this.pool.query<{ generation: string; seq: string; id: string }>({
      name: 'head',
      text: `SELECT (SELECT id FROM generation ORDER BY ordinal DESC LIMIT 1) AS generation, l.seq, e.id
        FROM log l JOIN events e ON e.pos = l.pos ORDER BY l.seq DESC LIMIT 1`,
    });
    const [last] = result.rows;
    return last && { generation: last.generation, position: BigInt(last.seq), eventId: last.id };
  }

  async settle(instant: string): Promise<bigint> {
    try {
      const result = await this.pool.query<{ settle: string }>('SELECT settle($1)', [millisecondsOf(instant)]);
      return BigInt(result.rows[0]?.settle ?? 0);
    } catch (error) {
      const future = (error as { code?: string }).code === '22008';
      throw future ? new InstantInFuture(`${instant} lies in the future`, { cause: error }) : error;
    }
  }

  /** Whether a stream, and the log around its events, is as it was recorded. */
  verifyStream(stream: string): Promise<StreamVerification> {
    return verifyStream(this.pool, stream);
  }

  /** The log for whoever goes through all of it, read and judged at once. */
  auditedStretch(after: bigint, limit: number): Promise<AuditedStretch> {
    return auditedStretch(this.pool, after, limit);
  }

  /** Whether the whole log, or what stands from a position on, is as it was recorded. */
  verifyLog(from?: bigint): Promise<LogVerification> {
    return verifyLog(this.pool, from);
  }

  /** Roles keep events from being taken away; what a superuser did, `verifyLog` finds. */
  async faults(): Promise<readonly StoreFault[]> {
    return [];
  }

  async close(): Promise<void> {
    if (this.closed.signal.aborted) return;
    this.closed.abort();
    await this.sealer?.stop();
    await this.listener.stop();
    this.news.ring();
    this.recording.close();
    await this.pool.end();
  }

  private tellOfNews(): void {
    this.news.ring();
    this.recording.notice();
  }

  /** One notice under way at a time; what is appended meanwhile is told by one more. */
  private tellSealer(): void {
    this.untold = true;
    if (!this.telling) void this.tell();
  }

  private async tell(): Promise<void> {
    this.telling = true;
    while (this.untold) {
      this.untold = false;
      // A lost notice costs a second: the sealer's sweep.
      await this.pool.query(`SELECT pg_notify(current_schema() || '.pending', '')`).catch(() => undefined);
    }
    this.telling = false;
  }
}
