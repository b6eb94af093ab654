import { randomUUID } from 'node:crypto';
import { inTransaction, type Pool, type Sql } from './connection.ts';
import { type BroughtSchema, type Migration, migrationsIn } from './migrations.ts';
import { recordedMigrations, type RecordedMigration, refuseNewer, tableOf } from './newer-schema.ts';

/** A migration that was applied and has since been edited. */
export class MigrationMismatch extends Error {
  override readonly name = 'MigrationMismatch';
}

/** A schema that is migrated, and the role that its programs run as. */
export interface MigratedSchema extends BroughtSchema {
  readonly serviceRole: string;
}

/**
 * Applies the migrations of a schema that are missing, each in a transaction, under an advisory lock, remembered in
 * `_prisma_migrations`, which the service's role may read. `{{schema}}`, `{{service_role}}` and `{{reader_role}}` in the SQL
 * stand for the schema, the role that is granted what the SQL grants, and `<schema>_reader`, which may be granted SELECT.
 * What newer programs have expanded stays as it is.
 * @returns the names applied now
 * @throws SchemaTooNew when newer programs have contracted what this one needs; MigrationMismatch when an applied file has
 * changed
 */
export async function migrate(owner: Pool, target: MigratedSchema): Promise<readonly string[]> {
  const migrations = migrationsIn(target.folders);
  return inTransaction(owner, async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`migrate ${target.schema}`]);
    await ensureTable(transaction, target);
    const recorded = await recordedMigrations(transaction, target.schema);
    refuseNewer(recorded, migrations, target);
    refuseChanged(recorded, migrations, target.schema);
    const missing = migrations.filter(({ name }) => !recorded.some((row) => row.migration_name === name));
    for (const migration of missing) await apply(transaction, migration, target);
    return missing.map(({ name }) => name);
  });
}

async function ensureTable(transaction: Sql, { schema, serviceRole }: MigratedSchema): Promise<void> {
  await transaction.query(`CREATE TABLE IF NOT EXISTS ${tableOf(schema)} (
    id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
    logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0,
    runs_with varchar(255))`);
  // The table may be an earlier program's, which did not record it.
  await transaction.query(`ALTER TABLE ${tableOf(schema)} ADD COLUMN IF NOT EXISTS runs_with varchar(255)`);
  await transaction.query(`GRANT SELECT ON ${tableOf(schema)} TO "${serviceRole}"`);
}

function refuseChanged(recorded: readonly RecordedMigration[], migrations: readonly Migration[], schema: string): void {
  for (const row of recorded) {
    const migration = migrations.find(({ name }) => name === row.migration_name);
    if (migration && migration.checksum !== row.checksum)
      throw new MigrationMismatch(`schema ${schema}: migration ${row.migration_name} has changed since it was applied`);
  }
}

async function apply(transaction: Sql, migration: Migration, target: MigratedSchema): Promise<void> {
  await transaction.query(`SET LOCAL search_path = "${target.schema}", public`);
  await transaction.query(
    migration.sql
      .replaceAll('{{schema}}', `"${target.schema}"`)
      .replaceAll('{{service_role}}', `"${target.serviceRole}"`)
      .replaceAll('{{reader_role}}', `"${target.schema}_reader"`),
  );
  await transaction.query(
    `INSERT INTO ${tableOf(target.schema)} (id, checksum, migration_name, runs_with, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, now(), 1)`,
    [randomUUID(), migration.checksum, migration.name, migration.runsWith ?? null],
  );
}
