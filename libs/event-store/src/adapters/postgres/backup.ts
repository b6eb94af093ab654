import { createHash } from 'node:crypto';
import type { Wording } from '@zhibu/contracts';
import type { Pool, Sql } from '@zhibu/database';
import { type KeptEvent, LogJudge } from './judgement.ts';
import { openSnapshots } from './snapshot.ts';
import { rowsOfTable, type TablesAccess } from './tables.ts';
import { headOf, linksAfter, pendingEvents } from './verification.ts';

/** Why a backup is not made or not taken in, and what to do. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
  readonly wording: Wording;

  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(en, options);
    this.wording = { zh, en };
  }
}

/** A service's store, to be copied or filled. */
export interface StoreAccess {
  readonly service: string;
  /** For a restore: as the schema's owner. */
  readonly pool: Pool;
}

export const BACKUP_FORMAT = 'zhibu-backup';
/** What a backup is made of. Raised with every change of its parts: each version is restored by its own program. */
export const BACKUP_VERSION = 2;

/** The first line of a store's part of the file. */
export interface BackupHeader {
  readonly format: typeof BACKUP_FORMAT;
  readonly version: typeof BACKUP_VERSION;
  readonly service: string;
  readonly takenAt: string;
  /** Where each generation of the store began, in order. */
  readonly generations: readonly { readonly id: string; readonly afterSeq: string }[];
  /** The end of its log. */
  readonly seq: string;
  readonly chain: string;
  readonly floor: string;
}

/** The first line of the part of tables that are no store. */
export interface TablesHeader extends Pick<BackupHeader, 'format' | 'version' | 'service' | 'takenAt'> {
  /** By their names. */
  readonly tables: readonly string[];
}

/** An event's line: its place in the log (seq null: it still waited), then its columns; data and metadata as they are kept. */
export type BackupRow = readonly [
  seq: string | null,
  pos: string,
  recordedAt: string | null,
  stream: string,
  revision: number,
  firstRevision: number,
  lastRevision: number,
  id: string,
  type: string,
  schemaVersion: number,
  data: string,
  metadata: string,
];

/** The last line of a store's part: without it, or when it does not fit, the file was cut or changed. */
export interface BackupTrailer {
  readonly end: string;
  /** Lines but the first; rows, where they are no events. */
  readonly events: number;
  /** Of the lines before, each with its line break. */
  readonly sha256: string;
}

/**
 * The lines of a backup: every store's events and log, and the tables that go with them, as they stand at one moment where
 * they share a database, so that no service's facts rest on what another's part lacks. Each log is verified on its way out.
 * @throws BackupFault when a log is not intact
 */
export async function* backupLines(stores: readonly (StoreAccess | TablesAccess)[]): AsyncIterable<string> {
  const snapshots = await openSnapshots(stores);
  try {
    for (const [index, { service, sql }] of snapshots.entries()) yield* partLines(service, rowsOf(stores[index], sql));
    yield line({ end: BACKUP_FORMAT, stores: stores.map(({ service }) => service) });
  } finally {
    for (const { release } of snapshots) await release();
  }
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

async function* partLines(service: string, lines: AsyncIterable<string>): AsyncIterable<string> {
  const hash = createHash('sha256');
  let events = 0;
  for await (const text of lines) {
    hash.update(text);
    events += 1;
    yield text;
  }
  const trailer: BackupTrailer = { end: service, events: events - 1, sha256: hash.digest('hex') };
  yield line(trailer);
}

async function* rowsOf(part: StoreAccess | TablesAccess | undefined, sql: Sql): AsyncIterable<string> {
  if (!part) return;
  if ('tables' in part) yield* tableLines(part, sql);
  else yield* eventLines(part.service, sql);
}

async function* tableLines({ service, tables }: TablesAccess, sql: Sql): AsyncIterable<string> {
  const names = tables.map(({ name }) => name);
  const takenAt = new Date().toISOString();
  const header: TablesHeader = { format: BACKUP_FORMAT, version: BACKUP_VERSION, service, takenAt, tables: names };
  yield line(header);
  for (const table of tables) for await (const row of rowsOfTable(sql, table)) yield line(row);
}

async function* eventLines(service: string, sql: Sql): AsyncIterable<string> {
  yield line(await headerOf(service, sql));
  const judge = new LogJudge();
  for await (const link of linksAfter(sql)) {
    const fault = judge.judge(link);
    if (fault || !link.event) throw notIntact(service, fault?.says ?? '');
    yield line(rowOf(link.event, link));
  }
  const ending = judge.judgeHead(await headOf(sql));
  if (ending) throw notIntact(service, ending.says);
  for (const event of await pendingEvents(sql)) yield line(rowOf(event));
}

function rowOf(event: KeptEvent, link?: { readonly seq: bigint; readonly recordedAt: bigint }): BackupRow {
  return [
    link ? String(link.seq) : null,
    String(event.pos),
    link ? String(link.recordedAt) : null,
    event.stream,
    event.revision,
    event.firstRevision,
    event.lastRevision,
    event.id,
    event.type,
    event.schemaVersion,
    event.data,
    event.metadata,
  ];
}

async function headerOf(service: string, sql: Sql): Promise<BackupHeader> {
  const head = await headOf(sql);
  const generations = await sql.query<{ id: string; after_seq: string }>(
    'SELECT id, after_seq FROM generation ORDER BY ordinal',
  );
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    service,
    takenAt: new Date().toISOString(),
    generations: generations.rows.map((row) => ({ id: row.id, afterSeq: row.after_seq })),
    seq: String(head.seq),
    chain: head.chain.toString('hex'),
    floor: String(head.floor),
  };
}

function notIntact(service: string, why: string): BackupFault {
  return new BackupFault(
    `${service}的日志不完整（${why}），未作备份。请运行 npm run verify-log 查明`,
    `the log of ${service} is not intact (${why}); no backup was made. Run npm run verify-log to learn more`,
  );
}
