import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isOfTheSystem, sha256 } from '@zhibu/kernel';
import { inTransaction, type Pool, type Sql } from './connection.ts';

/** A migration that was applied and has since been edited, or one the database has and this program has not. */
export class MigrationMismatch extends Error {
  override readonly name = 'MigrationMismatch';
}

interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
}

/**
 * Applies the migrations of a folder (Prisma's layout: `<name>/migration.sql`, in order of name) to one schema,
 * each in a transaction, under an advisory lock, remembered in `_prisma_migrations`. `{{schema}}`,
 * `{{service_role}}` and `{{reader_role}}` in the SQL stand for the schema, the role that is granted what the SQL grants, and
 * `<schema>_reader`, which may be granted SELECT.
 * @returns the names applied now
 * @throws MigrationMismatch when the database is newer than the program or an applied file has changed
 */
export async function migrate(
  owner: Pool,
  target: { readonly schema: string; readonly serviceRole: string; readonly folders: readonly string[] },
): Promise<readonly string[]> {
  return inTransaction(owner, async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`migrate ${target.schema}`]);
    await transaction.query(`CREATE TABLE IF NOT EXISTS "${target.schema}"._prisma_migrations (
      id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
      logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
    const applied = await transaction.query<Applied>(
      `SELECT migration_name, checksum FROM "${target.schema}"._prisma_migrations`,
    );
    const files = (await Promise.all(target.folders.map(migrationsOf))).flat();
    refuseMismatch(applied.rows, files, target.schema);
    const missing = files.filter((file) => !applied.rows.some((row) => row.migration_name === file.name));
    for (const file of missing) await apply(transaction, file, target);
    return missing.map((file) => file.name);
  });
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

async function migrationsOf(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && !isOfTheSystem(entry.name))
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: sha256(sql) };
    }),
  );
}

function refuseMismatch(applied: readonly Applied[], files: readonly Migration[], schema: string): void {
  for (const row of applied) {
    const file = files.find((candidate) => candidate.name === row.migration_name);
    if (!file)
      throw new MigrationMismatch(
        `schema ${schema} has migration ${row.migration_name}, which this program does not know: it is newer than the program`,
      );
    if (file.checksum !== row.checksum)
      throw new MigrationMismatch(`schema ${schema}: migration ${row.migration_name} has changed since it was applied`);
  }
}

async function apply(
  transaction: Sql,
  file: Migration,
  target: { readonly schema: string; readonly serviceRole: string },
): Promise<void> {
  await transaction.query(`SET LOCAL search_path = "${target.schema}", public`);
  await transaction.query(
    file.sql
      .replaceAll('{{schema}}', `"${target.schema}"`)
      .replaceAll('{{service_role}}', `"${target.serviceRole}"`)
      .replaceAll('{{reader_role}}', `"${target.schema}_reader"`),
  );
  await transaction.query(
    `INSERT INTO "${target.schema}"._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), file.checksum, file.name],
  );
}
