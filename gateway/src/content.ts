import type { Sql } from '@zhibu/database';

/** How many rows a table has, and the sum of their hashes, which does not depend on their order. */
export interface TableContent {
  readonly table: string;
  readonly rows: string;
  readonly hash: string;
}

/**
 * The content of tables in one schema. Rows have neither surrogate ids nor times of applying, so two builds of the same
 * facts are equal. A tally that has come to nothing is as good as none.
 */
export async function contentOf(sql: Sql, schema: string, tables: readonly string[]): Promise<readonly TableContent[]> {
  const found: TableContent[] = [];
  for (const table of tables) {
    const { rows } = await sql.query<{ rows: string; hash: string }>(
      `SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS hash FROM "${schema}"."${table}" t
       ${table === 'tally' ? 'WHERE delta <> 0' : ''}`);
    found.push({ table, rows: rows[0]?.rows ?? '0', hash: rows[0]?.hash ?? '0' });
  }
  return found;
}

/** What differs between two contents of the same tables, a sentence for each. */
export function differencesOf(live: readonly TableContent[], built: readonly TableContent[]): readonly string[] {
  return live.flatMap((table, index) => {
    const other = built[index];
    if (!other || (other.rows === table.rows && other.hash === table.hash)) return [];
    return [`${table.table}: the live table has ${table.rows} rows, the build ${other.rows}${table.rows === other.rows ? ', of other content' : ''}`];
  });
}
