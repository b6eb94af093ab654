import type { Sql } from '@zhibu/database';

/** A column's value on its way into PostgreSQL; `jsonb` columns take the value itself, null being JSON's own. */
export type Value = string | number | bigint | boolean | null | object;
/** What a row does not name is NULL. */
export type Row = Readonly<Record<string, Value | undefined>>;

/** A table with the types of the columns that rows bring. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<
    Record<string, 'text' | 'date' | 'timestamptz' | 'integer' | 'bigint' | 'boolean' | 'uuid' | 'jsonb'>
  >;
}

/** Rows of one table. */
export interface Facts {
  readonly table: Table;
  readonly rows: readonly Row[];
}

/** Inserts rows in one statement, within a transaction: see {@link insertAll}. */
export function insertInto(transaction: Sql, table: Table, rows: readonly Row[]): Promise<void> {
  return insertAll(transaction, () => [{ table, rows }], rows.length);
}

// To ask for each row whether it is known takes the database half as long again as to insert it.
const MANY = 100;
const UNIQUE_VIOLATION = '23505';

/**
 * Inserts rows, a statement a table, within a transaction; rows whose key is known already are left as they are, for
 * events may come twice.
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
      const values = Object.entries(table.columns).map(([name, type]) => arrayOf(rows, name, type));
      await running;
      running = transaction.query(insertion(table, values, which));
    }
  } finally {
    // Whatever went wrong: nothing is under way when the transaction is rolled back.
    await running;
  }
}

function insertion(
  { name: table, columns: byName }: Table,
  values: string[],
  rows: 'new' | 'or known',
): { name: string; text: string; values: string[] } {
  const columns = Object.entries(byName);
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type === 'jsonb' ? 'text' : type}[]`).join(', ');
  const selected = columns.map(([name, type]) => (type === 'jsonb' ? `${name}::jsonb` : name)).join(', ');
  return {
    name: `insert-${table}-${rows}`,
    values,
    text: `INSERT INTO ${table} (${names}) SELECT ${selected} FROM unnest(${arrays}) AS r (${names}) ${rows === 'new' ? '' : 'ON CONFLICT DO NOTHING'}`,
  };
}

/** A column of rows as PostgreSQL spells arrays; the driver's own spelling takes several times as long. */
export function arrayOf(rows: readonly Row[], name: string, type: Table['columns'][string]): string {
  let spelled = '{';
  for (const row of rows) spelled += `${spelled.length === 1 ? '' : ','}${elementOf(row[name], type)}`;
  return `${spelled}}`;
}

function elementOf(value: Value | undefined, type: string): string {
  if (value === undefined) return 'NULL';
  if (type === 'jsonb') return quoted(JSON.stringify(value));
  if (value === null) return 'NULL';
  return type === 'text' ? quoted(String(value)) : String(value);
}

const SPECIAL = /["\\]/;
const quoted = (text: string): string => `"${SPECIAL.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;
