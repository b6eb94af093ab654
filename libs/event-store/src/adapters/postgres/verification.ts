import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import { eventFault, type KeptEvent, type KeptLink, type LogFault, LogJudge } from './judgement.ts';

/** What a verification found. */
export interface LogVerification {
  readonly intact: boolean;
  /** The first ones, at most a hundred. */
  readonly faults: readonly LogFault[];
  /** Rows of the log that were looked at. */
  readonly rows: number;
  /** The end of the log: note it down elsewhere, and a log cut off later is found out, too. */
  readonly head: { readonly position: bigint; readonly chain: string };
}

const PAGE = 2000;
const MOST_FAULTS = 100;

// Here whole tables are compared, once: the settings of the store's own reads would forbid the right plans.
export const WHOLE_TABLES =
  'SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on; SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on';

/** Runs `work` on one unmoving picture of the store. */
export function inSnapshot<Result>(pool: Pool, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  return inTransaction(pool, async (transaction) => {
    await transaction.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return work(transaction);
  });
}

/**
 * Recomputes every hash of the log, and finds any changed, deleted, inserted or moved row of events and log.
 * @param from the first position to look at; everything unless told
 */
export function verifyLog(pool: Pool, from?: bigint): Promise<LogVerification> {
  return inSnapshot(pool, async (sql) => {
    const head = await headOf(sql);
    const judge = new LogJudge(from === undefined ? undefined : await linkBefore(sql, from));
    const faults: LogFault[] = [];
    let rows = 0;
    for await (const link of linksAfter(sql, from === undefined ? undefined : from - 1n)) {
      const fault = judge.judge(link);
      if (fault && faults.length < MOST_FAULTS) faults.push(fault);
      rows += 1;
    }
    const ending = judge.judgeHead(head);
    faults.push(...(ending ? [ending] : []), ...(await strayRows(sql)));
    return {
      intact: faults.length === 0,
      faults: faults.slice(0, MOST_FAULTS),
      rows,
      head: { position: head.seq, chain: head.chain.toString('hex') },
    };
  });
}

/** The chain of the log at a position, in hexadecimal; undefined where the log does not reach so far. */
export async function chainAt(pool: Pool, position: bigint): Promise<string | undefined> {
  const result = await pool.query<{ chain: Buffer }>('SELECT chain FROM log WHERE seq = $1', [position]);
  return result.rows[0]?.chain.toString('hex');
}

export interface HeadRow {
  readonly seq: bigint;
  readonly chain: Buffer;
  readonly floor: bigint;
}

export async function headOf(sql: Sql): Promise<HeadRow> {
  const result = await sql.query<{ seq: string; chain: Buffer; floor: string }>('SELECT seq, chain, floor FROM head');
  const [head] = result.rows;
  if (!head) throw new Error('the store has no head');
  return { seq: BigInt(head.seq), chain: head.chain, floor: BigInt(head.floor) };
}

export async function linkBefore(sql: Sql, position: bigint): Promise<{ seq: bigint; chain: Buffer } | undefined> {
  const result = await sql.query<{ chain: Buffer }>('SELECT chain FROM log WHERE seq = $1', [position - 1n]);
  const [row] = result.rows;
  return row && { seq: position - 1n, chain: row.chain };
}

const KEPT_COLUMNS = `e.stream, e.revision, e.first_revision, e.last_revision, e.id, e.type, e.schema_version,
  e.data::text AS data, e.metadata::text AS metadata, e.pos AS event_pos, e.content`;

interface KeptRow {
  readonly stream: string | null;
  readonly revision: number;
  readonly first_revision: number;
  readonly last_revision: number;
  readonly id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly data: string;
  readonly metadata: string;
  readonly event_pos: string;
  readonly content: Buffer;
}

export interface LinkRow extends KeptRow {
  readonly seq: string;
  readonly pos: string;
  readonly recorded_at: string;
  readonly chain: Buffer;
}

/** The log's rows in order, each with its event. */
export async function* linksAfter(sql: Sql, after?: bigint): AsyncIterable<KeptLink> {
  let last: bigint | string = after ?? '-9223372036854775808';
  for (;;) {
    const result = await sql.query<LinkRow>({
      name: 'links',
      text: `SELECT l.seq, l.pos, l.recorded_at, l.chain, ${KEPT_COLUMNS}
        FROM (SELECT * FROM log WHERE seq > $1 ORDER BY seq LIMIT ${PAGE}) l
        LEFT JOIN LATERAL (SELECT * FROM events WHERE events.pos = l.pos OFFSET 0) e ON true ORDER BY l.seq`,
      values: [last],
    });
    for (const row of result.rows) yield linkOf(row);
    const end = result.rows.at(-1);
    if (!end) return;
    last = end.seq;
  }
}

export function linkOf(row: LinkRow): KeptLink {
  return {
    seq: BigInt(row.seq),
    pos: BigInt(row.pos),
    recordedAt: BigInt(row.recorded_at),
    chain: row.chain,
    event: keptEventOf(row),
  };
}

function keptEventOf(row: KeptRow): KeptEvent | undefined {
  if (row.stream === null) return undefined;
  return {
    stream: row.stream,
    revision: row.revision,
    firstRevision: row.first_revision,
    lastRevision: row.last_revision,
    id: row.id,
    type: row.type,
    schemaVersion: row.schema_version,
    data: row.data,
    metadata: row.metadata,
    pos: BigInt(row.event_pos),
    content: row.content,
  };
}

/** Events that wait for the log, in the order they will be taken. */
export async function pendingEvents(sql: Sql): Promise<readonly KeptEvent[]> {
  const result = await sql.query<KeptRow>(
    `SELECT ${KEPT_COLUMNS} FROM pending p JOIN events e ON e.pos = p.pos ORDER BY p.pos`,
  );
  return result.rows.flatMap((row) => keptEventOf(row) ?? []);
}

/** Rows that no walk along the log meets. */
export async function strayRows(sql: Sql): Promise<readonly LogFault[]> {
  await sql.query(WHOLE_TABLES);
  const outside = await sql.query<{ at: string }>(`SELECT stream || '@' || revision AS at FROM events e
    WHERE NOT EXISTS (SELECT FROM log l WHERE l.pos = e.pos) AND NOT EXISTS (SELECT FROM pending p WHERE p.pos = e.pos) LIMIT ${MOST_FAULTS}`);
  const pending = await sql.query<{
    pos: string;
    seq: string | null;
  }>(`SELECT p.pos, l.seq FROM pending p LEFT JOIN log l ON l.pos = p.pos
    WHERE l.pos IS NOT NULL OR NOT EXISTS (SELECT FROM events e WHERE e.pos = p.pos) LIMIT ${MOST_FAULTS}`);
  const broken = await sql.query<{ at: string }>(`SELECT stream || '@' || revision AS at FROM events e
    WHERE revision > 0 AND NOT EXISTS (SELECT FROM events b WHERE b.stream = e.stream AND b.revision = e.revision - 1) LIMIT ${MOST_FAULTS}`);
  return [
    ...outside.rows.map(({ at }): LogFault => ({
      code: 'event-outside-log',
      says: `event ${at} is neither in the log nor waiting for it: it was inserted, or its row of the log is gone`,
    })),
    ...pending.rows.map(({ pos, seq }): LogFault => ({
      code: 'pending-changed',
      says: `pending row ${pos} ${seq ? `is in the log already, at ${seq}` : 'has no event'}`,
    })),
    ...broken.rows.map(({ at }): LogFault => ({ code: 'stream-broken', says: `${at} has no predecessor` })),
    ...(await pendingEvents(sql)).flatMap((event) => eventFault(event) ?? []),
  ];
}
