import { createHash } from 'node:crypto';
import type { Sql } from '@zhibu/database';
import type { BackupTrailer, TablesHeader } from './backup.ts';
import { filled, isTrailer, type Lines, parsed, unfit } from './backup-lines.ts';
import { insertTableRows, isFilled, type TableRow, type TablesAccess } from './tables.ts';

export interface RestoredTables {
  readonly service: string;
  readonly rows: number;
}

const BATCH = 1000;

/** Fills the tables of a schema and checks what it is given: its tables, the number of rows, the hash of the lines. */
export class TablesRestore {
  private readonly sql: Sql;
  private readonly access: TablesAccess;
  private readonly hash = createHash('sha256');
  private rows = 0;
  private batch: object[] = [];
  private table = '';

  constructor(sql: Sql, access: TablesAccess, header: TablesHeader) {
    this.sql = sql;
    this.access = access;
    this.hash.update(`${JSON.stringify(header)}\n`);
  }

  async takeAll(lines: Lines): Promise<RestoredTables> {
    for (const { name } of this.access.tables) if (await isFilled(this.sql, name)) throw filled(this.access.service);
    for (;;) {
      const text = await lines.next();
      const value = parsed(text);
      if (isTrailer(value)) return this.conclude(value);
      if (!this.isRow(value)) throw unfit('a line is no row');
      this.hash.update(`${text}\n`);
      await this.take(value);
    }
  }

  private isRow(value: unknown): value is TableRow {
    if (!Array.isArray(value) || value.length !== 2) return false;
    return this.access.tables.some(({ name }) => name === value[0]) && typeof value[1] === 'object';
  }

  private async take([table, row]: TableRow): Promise<void> {
    if (table !== this.table || this.batch.length === BATCH) await this.insert();
    this.table = table;
    this.batch.push(row);
    this.rows += 1;
  }

  private async insert(): Promise<void> {
    if (this.batch.length > 0) await insertTableRows(this.sql, this.table, this.batch.splice(0));
  }

  private async conclude({ end, events, sha256 }: BackupTrailer): Promise<RestoredTables> {
    const { service } = this.access;
    if (end !== service || events !== this.rows) throw unfit(`${this.rows} rows, not ${events}`);
    if (sha256 !== this.hash.digest('hex')) throw unfit('the hash of its lines');
    await this.insert();
    return { service, rows: this.rows };
  }
}
