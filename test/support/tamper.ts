import { services } from '@zhibu/contracts';
import { withDatabase } from '@zhibu/infra';
import pg from 'pg';
import type { PlatformUnderTest } from './platform.ts';

export interface Tampering {
  readonly schema: string;
  readonly statement: string;
  readonly values?: readonly unknown[];
}

/** Does by hand, as the database's superuser, what no program of ours may do. @returns how many rows it changed */
export async function tamper(
  platform: PlatformUnderTest,
  { schema, statement, values = [] }: Tampering,
): Promise<number> {
  return withDatabase(platform.data, async ({ adminUrl }) => {
    const client = new pg.Client({ connectionString: adminUrl, options: `-c search_path=${schema}` });
    await client.connect();
    try {
      return (await client.query(statement, [...values])).rowCount ?? 0;
    } finally {
      await client.end();
    }
  });
}

/** What the database holds, as its superuser sees it. */
export async function look<Row extends object>(
  platform: PlatformUnderTest,
  statement: string,
): Promise<readonly Row[]> {
  return withDatabase(platform.data, async ({ adminUrl }) => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    try {
      return (await client.query<Row>(statement)).rows;
    } finally {
      await client.end();
    }
  });
}

interface Count {
  readonly table: string;
}

/** How many rows every table of the platform has, how far every consumer has come, and every log's head. */
export async function holdings(platform: PlatformUnderTest): Promise<readonly object[]> {
  const tables = await look<Count>(
    platform,
    `SELECT format('%I.%I', schemaname, tablename) AS "table" FROM pg_tables
     WHERE schemaname = ANY('{gateway,${services.join(',')}}') ORDER BY 1`,
  );
  const counts = tables.map(({ table }) => `SELECT '${table}' AS what, count(*)::text AS held FROM ${table}`);
  const checkpoints = tables
    .filter(({ table }) => table.endsWith('.feed_checkpoint'))
    .map(({ table }) => `SELECT '${table} ' || service || ' ' || consumer_group, position::text FROM ${table}`);
  const heads = tables
    .filter(({ table }) => table.endsWith('.head'))
    .map(({ table }) => `SELECT '${table}', seq::text FROM ${table}`);
  return look(platform, `${[...counts, ...checkpoints, ...heads].join(' UNION ALL ')} ORDER BY 1, 2`);
}

/** The holdings once they have come to rest: consumers may still read what was recorded last. */
export async function holdingsAtRest(platform: PlatformUnderTest): Promise<readonly object[]> {
  for (let before = ''; ;) {
    const held = await holdings(platform);
    const now = JSON.stringify(held);
    if (now === before) return held;
    before = now;
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
  }
}
