import type { Pool } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { NotYetRecorded } from '../../port.ts';
import type { Wake } from '../../wake.ts';
import { LOG_COLUMNS, type LogRow, recordedEventOf } from './rows.ts';

interface Wanted {
  readonly stream: string;
  readonly from: number;
  readonly to: number;
  readonly deadline: number;
  readonly resolve: (events: readonly RecordedEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Should a notice get lost, look again after so long. */
const POLL_MS = 250;

/** Those who wait for events to be in the log: however many, they ask with one query at a time, after each batch sealed. */
export class Recording {
  private readonly pool: Pool;
  private readonly news: Wake;
  private wanted: Wanted[] = [];
  private arrived = false;
  private running = false;

  constructor(pool: Pool, news: Wake) {
    this.pool = pool;
    this.news = news;
  }

  /** @throws NotYetRecorded */
  wait(stream: string, revisions: { readonly from: number; readonly to: number }, timeoutMs: number): Promise<readonly RecordedEvent[]> {
    return new Promise((resolve, reject) => {
      this.wanted.push({ stream, ...revisions, deadline: Date.now() + timeoutMs, resolve, reject });
      this.arrived = true;
      if (!this.running) void this.run();
      else this.news.ring();
    });
  }

  /** Whoever still waits is told that the store is closing. */
  close(): void {
    for (const one of this.wanted.splice(0)) one.reject(new NotYetRecorded(`${one.stream}: the store was closed`));
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.wanted.length > 0) {
      const seen = this.news.count;
      this.arrived = false;
      const asked = this.wanted;
      this.wanted = [];
      this.wanted.push(...await this.ask(asked));
      if (this.arrived) continue;
      if (this.wanted.length > 0) await this.news.wait(seen, this.patience());
    }
    this.running = false;
  }

  /** Answers those whose events are in the log, or whose time is over; the others are given back. */
  private async ask(asked: readonly Wanted[]): Promise<readonly Wanted[]> {
    try {
      const rows = await this.pool.query<[number, ...LogRow]>({
        name: 'recorded', rowMode: 'array',
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
  else one.reject(new NotYetRecorded(`${one.stream} ${one.from} to ${one.to} is not in the log yet; it may be committed all the same`));
  return true;
}
