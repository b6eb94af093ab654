import type { Sql } from './connection.ts';

/** A column's value on its way into PostgreSQL. */
export type Value = string | number | bigint | boolean | null | object;
/** What a row does not name is NULL. */
export type Row = Readonly<Record<string, Value | undefined>>;

/**
 * `jsonb` columns take the value itself, null being JSON's own; `json` columns take text and keep it as it is spelled;
 * `bytea` columns take a Buffer.
 */
export type ColumnType =
  | 'text'
  | 'date'
  | 'timestamptz'
  | 'integer'
  | 'bigint'
  | 'boolean'
  | 'uuid'
  | 'jsonb'
  | 'json'
  | 'bytea';

/** A table with the types of the columns that rows bring. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Where a row whose key is known replaces the one that stands; without it, that one is left as it is. */
  readonly replaces?: Replacing;
}

/** Of rows with the same key the last one counts, in one call and from one call to the next. */
export interface Replacing {
  /** The columns of the primary key, or of another unique index. */
  readonly key: readonly string[];
  /** Only a row in which this column is greater replaces the one that stands. */
  readonly newer?: string;
}

/** Rows of one table. */
export interface Facts {
  readonly table: Table;
  readonly rows: readonly Row[];
}

/** Inserts rows in one statement; a key that is known is an error. */
export async function insertNew(sql: Sql, table: Table, rows: readonly Row[]): Promise<void> {
  await insertEach(sql, [{ table, rows }], 'new');
}

/** Inserts or replaces rows in one statement, within a transaction: see {@link insertAll}. */
export function insertInto(transaction: Sql, table: Table, rows: readonly Row[]): Promise<void> {
  return insertAll(transaction, () => [{ table, rows }], table.replaces ? 0 : rows.length);
}

// To ask for each row whether it is known takes the database half as long again as to insert it.
const MANY = 100;
const UNIQUE_VIOLATION = '23505';

/**
 * Inserts rows, a statement a table, within a transaction; rows whose key is known already are left as they are, or
 * replaced where the table says so, for events may come twice.
 * @param expected about how many rows: of many it is believed that they are new, until one turns out not to be
 */
export async function insertAll(transaction: Sql, facts: () => Iterable<Facts>, expected: number): Promise<void> {
  if (expected < MANY) return insertEach(transaction, facts(), 'or known');
  // Once, and before any row is spelled out: a table's rows are to follow on those of the one before.
  await transaction.query('SAVEPOINT inserting');
  try {
    await insertEach(transaction, facts(), 'new');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
    await transaction.query('ROLLBACK TO SAVEPOINT inserting');
    await insertEach(transaction, facts(), 'or known');
  }
  await transaction.query('RELEASE SAVEPOINT inserting');
}

/** While the database takes the rows of one table, those of the next are spelled out. */
async function insertEach(transaction: Sql, facts: Iterable<Facts>, which: 'new' | 'or known'): Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  try {
    for (const { table, rows } of facts) {
      if (rows.length === 0) continue;
      const given = table.replaces ? lastOfEach(rows, table.replaces.key) : rows;
      const values = Object.entries(table.columns).map(([name, type]) => arrayOf(given, name, type));
      await running;
      running = transaction.query(insertion(table, values, which));
    }
  } finally {
    // Whatever went wrong: nothing is under way when the transaction is rolled back.
    await running;
  }
}

/** One statement may touch a row once only. */
function lastOfEach(rows: readonly Row[], key: readonly string[]): readonly Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(key.map((column) => String(row[column]))), row])).values()];
}

function insertion(
  table: Table,
  values: string[],
  rows: 'new' | 'or known',
): { name: string; text: string; values: string[] } {
  const columns = Object.entries(table.columns);
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type === 'jsonb' ? 'text' : type}[]`).join(', ');
  const selected = columns.map(([name, type]) => (type === 'jsonb' ? `${name}::jsonb` : name)).join(', ');
  return {
    name: `insert-${table.name}-${rows}`,
    values,
    text: `INSERT INTO ${table.name} (${names}) SELECT ${selected} FROM unnest(${arrays}) AS r (${names}) ${rows === 'new' ? '' : conflict(table)}`,
  };
}

function conflict({ name, columns, replaces }: Table): string {
  if (!replaces) return 'ON CONFLICT DO NOTHING';
  const { key, newer } = replaces;
  const set = Object.keys(columns)
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = EXCLUDED.${column}`);
  const where = newer === undefined ? '' : ` WHERE ${name}.${newer} < EXCLUDED.${newer}`;
  return `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${set.join(', ')}${where}`;
}

/** A column of rows as PostgreSQL spells arrays; the driver's own spelling takes several times as long. */
export function arrayOf(rows: readonly Row[], name: string, type: ColumnType): string {
  let spelled = '{';
  for (const row of rows) spelled += `${spelled.length === 1 ? '' : ','}${elementOf(row[name], type)}`;
  return `${spelled}}`;
}

function elementOf(value: Value | undefined, type: ColumnType): string {
  if (value === undefined) return 'NULL';
  if (type === 'jsonb') return quoted(JSON.stringify(value));
  if (value === null) return 'NULL';
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`;
  return type === 'text' || type === 'json' ? quoted(String(value)) : String(value);
}

const SPECIAL = /["\\]/;
const quoted = (text: string): string => `"${SPECIAL.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;
