import { createHash } from 'node:crypto';
import { inTransaction, type Sql } from '@zhibu/database';
import { chainOf, CHAIN_START, contentOf } from '../../content.ts';
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  BackupFault,
  type BackupHeader,
  type BackupRow,
  type BackupTrailer,
  type StoreAccess,
  type TablesHeader,
} from './backup.ts';
import { filled, isEnding, isObject, isTrailer, Lines, parsed, unfit } from './backup-lines.ts';
import { type RestoredTables, TablesRestore } from './restored-tables.ts';
import type { TablesAccess } from './tables.ts';
import { insertGenerations, insertLines, type Line } from './restored-rows.ts';

export interface RestoredStore {
  readonly service: string;
  readonly events: number;
  readonly generation: string;
}

/** A part of a backup that is back. */
export type Restored = RestoredStore | RestoredTables;

const BATCH = 1000;

/**
 * Takes the lines of a backup into empty stores. No transaction commits before the last line has proved to fit; then they do,
 * one after another: a crash between them, and only that, leaves some stores filled and others empty.
 */
export async function restoreLines(
  stores: readonly (StoreAccess | TablesAccess)[],
  lines: AsyncIterable<string>,
): Promise<readonly Restored[]> {
  const iterator = lines[Symbol.asyncIterator]();
  try {
    return await restoreNext(stores, new Lines(iterator), []);
  } finally {
    await iterator.return?.();
  }
}

/** One store inside the transaction of the one before it: what fails anywhere rolls all of them back. */
async function restoreNext(
  stores: readonly (StoreAccess | TablesAccess)[],
  lines: Lines,
  done: readonly Restored[],
): Promise<readonly Restored[]> {
  const first = parsed(await lines.next());
  if (isEnding(first)) {
    await lines.end();
    if (done.length !== stores.length) throw unfit(`${done.length} stores, not ${stores.length}`);
    return done;
  }
  if (!isHeader(first)) throw unfit('no header');
  const store = stores.find(({ service }) => service === first.service);
  const isOdd = done.some(({ service }) => service === first.service);
  if (!store || isOdd) throw unfit(`store ${first.service}`);
  return inTransaction(store.pool, async (sql) => {
    return restoreNext(stores, lines, [...done, await restoredPart(sql, store, { first, lines })]);
  });
}

async function restoredPart(
  sql: Sql,
  part: StoreAccess | TablesAccess,
  { first, lines }: { readonly first: BackupHeader | TablesHeader; readonly lines: Lines },
): Promise<Restored> {
  if ('tables' in part && 'tables' in first) return new TablesRestore(sql, part, first).takeAll(lines);
  if ('tables' in first) throw unfit(`store ${first.service}`);
  await refuseFilled(sql, part.service);
  return new StoreRestore(sql, first).takeAll(lines);
}

/** Fills one store and checks what it is given: numbers, chain, hash of the lines. */
class StoreRestore {
  private readonly sql: Sql;
  private readonly header: BackupHeader;
  private readonly hash = createHash('sha256');
  private chain: Buffer = CHAIN_START;
  private seq = 0n;
  private events = 0;
  private batch: Line[] = [];

  constructor(sql: Sql, header: BackupHeader) {
    this.sql = sql;
    this.header = header;
    this.hash.update(`${JSON.stringify(header)}\n`);
  }

  async takeAll(lines: Lines): Promise<RestoredStore> {
    for (;;) {
      const text = await lines.next();
      const value = parsed(text);
      if (isTrailer(value)) return this.conclude(value);
      if (!isRow(value)) throw unfit('a line is no event');
      this.hash.update(`${text}\n`);
      this.batch.push(this.lineOf(value));
      this.events += 1;
      if (this.batch.length === BATCH) await this.insert();
    }
  }

  private lineOf(row: BackupRow): Line {
    const [
      seq,
      pos,
      recordedAt,
      stream,
      revision,
      firstRevision,
      lastRevision,
      id,
      type,
      schemaVersion,
      data,
      metadata,
    ] = row;
    const event = { stream, revision, firstRevision, lastRevision, id, type, schemaVersion, data, metadata };
    const content = contentOf(event);
    if (seq === null || recordedAt === null) return { pos, event, content };
    const link = { seq: BigInt(seq), pos: BigInt(pos), recordedAt: BigInt(recordedAt) };
    this.seq += 1n;
    if (link.seq !== this.seq) throw unfit(`position ${seq} after ${this.seq - 1n}`);
    this.chain = chainOf(this.chain, link, content);
    return { pos, event, content, link: { seq, recordedAt, chain: this.chain } };
  }

  private async insert(): Promise<void> {
    await insertLines(this.sql, this.batch.splice(0));
  }

  private async conclude(trailer: BackupTrailer): Promise<RestoredStore> {
    const { header } = this;
    if (trailer.end !== header.service || trailer.events !== this.events)
      throw unfit(`${this.events} events, not ${trailer.events}`);
    if (trailer.sha256 !== this.hash.digest('hex')) throw unfit('the hash of its lines');
    if (header.seq !== String(this.seq) || header.chain !== this.chain.toString('hex')) throw unfit('the hash chain');
    await this.insert();
    await this.sql.query(`SELECT setval('event_pos', greatest((SELECT max(pos) FROM events), 1))`);
    await this.sql.query(
      'UPDATE head SET seq = $1, chain = $2, floor = greatest(floor, $3), low_water = 0, next_low_water = 0, high_water = 0',
      [header.seq, this.chain, header.floor],
    );
    return { service: header.service, events: this.events, generation: await this.newGeneration() };
  }

  /** The store's own history of generations, and a new one from here on. */
  private async newGeneration(): Promise<string> {
    await this.sql.query('DELETE FROM generation');
    const { generations, seq } = this.header;
    await insertGenerations(this.sql, generations);
    const result = await this.sql.query<{ id: string }>(
      'INSERT INTO generation (ordinal, after_seq) VALUES ($1, $2) RETURNING id',
      [generations.length, seq],
    );
    return result.rows[0]?.id ?? '';
  }
}

async function refuseFilled(sql: Sql, service: string): Promise<void> {
  // Nothing is appended or sealed meanwhile.
  await sql.query('LOCK TABLE events, pending, log, head IN EXCLUSIVE MODE');
  const result = await sql.query<{ filled: boolean }>(
    'SELECT EXISTS (SELECT FROM events) OR EXISTS (SELECT FROM log) OR (SELECT seq FROM head) > 0 AS filled',
  );
  if (result.rows[0]?.filled === false) return;
  throw filled(service);
}

const isRow = (value: unknown): value is BackupRow => Array.isArray(value) && value.length === 12;

function isHeader(value: unknown): value is BackupHeader | TablesHeader {
  if (!isObject(value) || !('format' in value) || value.format !== BACKUP_FORMAT) return false;
  if ('version' in value && value.version === BACKUP_VERSION) return true;
  throw new BackupFault(
    '备份由另一版本的程序写成，未恢复任何数据；请用写出它的那个版本恢复',
    'the backup was written by another version of this program; nothing was restored; restore it by the version that wrote it',
  );
}
