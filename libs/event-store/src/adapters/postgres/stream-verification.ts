import type { Pool } from '@zhibu/database';
import { type LogFault, LogJudge } from './judgement.ts';
import { inSnapshot, linkOf, type LinkRow, WHOLE_TABLES } from './verification.ts';

/** Whether a stream is as it was recorded; if not, the first fault that shows it. */
export interface StreamVerification {
  readonly intact: boolean;
  readonly fault?: string;
}

type StreamRow = Omit<LinkRow, 'seq'> & {
  readonly seq: string | null;
  readonly waits: boolean;
  readonly chain_before: Buffer | null;
};

/**
 * Recomputes the chain around each event of a stream: from the row before it in the log, its content and its place. Finds
 * what was changed, inserted or moved, and what was deleted from its middle; an event deleted from its end shows as a row
 * of the log without one, wherever it belonged. The whole log is `verifyLog`'s.
 */
export function verifyStream(pool: Pool, stream: string): Promise<StreamVerification> {
  return inSnapshot(pool, async (sql) => {
    const result = await sql.query<StreamRow>({
      name: 'stream-links',
      text: `SELECT l.seq, l.pos, l.recorded_at, l.chain, b.chain AS chain_before, p.pos IS NOT NULL AS waits,
          e.stream, e.revision, e.first_revision, e.last_revision, e.id, e.type, e.schema_version,
          e.data::text AS data, e.metadata::text AS metadata, e.pos AS event_pos, e.content
        FROM (SELECT * FROM events WHERE stream = $1 ORDER BY revision OFFSET 0) e
          LEFT JOIN LATERAL (SELECT * FROM log WHERE log.pos = e.pos OFFSET 0) l ON true
          LEFT JOIN LATERAL (SELECT chain FROM log WHERE log.seq = l.seq - 1 OFFSET 0) b ON true
          LEFT JOIN LATERAL (SELECT pos FROM pending WHERE pending.pos = e.pos OFFSET 0) p ON true
        ORDER BY e.revision`,
      values: [stream],
    });
    const fault = orderFault(result.rows) ?? result.rows.map(rowFault).find((found) => found !== undefined);
    if (fault)
      return {
        intact: false,
        fault: fault.position === undefined ? fault.says : `${fault.says} (position ${fault.position})`,
      };
    await sql.query(WHOLE_TABLES);
    const lost = await sql.query<{ seq: string }>(
      `SELECT l.seq FROM log l WHERE NOT EXISTS (SELECT FROM events e WHERE e.pos = l.pos) ORDER BY l.seq LIMIT 1`,
    );
    const [first] = lost.rows;
    return first
      ? { intact: false, fault: `the event at ${first.seq} is gone (position ${first.seq})` }
      : { intact: true };
  });
}

function rowFault(row: StreamRow): LogFault | undefined {
  if (row.seq === null) {
    return row.waits
      ? undefined
      : { code: 'event-outside-log', says: `event ${row.id} (${row.stream}@${row.revision}) is not in the log` };
  }
  const link = linkOf({ ...row, seq: row.seq });
  if (link.seq > 1n && !row.chain_before)
    return { position: link.seq - 1n, code: 'log-row-missing', says: `the log's row at ${link.seq - 1n} is gone` };
  return new LogJudge(row.chain_before ? { seq: link.seq - 1n, chain: row.chain_before } : undefined).judge(link);
}

function orderFault(rows: readonly StreamRow[]): LogFault | undefined {
  let before = 0n;
  for (const [index, row] of rows.entries()) {
    if (row.revision !== index) return { code: 'stream-broken', says: `${row.stream}@${index} is gone` };
    if (row.seq !== null && BigInt(row.seq) <= before)
      return {
        position: BigInt(row.seq),
        code: 'log-row-changed',
        says: `${row.stream}@${index} stands before its predecessor`,
      };
    before = row.seq === null ? before : BigInt(row.seq);
  }
  return undefined;
}
