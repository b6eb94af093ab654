import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOfTheSystem, sha256 } from '@zhibu/kernel';

/** A schema, and the folders of the migrations that a program brings for it. */
export interface BroughtSchema {
  readonly schema: string;
  readonly folders: readonly string[];
}

/** A migration that a program brings. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /** Of one that contracts: the migration that a program brings which may still run. Any may on one that expands. */
  readonly runsWith: string | undefined;
}

/**
 * The migrations of folders in Prisma's layout (`<name>/migration.sql`), in the order in which they are applied.
 * @throws Error where the first line of one that contracts is not as it must be, or names none of them
 */
export function migrationsIn(folders: readonly string[]): readonly Migration[] {
  const migrations = folders.flatMap((folder) =>
    namesIn(folder).map((name): Migration => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: sha256(sql), runsWith: runsWithOf(name, sql) };
    }),
  );
  for (const { name, runsWith } of migrations)
    if (runsWith !== undefined && !migrations.some((one) => one.name === runsWith))
      throw new Error(`migration ${name} contracts for programs with ${runsWith}, and there is no such migration`);
  return migrations;
}

/** What a program brings for each schema: the newest migration of each folder, for each counts for itself. */
export function schemaVersions(schemas: readonly BroughtSchema[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    schemas.map(({ schema, folders }) => [schema, folders.flatMap((folder) => namesIn(folder).at(-1) ?? [])]),
  );
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isOfTheSystem(entry.name))
    .map((entry) => entry.name)
    .sort();
}

function runsWithOf(name: string, sql: string): string | undefined {
  const [first = '', ...others] = sql.split('\n').map((line) => line.trim());
  if (others.some((line) => /^--\s*contract\b/i.test(line)))
    throw new Error(`migration ${name} is marked as a contraction behind its first line, where nobody reads it`);
  if (!/^--\s*contract/i.test(first)) return undefined;
  const runsWith = /^-- contract, runs with (\S+)$/.exec(first)?.[1];
  if (runsWith === undefined)
    throw new Error(`migration ${name} begins with "${first}"; write "-- contract, runs with MIGRATION"`);
  return runsWith;
}
