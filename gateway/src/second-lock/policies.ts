import type { Sql } from '@zhibu/database';
import { readModelSchemas } from '../read-model.ts';
import type { View } from '../views/view.ts';
import { ALL, ROOTS } from './roots.ts';

const { live } = readModelSchemas;
/** Who answers queries. */
const READER = `"${live}_reader"`;
/** Who takes in what is recorded. */
const PROJECTOR = `"${live}_service"`;

/** The partitioned tables of all processes, which are as each of their partitions is. */
const PARENTS: readonly Lockable[] = [
  { schema: live, table: 'process_step', subject: 'organization_id' },
  { schema: live, table: 'process_span', subject: undefined },
  { schema: live, table: 'process_standing', subject: 'organization_id' },
];

/**
 * What the role that migrates makes beside the migrations, once every table is there: the reader may read the tables of
 * the views, and of those that hold details no row but by the roots of who asks. Repeating it changes nothing, and holds up
 * no query.
 */
export async function preparePolicies(owner: Sql, views: readonly View[]): Promise<void> {
  const made = await madeBefore(owner);
  if (Object.entries(VIEWS).some(([view, shows]) => made.get(view) !== shows)) await pointViews(owner);
  const tables = views.flatMap(({ tables: own, details }) =>
    own.map((table) => ({ schema: live, table, subject: details[table] })),
  );
  for (const one of [...tables, ...PARENTS]) {
    await owner.query(`GRANT SELECT ON ${live}.${one.table} TO ${READER}`);
    if (one.subject !== undefined && made.get(one.table) !== seen(one)) await lockTable(owner, one);
  }
}

/** By table or view what its policy or definition was made from, as its comment keeps it. */
async function madeBefore(owner: Sql): Promise<ReadonlyMap<string, string>> {
  const { rows } = await owner.query<{ name: string; made: string }>(
    `SELECT p.polrelid::regclass::text AS name, obj_description(p.oid, 'pg_policy') AS made FROM pg_policy p
     JOIN pg_class c ON c.oid = p.polrelid AND c.relnamespace = '${live}'::regnamespace AND c.relrowsecurity WHERE p.polname = 'seen'
     UNION ALL SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c
     WHERE c.relnamespace = '${live}'::regnamespace AND c.relkind = 'v'`,
  );
  return new Map(rows.map(({ name, made }) => [name.replace(`${live}.`, ''), made]));
}

/** A table, and where it holds details the column that says of which organization. */
export interface Lockable {
  readonly schema: string;
  readonly table: string;
  readonly subject: string | undefined;
}

/** Lets the reader read a table, and where it holds details, what the roots of who asks let be seen of it. */
export async function lockTable(owner: Sql, lockable: Lockable): Promise<void> {
  const name = `${lockable.schema}.${lockable.table}`;
  await owner.query(`GRANT SELECT ON ${name} TO ${READER}`);
  if (lockable.subject === undefined) return;
  await owner.query(`DROP POLICY IF EXISTS seen ON ${name}`);
  await owner.query(`DROP POLICY IF EXISTS taken_in ON ${name}`);
  await owner.query(`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`);
  await owner.query(`CREATE POLICY taken_in ON ${name} TO ${PROJECTOR} USING (true) WITH CHECK (true)`);
  await owner.query(`CREATE POLICY seen ON ${name} FOR SELECT TO ${READER} USING (${seen(lockable)})`);
  await owner.query(`COMMENT ON POLICY seen ON ${name} IS ${quoted(seen(lockable))}`);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const SETTING = `current_setting('${ROOTS}', true)`;

/**
 * Whether a row about this organization is seen: everything is, or it ever stood under one of the roots. Every column is
 * qualified: an unqualified one would be that of the inner table, equal to itself, and every row be seen. The setting is
 * read in sub-queries, once a statement; the tree is asked row by row: of EXISTS, PostgreSQL would read all that ever stood under
 * the roots first, for it does not know how many. What is about no organization is seen by whoever has any root.
 */
function seen({ table, subject }: Lockable): string {
  const about = `${table}.${subject}`;
  return `(SELECT ${SETTING}) = '${ALL}' OR (${about} IS NULL AND (SELECT ${SETTING}) <> '') OR (
    SELECT true FROM ${live}.ever_under stood WHERE stood.organization_id = ${about}
      AND stood.ancestor_id = ANY ((SELECT string_to_array(${SETTING}, ' '))::text[]) LIMIT 1)`;
}

/**
 * Points the views of the live schema at its tables: after a switch these are others. Policies ask a view, so that a
 * table of places that takes the place of another needs no new ones.
 */
export async function pointViews(owner: Sql): Promise<void> {
  for (const [view, shows] of Object.entries(VIEWS)) {
    await owner.query(`CREATE OR REPLACE VIEW ${live}.${view} ${shows}`);
    await owner.query(`COMMENT ON VIEW ${live}.${view} IS ${quoted(shows)}`);
    await owner.query(`GRANT SELECT ON ${live}.${view} TO ${PROJECTOR}, ${READER}`);
  }
}

const VIEWS = {
  /** Under whom an organization ever stood, on whatever day and as known whenever. */
  ever_under: `AS SELECT organization_id, ancestor_id FROM ${live}.place`,
  /**
   * What everybody may know of whatever organization: what it is called, and under whom it stands. Of its other facts, of the
   * documents that it rests on and of its findings it shows nothing.
   */
  organization_name: `WITH (security_barrier) AS SELECT organization_id, aspect, revision, effective_on, recorded_at, known_to, value
    FROM ${live}.organization_fact WHERE aspect IN ('name', 'parent')`,
} as const;
