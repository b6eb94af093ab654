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
  await sql.query({
    name: `insert-${table.name}`,
    text: `INSERT INTO ${table.name} (${names.join(', ')}) SELECT ${selected.join(', ')}
     FROM unnest(${arrays.join(', ')}) AS r (${names.join(', ')}) ON CONFLICT DO NOTHING`,
    values: columns.map(([name, type]) => arrayOf(rows, name, type)),
  });
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
