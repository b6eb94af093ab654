import type { Pool } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { type Appended, NotYetRecorded } from '../../port.ts';
import { Wake } from '../../wake.ts';
import { LOG_COLUMNS, type LogRow, recordedEventOf } from './rows.ts';

interface Wanted {
  readonly stream: string;
  readonly from: number;
  readonly to: number;
  readonly deadline: number;
  /** After how many notices they were not in the log yet. */
  missingAt: number;
  readonly resolve: (events: readonly RecordedEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Should a notice get lost, look again after so long. */
const POLL_MS = 250;
const NEVER = -1;
const FRESH_KEPT = 1_000;

/**
 * Those who wait for events to be in the log: however many, they ask with one query at a time, after each batch sealed;
 * what has just been appended is not asked for before the next.
 */
export class Recording {
  private readonly pool: Pool;
  private readonly notices = new Wake();
  /** What was appended here and has not been asked for. */
  private readonly fresh = new Map<string, { readonly from: number; readonly to: number; readonly noticed: number }>();
  private wanted: Wanted[] = [];
  private running = false;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** How often it was told that something was sealed: taken before an append, it says what cannot be in the log. */
  get noticed(): number {
    return this.notices.count;
  }

  /** Something was sealed. */
  notice(): void {
    this.notices.ring();
  }

  /** @param noticed what {@link noticed} was before the append */
  appended({ stream, firstRevision: from, lastRevision: to }: Appended, noticed: number): void {
    if (this.fresh.size === FRESH_KEPT)
      for (const oldest of this.fresh.keys()) {
        this.fresh.delete(oldest);
        break;
      }
    this.fresh.set(stream, { from, to, noticed });
  }

  /** @throws NotYetRecorded */
  wait(
    stream: string,
    { from, to }: { readonly from: number; readonly to: number },
    timeoutMs: number,
  ): Promise<readonly RecordedEvent[]> {
    return new Promise((resolve, reject) => {
      const fresh = this.fresh.get(stream);
      const missingAt = fresh && fresh.from <= from && to <= fresh.to ? fresh.noticed : NEVER;
      this.fresh.delete(stream);
      this.wanted.push({ stream, from, to, missingAt, deadline: Date.now() + timeoutMs, resolve, reject });
      if (!this.running) void this.run();
      else if (missingAt !== this.notices.count) this.notices.ring();
    });
  }

  /** Whoever still waits is told that the store is closing. */
  close(): void {
    for (const one of this.wanted.splice(0)) one.reject(new NotYetRecorded(`${one.stream}: the store was closed`));
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.wanted.length > 0) {
      const seen = this.notices.count;
      const due = this.wanted.filter((one) => one.missingAt !== seen);
      if (due.length === 0) {
        await this.newsSince(seen);
        continue;
      }
      this.wanted = this.wanted.filter((one) => one.missingAt === seen);
      for (const one of due) one.missingAt = seen;
      this.wanted.push(...(await this.ask(due)));
    }
    this.running = false;
  }

  /** Waits for a notice; should none come, it may have been lost, and all are asked for. */
  private async newsSince(seen: number): Promise<void> {
    await this.notices.wait(seen, this.patience());
    if (this.notices.count !== seen) return;
    for (const one of this.wanted) one.missingAt = NEVER;
  }

  /** Answers those whose events are in the log, or whose time is over; the others are given back. */
  private async ask(asked: readonly Wanted[]): Promise<readonly Wanted[]> {
    try {
      const rows = await this.pool.query<[number, ...LogRow]>({
        name: 'recorded',
        rowMode: 'array',
        text: `SELECT w.n, ${LOG_COLUMNS} FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS w (stream, first, last, n)
          CROSS JOIN LATERAL (SELECT * FROM events WHERE stream = w.stream AND revision BETWEEN w.first AND w.last ORDER BY revision OFFSET 0) e
          CROSS JOIN LATERAL (SELECT * FROM log WHERE log.pos = e.pos OFFSET 0) l ORDER BY w.n, e.revision`,
        values: [asked.map((one) => one.stream), asked.map((one) => one.from), asked.map((one) => one.to)],
      });
      const found = asked.map((): RecordedEvent[] => []);
      for (const [n, ...row] of rows.rows) found[Number(n) - 1]?.push(recordedEventOf(row));
      return asked.filter((one, index) => !settled(one, found[index] ?? []));
    } catch (error) {
      for (const one of asked) one.reject(error);
      return [];
    }
  }

  private patience(): number {
    const first = Math.min(...this.wanted.map((one) => one.deadline));
    return Math.max(1, Math.min(POLL_MS, first - Date.now()));
  }
}

function settled(one: Wanted, events: readonly RecordedEvent[]): boolean {
  if (events.length === one.to - one.from + 1) one.resolve(events);
  else if (Date.now() < one.deadline) return false;
  else
    one.reject(
      new NotYetRecorded(
        `${one.stream} ${one.from} to ${one.to} is not in the log yet; it may be committed all the same`,
      ),
    );
  return true;
}
