import type { Sql } from '@zhibu/database';
import { readModelSchemas } from '../read-model.ts';

/** How many rows a table has, and the sum of their hashes, which does not depend on their order. */
export interface TableContent {
  readonly table: string;
  readonly rows: string;
  readonly hash: string;
}

/** A table whose build is not as the live one, with some of the rows that only one of them has. */
export interface Difference {
  readonly table: string;
  readonly liveRows: string;
  readonly builtRows: string;
  readonly onlyLive: readonly string[];
  readonly onlyBuilt: readonly string[];
}

const EXAMPLES = 5;

/**
 * The content of tables in one schema. Rows have neither surrogate ids nor times of applying, so two builds of the same
 * facts are equal.
 */
export async function contentOf(sql: Sql, schema: string, tables: readonly string[]): Promise<readonly TableContent[]> {
  const found: TableContent[] = [];
  for (const table of tables) {
    const { rows } = await sql.query<{ rows: string; hash: string }>(
      `SELECT count(*) AS rows, coalesce(sum(hash_record_extended(t, 0)), 0)::text AS hash FROM ${content(schema, table)} t`,
    );
    found.push({ table, rows: rows[0]?.rows ?? '0', hash: rows[0]?.hash ?? '0' });
  }
  return found;
}

/** Where the build's tables differ from the live ones, as one snapshot shows both. */
export async function comparedTables(snapshot: Sql, tables: readonly string[]): Promise<readonly Difference[]> {
  const { live, build } = readModelSchemas;
  const [before, built] = [await contentOf(snapshot, live, tables), await contentOf(snapshot, build, tables)];
  const differences: Difference[] = [];
  for (const [index, table] of before.entries()) {
    const other = built[index];
    if (!other || (other.rows === table.rows && other.hash === table.hash)) continue;
    const [onlyLive, onlyBuilt] = [
      await onlyIn(snapshot, [table, live], [other, build]),
      await onlyIn(snapshot, [other, build], [table, live]),
    ];
    differences.push({ table: table.table, liveRows: table.rows, builtRows: other.rows, onlyLive, onlyBuilt });
  }
  return differences;
}

type Side = readonly [TableContent, schema: string];

async function onlyIn(sql: Sql, [{ table }, schema]: Side, [other, otherSchema]: Side): Promise<readonly string[]> {
  // Of a table against an empty one any rows will do: to sort it whole would take longer than to build it.
  const but = other.rows === '0' ? '' : `EXCEPT SELECT t::text FROM ${content(otherSchema, table)} t ORDER BY row`;
  const { rows } = await sql.query<{ row: string }>(
    `SELECT t::text AS row FROM ${content(schema, table)} t ${but} LIMIT ${EXAMPLES}`,
  );
  return rows.map(({ row }) => row);
}

// A tally that has come to nothing is as good as none.
function content(schema: string, table: string): string {
  return table.endsWith('tally') ? `(SELECT * FROM "${schema}".${table} WHERE delta <> 0)` : `"${schema}"."${table}"`;
}
