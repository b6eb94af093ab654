import type { Pool, Sql } from '@zhibu/database';

/** Tables that a backup holds beside events: their rows as they are. */
export interface TablesAccess {
  /** What the part is called in the file: its schema, or another name where that holds a store. */
  readonly service: string;
  /** For a restore: as the schema's owner. */
  readonly pool: Pool;
  /** In the order in which they are filled. */
  readonly tables: readonly CopiedTable[];
}

export interface CopiedTable {
  readonly name: string;
  /** The columns by which its rows come in the same order each time. */
  readonly order: readonly string[];
}

/** A row's line: its table, and its columns as PostgreSQL writes them in JSON. */
export type TableRow = readonly [table: string, row: object];

const A_PAGE = 1_000;

/** The rows of a table, page by page. @param sql a transaction in which they do not change */
export async function* rowsOfTable(sql: Sql, { name, order }: CopiedTable): AsyncIterable<TableRow> {
  const columns = await columnsOf(sql, name);
  await sql.query(
    `DECLARE copied NO SCROLL CURSOR FOR
     SELECT row_to_json(r) AS row FROM (SELECT ${columns} FROM ${name} ORDER BY ${order.join(', ')}) r`,
  );
  for (;;) {
    const { rows } = await sql.query<{ row: object }>(`FETCH FORWARD ${A_PAGE} FROM copied`);
    for (const { row } of rows) yield [name, row];
    if (rows.length < A_PAGE) break;
  }
  await sql.query('CLOSE copied');
}

/** Writes rows into a table that is empty of them. */
export async function insertTableRows(sql: Sql, name: string, rows: readonly object[]): Promise<void> {
  const columns = await columnsOf(sql, name);
  await sql.query(
    `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${name}, $1)`,
    [JSON.stringify(rows)],
  );
}

/** Whether a table has rows; nothing is written to it meanwhile. */
export async function isFilled(sql: Sql, name: string): Promise<boolean> {
  await sql.query(`LOCK TABLE ${name} IN EXCLUSIVE MODE`);
  const { rows } = await sql.query<{ filled: boolean }>(`SELECT EXISTS (SELECT FROM ${name}) AS filled`);
  return rows[0]?.filled !== false;
}

/** But those that number rows by themselves. */
async function columnsOf(sql: Sql, table: string): Promise<string> {
  const { rows } = await sql.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = ''`,
    [table],
  );
  return rows[0]?.columns ?? '';
}
