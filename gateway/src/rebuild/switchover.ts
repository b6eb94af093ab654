import { insertInto, inTransaction, type Pool, type Sql, type Table } from '@zhibu/database';
import { renewVersions } from '../knowledge/view-versions.ts';
import { readModelSchemas } from '../read-model.ts';
import { lockTable, pointViews } from '../second-lock/policies.ts';
import type { View } from '../views/view.ts';

const { live, build, previous } = readModelSchemas;
const TRIES = 50;
const BETWEEN_TRIES_MS = 100;
// Below PostgreSQL's deadlock_timeout (1 s): where queries and the switch wait for each other, the switch gives way.
const LOCK_TIMEOUT_MS = 300;
const LOCK_NOT_AVAILABLE = '55P03';

const tablesOf = (views: readonly View[]): readonly string[] => views.flatMap((view) => view.tables);
const tablesIn = (views: readonly View[], schemas: readonly string[]): readonly string[] =>
  schemas.flatMap((schema) => tablesOf(views).map((table) => `${schema}.${table}`));

/** Views of which others derive: their tables are looked up by key while they are filled. */
const isDerivedFrom = (view: View, views: readonly View[]): boolean =>
  views.some(({ unit, derive }) => unit === view.unit && derive !== undefined);

/**
 * Makes empty tables for a build, as the live ones are, policies and all, but without indexes, or with those keys only that deriving goes
 * by: the others are made at once when the tables are filled. What an earlier build left is dropped.
 */
export async function prepareBuild(owner: Pool, views: readonly View[], serviceRole: string): Promise<void> {
  await inTransaction(owner, async (transaction) => {
    for (const view of views) {
      for (const table of view.tables) {
        await transaction.query(`DROP TABLE IF EXISTS ${build}.${table}`);
        await transaction.query(
          `CREATE TABLE ${build}.${table} (LIKE ${live}.${table} INCLUDING ALL EXCLUDING INDEXES)`,
        );
        if (isDerivedFrom(view, views)) await addIndexes(transaction, table, 'keys');
        await transaction.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${build}.${table} TO "${serviceRole}"`);
        await lockTable(transaction, { schema: build, table, subject: view.details[table] });
      }
    }
  });
}

/** Makes the indexes of a filled build that the live tables have and it has not yet. */
export async function indexBuild(owner: Pool, views: readonly View[]): Promise<void> {
  for (const view of views) {
    for (const table of view.tables) {
      if (!isDerivedFrom(view, views)) await addIndexes(owner, table, 'keys');
      await addIndexes(owner, table, 'others');
    }
  }
}

async function addIndexes(sql: Sql, table: string, which: 'keys' | 'others'): Promise<void> {
  const { rows } = await sql.query<{ key: string | null; index: string }>(
    `SELECT pg_get_constraintdef(c.oid) AS key, pg_get_indexdef(i.indexrelid) AS index
     FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid WHERE i.indrelid = $1::regclass`,
    [`${live}.${table}`],
  );
  for (const { key, index } of rows) {
    if (key !== null && which === 'keys') await sql.query(`ALTER TABLE ${build}.${table} ADD ${key}`);
    // Named anew, for a schema holds a name once.
    if (key === null && which === 'others')
      await sql.query(index.replace(/ INDEX .+? ON \S+ /, ` INDEX ON ${build}.${table} `));
  }
}

/** Drops the tables of a build that does not go live. */
export async function dropBuild(owner: Pool, views: readonly View[]): Promise<void> {
  await owner.query(
    tablesOf(views)
      .map((table) => `DROP TABLE IF EXISTS ${build}.${table}`)
      .join('; '),
  );
}

/** `now` is PostgreSQL's word for the start of the transaction. */
const keptBuild: Table = {
  name: 'kept_build',
  columns: { unit: 'text', kept_since: 'timestamptz', fault: 'text' },
  replaces: { key: ['unit'] },
};

/** Makes a build live; the tables so far are kept, and an older kept build dropped. The caller holds the read model. */
export async function switchToBuild(owner: Pool, views: readonly View[], units: readonly string[]): Promise<void> {
  await briefly(owner, tablesIn(views, [live, build]), async (transaction) => {
    for (const table of tablesOf(views)) {
      await transaction.query(`DROP TABLE IF EXISTS ${previous}.${table}`);
      await replaceLive(transaction, table, { by: build, keptIn: previous });
    }
    await pointViews(transaction);
    await renewVersions(transaction, views);
    await insertInto(
      transaction,
      keptBuild,
      units.map((unit) => ({ unit, kept_since: 'now' })),
    );
  });
}

/** Makes the kept build live again and keeps the one that was. The caller holds the read model. */
export async function switchBack(owner: Pool, views: readonly View[]): Promise<void> {
  await briefly(owner, tablesIn(views, [live, previous]), async (transaction) => {
    for (const table of tablesOf(views)) {
      await transaction.query(`DROP TABLE IF EXISTS ${build}.${table}`);
      await replaceLive(transaction, table, { by: previous, keptIn: build });
      await transaction.query(`ALTER TABLE ${build}.${table} SET SCHEMA ${previous}`);
    }
    await pointViews(transaction);
    await renewVersions(transaction, views);
  });
}

/** Puts the table of another schema in the place of the live one, as a partition of the same table where that is one. */
async function replaceLive(
  transaction: Sql,
  table: string,
  { by, keptIn }: { readonly by: string; readonly keptIn: string },
): Promise<void> {
  const { rows } = await transaction.query<{ parent: string; bound: string }>(
    `SELECT i.inhparent::regclass::text AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.oid = $1::regclass AND c.relispartition`,
    [`${live}.${table}`],
  );
  const [partition] = rows;
  if (partition) await transaction.query(`ALTER TABLE ${partition.parent} DETACH PARTITION ${live}.${table}`);
  await transaction.query(`ALTER TABLE ${live}.${table} SET SCHEMA ${keptIn}`);
  await transaction.query(`ALTER TABLE ${by}.${table} SET SCHEMA ${live}`);
  if (partition)
    await transaction.query(`ALTER TABLE ${partition.parent} ATTACH PARTITION ${live}.${table} ${partition.bound}`);
}

/** Drops the kept build. The caller holds the read model. */
export async function giveUpKeptBuild(owner: Pool, views: readonly View[], unit: string): Promise<void> {
  await inTransaction(owner, async (transaction) => {
    for (const table of tablesOf(views)) await transaction.query(`DROP TABLE IF EXISTS ${previous}.${table}`);
    await transaction.query('DELETE FROM kept_build WHERE unit = $1', [unit]);
  });
}

/** Moves tables in one short transaction that no query waits long for: where it cannot have them at once, it tries again. */
async function briefly(
  owner: Pool,
  tables: readonly string[],
  work: (transaction: Sql) => Promise<void>,
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await inTransaction(owner, async (transaction) => {
        await transaction.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
        await transaction.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
        await work(transaction);
      });
    } catch (error) {
      if (tried === TRIES || !(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE))
        throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, BETWEEN_TRIES_MS);
      });
    }
  }
}
