import { withDatabase } from '@zhibu/infra';
import pg from 'pg';
import type { PlatformUnderTest } from './platform.ts';

export interface Tampering { readonly schema: string; readonly statement: string; readonly values?: readonly unknown[] }

/** Does by hand, as the database's superuser, what no program of ours may do. @returns how many rows it changed */
export async function tamper(platform: PlatformUnderTest, { schema, statement, values = [] }: Tampering): Promise<number> {
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
