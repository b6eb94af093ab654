import { inTransaction, type Pool, type Sql } from '@zhibu/database';

/** A store's unmoving picture, until released. */
export interface Snapshot {
  readonly service: string;
  readonly sql: Sql;
  readonly release: () => Promise<void>;
}

/** Pictures of several stores, all of one moment where they lie in one database. */
export async function openSnapshots(
  stores: readonly { readonly service: string; readonly pool: Pool }[],
): Promise<readonly Snapshot[]> {
  const snapshots: Snapshot[] = [];
  const shared = new Map<string, string>();
  try {
    for (const { service, pool } of stores) {
      const database = await databaseOf(pool);
      const snapshot = await open(service, pool, shared.get(database));
      snapshots.push(snapshot);
      if (!shared.has(database)) shared.set(database, await exported(snapshot.sql));
    }
    return snapshots;
  } catch (error) {
    for (const { release } of snapshots) await release();
    throw error;
  }
}

/** Tells one running database from another. */
async function databaseOf(pool: Pool): Promise<string> {
  const result = await pool.query<{ name: string }>(
    `SELECT current_database() || ' since ' || pg_postmaster_start_time() AS name`,
  );
  return result.rows[0]?.name ?? '';
}

async function exported(sql: Sql): Promise<string> {
  const result = await sql.query<{ name: string }>('SELECT pg_export_snapshot() AS name');
  return result.rows[0]?.name ?? '';
}

async function open(service: string, pool: Pool, shared: string | undefined): Promise<Snapshot> {
  const opened = Promise.withResolvers<Sql>();
  const closing = Promise.withResolvers<void>();
  const transaction = inTransaction(pool, async (sql) => {
    await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    if (shared) await sql.query(`SET TRANSACTION SNAPSHOT '${shared}'`);
    opened.resolve(sql);
    await closing.promise;
  });
  transaction.catch(opened.reject);
  return {
    service,
    sql: await opened.promise,
    release: () => {
      closing.resolve();
      return transaction;
    },
  };
}
