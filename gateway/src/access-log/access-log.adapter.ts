import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { refusal, type Wording } from '@zhibu/contracts';
import { type Pool, poolBeside } from '@zhibu/database';
import { type Day, dayOf } from '@zhibu/kernel';
import { type AccessEntry, BEFORE_FIRST, type ChainedEntry, linkOf } from './entry.ts';
import { accessLogWords } from './access-log.words.ts';

/** So many entries go in one statement, or those of a second. */
const A_BATCH = 500;
const EVERY_MS = 1_000;
/** So many wait at most: five seconds of the busiest day that was measured. Whoever comes then is refused. */
const WAITING = 10_000;
/** A database that starts again is not yet a log that cannot be written. */
const FAILING_MS = 5_000;

/** Session settings of whoever writes: a member of the group that inserts, and nothing else; nothing may hang. */
const AS_WRITER = { role: 'access_writer', statement_timeout: '10s' };

/** The class of SQLSTATE: a value that its column does not take. */
const DATA_EXCEPTION = '22';

const logger = new Logger('access-log');

/** Where entries go. */
export interface AccessLogSources {
  /** Schema `access` as its service role. */
  readonly access: Pool;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** How many entries may wait; 10,000 unless told. */
  readonly waitingAtMost?: number;
}

/**
 * The log of accesses, as one process writes it: entries wait in a bounded queue and go to the database in batches, chained
 * by hash. A chain is a process's own, so that several may write at once.
 */
export class AccessLog {
  readonly writer = randomUUID();
  private readonly pool: Pool;
  private readonly now: () => number;
  private readonly waitingAtMost: number;
  private readonly waiting: AccessEntry[] = [];
  private readonly timer: NodeJS.Timeout;
  private months = new Set<string>();
  private batch: readonly ChainedEntry[] = [];
  private last = { number: 0n, chain: BEFORE_FIRST, at: 0 };
  /** Where the chain stood before the batch. */
  private before = this.last;
  private failingSince: number | undefined;
  private running: Promise<void> | undefined;

  constructor({ access, now = Date.now, waitingAtMost = WAITING }: AccessLogSources) {
    this.pool = poolBeside(access, 1, AS_WRITER);
    this.now = now;
    this.waitingAtMost = waitingAtMost;
    this.timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  /** Why nothing more may be answered now; undefined: entries are taken. */
  fault(): Wording | undefined {
    if (this.waiting.length >= this.waitingAtMost) return accessLogWords.full;
    const isFailing = this.failingSince !== undefined && this.now() - this.failingSince > FAILING_MS;
    return isFailing ? accessLogWords.failing : undefined;
  }

  /** @throws Refusal ACCESS_LOG_UNAVAILABLE: auditing cannot be interrupted alone (等保 GB/T 22239-2019, 8.1.4.3) */
  refuseUnlessWritten(): void {
    if (this.fault()) throw refusal('ACCESS_LOG_UNAVAILABLE');
  }

  /** Takes an entry; what was answered is never dropped, also where more wait than may. */
  write(entry: Omit<AccessEntry, 'at'>): void {
    this.waiting.push({ ...entry, at: new Date(this.now()) });
    if (this.waiting.length >= A_BATCH) void this.flush();
  }

  /** Writes what waits. It does not reject: what could not be written is tried again every second. */
  flush(): Promise<void> {
    this.running ??= this.written().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Of Nest: once nothing is answered any more. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Writes what waits, once more where it failed, and ends. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    await this.flush();
    await this.pool.end();
  }

  private async written(): Promise<void> {
    try {
      while (this.batch.length > 0 || this.waiting.length > 0) {
        // The same batch is sent again where it is not known what became of it: rows that are there already are left so.
        if (this.batch.length === 0) this.batch = this.chained(this.waiting.splice(0, A_BATCH));
        await this.insert(this.batch).catch((error: unknown) => this.reduced(error));
        this.batch = [];
        this.failingSince = undefined;
      }
    } catch (error) {
      if (this.failingSince === undefined) logger.warn({ fault: 'accesses cannot be logged', error: String(error) });
      this.failingSince ??= this.now();
    }
  }

  /** A batch of which something is no value of its column goes one by one; what none takes is written without what it asked for. */
  private async reduced(error: unknown): Promise<void> {
    refuseOthers(error);
    logger.error({ fault: 'an access holds what cannot be logged', error: String(error) });
    let left = this.batch.length;
    this.waiting.unshift(...this.batch);
    [this.batch, this.last] = [[], this.before];
    for (; left > 0; left -= 1) {
      const alone = this.waiting.splice(0, 1);
      this.batch = this.chained(alone);
      await this.insert(this.batch).catch((again: unknown) => {
        refuseOthers(again);
        this.last = this.before;
        this.batch = this.chained(alone.map((entry) => ({ ...entry, subjects: [], asOf: null, knownAt: null })));
        return this.insert(this.batch);
      });
    }
  }

  private chained(entries: readonly AccessEntry[]): readonly ChainedEntry[] {
    this.before = this.last;
    return entries.map((entry) => {
      // A clock that is set back does not set back the log.
      const at = Math.max(entry.at.getTime(), this.last.at);
      const numbered = { ...entry, at: new Date(at), writer: this.writer, number: this.last.number + 1n };
      const chained = { ...numbered, chain: linkOf(this.last.chain, numbered) };
      this.last = { number: chained.number, chain: chained.chain, at };
      return chained;
    });
  }

  private async insert(batch: readonly ChainedEntry[]): Promise<void> {
    for (const day of new Set(batch.map(({ at }) => dayOf(at)))) await this.prepare(day);
    await this.pool.query(INSERT, [JSON.stringify(batch.map(rowOf))]);
  }

  /** Makes the partitions of a month and of those after it, once a month. */
  private async prepare(day: Day): Promise<void> {
    const month = day.slice(0, 7);
    if (this.months.has(month)) return;
    await this.pool.query('SELECT prepare_access_log($1)', [day]);
    this.months = new Set([...this.months, month].slice(-2));
  }
}

/** @throws what is no matter of a value */
function refuseOthers(error: unknown): void {
  if (!String(Object(error).code).startsWith(DATA_EXCEPTION)) throw error;
}

const INSERT = `INSERT INTO access_log (at, writer, number, person, session, duty, operation, document, subjects, rows, as_of,
    known_at, outcome, address, ms, chain)
  SELECT * FROM json_to_recordset($1) AS given (at timestamptz, writer uuid, number bigint, person text, session uuid,
    duty text, operation text, document bytea, subjects text[], rows integer, as_of date, known_at timestamptz,
    outcome text, address text, ms integer, chain bytea)
  ON CONFLICT DO NOTHING`;

const rowOf = ({ number, document, asOf, knownAt, chain, ...rest }: ChainedEntry): object => ({
  ...rest,
  number: String(number),
  document: document === null ? null : `\\x${document}`,
  as_of: asOf,
  known_at: knownAt,
  chain: `\\x${chain}`,
});
