import type { Pool } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Wake } from '../../wake.ts';
import { LOG_COLUMNS, type LogRow, recordedEventOf } from './rows.ts';

/** Up to `limit` events after a position; seq has no gaps, so the range is the limit. */
export async function readLog(pool: Pool, after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
  const result = await pool.query<LogRow & unknown[]>({
    name: 'read-log',
    rowMode: 'array',
    text: `SELECT ${LOG_COLUMNS} FROM (SELECT * FROM log WHERE seq > $1 AND seq <= $1 + $2 ORDER BY seq OFFSET 0) l
      CROSS JOIN LATERAL (SELECT * FROM events WHERE events.pos = l.pos OFFSET 0) e ORDER BY l.seq`,
    values: [after, limit],
  });
  return result.rows.map(recordedEventOf);
}

/** So few events are kept for whoever comes a moment later. */
const EVENTS_KEPT = 100;

interface Read {
  readonly after: bigint;
  readonly limit: number;
  readonly rung: number;
  readonly events: Promise<readonly RecordedEvent[]>;
}

/** The log for those who follow it: at its end all ask for the same events after the same notice, and one read answers them. */
export class LogReads {
  private readonly pool: Pool;
  private readonly news: Wake;
  private last: Read | undefined;

  constructor(pool: Pool, news: Wake) {
    this.pool = pool;
    this.news = news;
  }

  /** Up to `limit` events after a position. */
  after(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    const { last } = this;
    if (last?.after === after && last.limit === limit && last.rung === this.news.count) return last.events;
    const read: Read = { after, limit, rung: this.news.count, events: readLog(this.pool, after, limit) };
    this.last = read;
    const forget = (): void => {
      if (this.last === read) this.last = undefined;
    };
    // Nothing found is no answer for whoever looks later: the notice may have been lost.
    read.events.then(({ length }) => {
      if (length === 0 || length > EVENTS_KEPT) forget();
    }, forget);
    return read.events;
  }
}
