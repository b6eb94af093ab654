import { isInfrastructureFailure, type Sql } from '@zhibu/database';
import { readModelSchemas } from '../read-model.ts';

/** A build that was live before, kept so that it can be switched back to. */
export interface KeptBuild {
  readonly unit: string;
  readonly keptSince: Date;
  /** Why it is fed no longer. */
  readonly fault: string | null;
}

/** The builds kept, as the live schema knows them. */
export async function keptBuilds(sql: Sql): Promise<readonly KeptBuild[]> {
  const found = await sql.query<KeptBuild>(
    `SELECT unit, kept_since AS "keptSince", fault FROM ${readModelSchemas.live}.kept_build`,
  );
  return found.rows;
}

/** Runs `work` with unqualified table names leading to a schema; afterwards they lead to the live one again. */
export async function within(transaction: Sql, schema: string, work: () => Promise<void>): Promise<void> {
  await transaction.query(`SET LOCAL search_path = "${schema}", public`);
  await work();
  await transaction.query(`SET LOCAL search_path = "${readModelSchemas.live}", public`);
}

/**
 * Feeds what the live tables take to the builds kept, in the same transaction. A fault of a kept build must not stop the
 * live one: it is noted, and that build is fed no more.
 */
export async function feedKeptBuilds(
  transaction: Sql,
  kept: readonly KeptBuild[],
  feed: (unit: string) => Promise<void>,
): Promise<void> {
  for (const { unit, fault } of kept) {
    if (fault !== null) continue;
    await transaction.query('SAVEPOINT kept');
    try {
      await within(transaction, readModelSchemas.previous, () => feed(unit));
      await transaction.query('RELEASE SAVEPOINT kept');
    } catch (error) {
      if (isInfrastructureFailure(error)) throw error;
      await transaction.query('ROLLBACK TO SAVEPOINT kept');
      await transaction.query('UPDATE kept_build SET fault = $2 WHERE unit = $1', [
        unit,
        error instanceof Error ? error.message : String(error),
      ]);
    }
  }
}
