import type { Sql } from '@zhibu/database';

/** A column's value on its way into PostgreSQL; `jsonb` columns take the value itself, null being JSON's own. */
export type Value = string | number | bigint | boolean | null | object;
/** What a row does not name is NULL. */
export type Row = Readonly<Record<string, Value | undefined>>;

/** A table with the types of the columns that rows bring. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, 'text' | 'date' | 'timestamptz' | 'integer' | 'bigint' | 'boolean' | 'uuid' | 'jsonb'>>;
}

/** Rows of one table. */
export interface Facts {
  readonly table: Table;
  readonly rows: readonly Row[];
}

/** Inserts rows in one statement; rows whose key is known already are left as they are, for events may come twice. */
export function insertInto(sql: Sql, table: Table, rows: readonly Row[]): Promise<void> {
  return insertAll(sql, [{ table, rows }]);
}

/** The same into one table after the other: while the database takes the rows of one, those of the next are spelled out. */
export async function insertAll(sql: Sql, facts: Iterable<Facts>): Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  for (const { table, rows } of facts) {
    if (rows.length === 0) continue;
    const statement = insertion(table, rows);
    await running;
    running = sql.query(statement);
  }
  await running;
}

function insertion({ name: table, columns: byName }: Table, rows: readonly Row[]): { name: string; text: string; values: string[] } {
  const columns = Object.entries(byName);
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type === 'jsonb' ? 'text' : type}[]`).join(', ');
  const selected = columns.map(([name, type]) => (type === 'jsonb' ? `${name}::jsonb` : name)).join(', ');
  return {
    name: `insert-${table}`,
    text: `INSERT INTO ${table} (${names}) SELECT ${selected} FROM unnest(${arrays}) AS r (${names}) ON CONFLICT DO NOTHING`,
    values: columns.map(([name, type]) => arrayOf(rows, name, type)),
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
