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

/** Inserts rows in one statement; rows whose key is known already are left as they are, for events may come twice. */
export async function insertInto(sql: Sql, table: Table, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.entries(table.columns);
  const names = columns.map(([name]) => name);
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type === 'jsonb' ? 'text' : type}[]`);
  const selected = columns.map(([name, type]) => (type === 'jsonb' ? `${name}::jsonb` : name));
  await sql.query(
    `INSERT INTO ${table.name} (${names.join(', ')}) SELECT ${selected.join(', ')}
     FROM unnest(${arrays.join(', ')}) AS r (${names.join(', ')}) ON CONFLICT DO NOTHING`,
    columns.map(([name, type]) => rows.map((row) => parameter(row[name], type))),
  );
}

function parameter(value: Value | undefined, type: string): Value {
  if (value === undefined) return null;
  if (type === 'jsonb') return JSON.stringify(value);
  return typeof value === 'bigint' ? value.toString() : value;
}
