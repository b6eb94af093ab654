import type { Sql } from './connection.ts';
import { type BroughtSchema, type Migration, migrationsIn, schemaVersions } from './migrations.ts';

/** A schema was contracted by a migration that this program is too old for. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
  readonly code = 'SCHEMA_TOO_NEW';
}

/** A migration as the database remembers it. */
export interface RecordedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  /** As the migration said it when it was applied. */
  readonly runs_with: string | null;
}

/**
 * Lets a program start on the schema that it brings, on one that newer programs have expanded, and on one that they have
 * contracted of what it does not use any more. A schema in which nothing was recorded yet is not newer.
 * @param sql as the schema's service role or its owner
 * @throws SchemaTooNew where it may not run: what is there, what it brings, and what to do
 */
export async function refuseNewerSchema(sql: Sql, brought: BroughtSchema): Promise<void> {
  const { rows } = await sql.query<{ is_there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS is_there', [
    tableOf(brought.schema),
  ]);
  if (!rows[0]?.is_there) return;
  refuseNewer(await recordedMigrations(sql, brought.schema), migrationsIn(brought.folders), brought);
}

/** What was applied to a schema. */
export async function recordedMigrations(sql: Sql, schema: string): Promise<readonly RecordedMigration[]> {
  const { rows } = await sql.query<RecordedMigration>(
    `SELECT migration_name, checksum, runs_with FROM ${tableOf(schema)} ORDER BY started_at, migration_name`,
  );
  return rows;
}

/** The table in which a schema's migrations are recorded. */
export const tableOf = (schema: string): string => `"${schema}"._prisma_migrations`;

/** @throws SchemaTooNew where a recorded migration contracts for programs that bring more than these */
export function refuseNewer(
  recorded: readonly RecordedMigration[],
  migrations: readonly Migration[],
  brought: BroughtSchema,
): void {
  const names = new Set(migrations.map(({ name }) => name));
  const beyond = recorded.find(
    ({ migration_name: name, runs_with: needed }) => needed !== null && !names.has(name) && !names.has(needed),
  );
  if (!beyond) return;
  const { schema } = brought;
  const newest = schemaVersions([brought])[schema] ?? [];
  throw new SchemaTooNew(
    `SCHEMA_TOO_NEW: migration ${beyond.migration_name} has contracted schema ${schema} for programs that bring ` +
      `${beyond.runs_with}; this one brings ${newest.join(', ')}. Run a release that brings ${beyond.runs_with}, ` +
      'or restore the backup from before the upgrade',
  );
}
