import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { type Place, Tree, type TreeFact } from './place.rules.ts';

const organization: Table = {
  name: 'organization',
  columns: { id: 'text', kind: 'text', opened_on: 'date', known_from: 'timestamptz', known_to: 'timestamptz' },
};

const place: Table = {
  name: 'place',
  columns: {
    organization_id: 'text',
    ancestor_id: 'text',
    kind: 'text',
    depth: 'integer',
    wide: 'boolean',
    from_day: 'date',
    to_day: 'date',
    known_from: 'timestamptz',
    known_to: 'timestamptz',
  },
};

/** Kinds that have more branches than can be counted one by one. */
export const WIDE_KINDS: ReadonlySet<string> = new Set(['province', 'city', 'work-committee']);

/** Who has ever stood under any of these, as known at any time: their places hang on the same facts. */
export async function descendantsOf(sql: Sql, organizationIds: readonly string[]): Promise<readonly string[]> {
  if (organizationIds.length === 0) return [];
  const found = await sql.query<{ organization_id: string }>(
    'SELECT DISTINCT organization_id FROM place WHERE ancestor_id = ANY($1) AND depth > 0',
    [organizationIds],
  );
  return found.rows.map((row) => row.organization_id);
}

/** Derives the registrations and places of organizations anew, from their own facts and those of all who may stand above them. */
export async function derivePlaces(sql: Sql, organizationIds: readonly string[]): Promise<void> {
  if (organizationIds.length === 0) return;
  const tree = new Tree(await treeAbove(sql, organizationIds));
  await sql.query('DELETE FROM organization WHERE id = ANY($1)', [organizationIds]);
  await insertInto(sql, organization, organizationIds.flatMap(registrationRows(tree)));
  await sql.query('DELETE FROM place WHERE organization_id = ANY($1)', [organizationIds]);
  await insertInto(
    sql,
    place,
    organizationIds.flatMap((id) => tree.placesOf(id).map((found) => rowOf(found, tree))),
  );
  await endFacts(
    sql,
    organizationIds.filter((id) => tree.wasCancelled(id)),
  );
}

const registrationRows =
  (tree: Tree) =>
  (id: string): readonly Row[] =>
    tree
      .registrationsOf(id)
      .map(({ kind, openedOn, knownFrom, knownTo }) => ({
        id,
        kind,
        opened_on: openedOn,
        known_from: knownFrom,
        known_to: knownTo,
      }));

/** What belongs to a registration that was cancelled is known until then, whatever a second one says. */
async function endFacts(sql: Sql, cancelled: readonly string[]): Promise<void> {
  if (cancelled.length === 0) return;
  await sql.query(
    `UPDATE organization_fact f SET known_to = ended.at
     FROM organization_fact own CROSS JOIN LATERAL (
       SELECT min(c.recorded_at) AS at FROM organization_fact c WHERE c.organization_id = own.organization_id
         AND c.aspect = 'life' AND c.value ->> 'said' = 'cancelled' AND c.revision >= own.revision) ended
     WHERE own.organization_id = ANY($1) AND ended.at IS NOT NULL AND f.organization_id = own.organization_id
       AND f.aspect = own.aspect AND f.revision = own.revision AND f.known_to <> ended.at`,
    [cancelled],
  );
}

interface FactRow {
  readonly organization_id: string;
  readonly aspect: 'parent' | 'life';
  readonly revision: number;
  readonly effective_on: Day;
  readonly recorded_at: Date;
  readonly value: string | null;
  readonly kind: string | null;
}

async function treeAbove(sql: Sql, ids: readonly string[]): Promise<readonly TreeFact[]> {
  // UNION, not UNION ALL: each organization once, and a circle ends. OFFSET 0: each is looked up by its key.
  const found = await sql.query<FactRow>(
    `WITH RECURSIVE above (id) AS (
       SELECT unnest($1::text[]) COLLATE "C"
       UNION SELECT (f.value #>> '{}') COLLATE "C" FROM above CROSS JOIN LATERAL (
         SELECT value FROM organization_fact WHERE organization_id = above.id AND aspect = 'parent' AND value <> 'null' OFFSET 0) f)
     SELECT above.id AS organization_id, f.aspect, f.revision, f.effective_on, f.recorded_at,
       CASE f.aspect WHEN 'life' THEN f.value ->> 'said' ELSE f.value #>> '{}' END AS value,
       CASE f.aspect WHEN 'life' THEN f.value ->> 'kind' END AS kind
     FROM above CROSS JOIN LATERAL (
       SELECT aspect, revision, effective_on, recorded_at, value FROM organization_fact
       WHERE organization_id = above.id AND aspect IN ('parent', 'life') OFFSET 0) f`,
    [ids],
  );
  return found.rows.map((row) => ({
    organizationId: row.organization_id,
    aspect: row.aspect,
    revision: row.revision,
    effectiveOn: row.effective_on,
    recordedAt: row.recorded_at.toISOString(),
    value: row.value,
    kind: row.kind,
  }));
}

function rowOf(found: Place, tree: Tree): Row {
  return {
    organization_id: found.organizationId,
    ancestor_id: found.ancestorId,
    kind: found.kind,
    depth: found.depth,
    wide: WIDE_KINDS.has(tree.kindOf(found.ancestorId) ?? ''),
    from_day: found.from,
    to_day: found.to,
    known_from: found.knownFrom,
    known_to: found.knownTo,
  };
}
