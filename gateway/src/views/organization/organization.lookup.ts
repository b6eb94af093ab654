import type { OrganizationForm, OrganizationKind } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId, Subtree } from '../../scope/seen.ts';
import { ownShare } from '../../scope/stay.lookup.ts';
import {
  clocks,
  emptyListing,
  factOf,
  holds,
  inOrderOf,
  known,
  listing,
  type Listing,
  type Moment,
  type Page,
} from '../moment.ts';

export interface OrganizationRow {
  /** Its code, which is its id. */
  readonly id: SeenId;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly parentId: string | null;
  readonly sector: string | null;
  readonly openedOn: Day;
  readonly form: OrganizationForm;
  /** As known at the moment, a day ahead too; null while nothing says that it ends. */
  readonly dissolvedOn: Day | null;
  readonly dissolutionReason: string | null;
  /** The document's number. */
  readonly dissolutionBasis: string | null;
}

/**
 * Organizations by id, in the order of the ids; undefined where none is known at the moment, or its registration is
 * cancelled. One statement.
 */
export async function organizationsById(
  model: ReadModel,
  ids: readonly SeenId[],
  moment: Moment,
): Promise<readonly (OrganizationRow | undefined)[]> {
  const found = await model.sql.query<OrganizationRow>(
    `SELECT o.id, o.kind, sector.value #>> '{}' AS sector, o.opened_on AS "openedOn", name.value #>> '{}' AS name,
       parent.value #>> '{}' AS "parentId", coalesce(form.value ->> 'form', 'ordinary') AS form,
       CASE ended.said WHEN 'dissolved' THEN ended.effective_on END AS "dissolvedOn",
       CASE ended.said WHEN 'dissolved' THEN ended.reason END AS "dissolutionReason",
       CASE ended.said WHEN 'dissolved' THEN ended.basis END AS "dissolutionBasis"
     FROM organization o ${factOf('o.id', 'name')} ${factOf('o.id', 'parent')} ${factOf('o.id', 'sector')} ${factOf('o.id', 'form')}
     LEFT JOIN LATERAL (
       SELECT f.value ->> 'said' AS said, f.effective_on, f.value ->> 'reason' AS reason, f.basis ->> 'documentNo' AS basis
       FROM organization_fact f WHERE f.organization_id = o.id AND f.aspect = 'life' AND ${known('f')}
         AND f.value ->> 'said' IN ('dissolved', 'reinstated') ORDER BY f.revision DESC LIMIT 1) ended ON true
     WHERE o.id = ANY($3) AND o.known_from <= $2::timestamptz AND o.known_to > $2::timestamptz`,
    [...clocks(moment), ids],
  );
  return inOrderOf(
    ids,
    found.rows.map((row) => [row.id, row] as const),
  );
}

export const organizationLoader = loaderOf(organizationsById);

/** The last instant at which an organization was known to be registered, of one whose registration was cancelled by the moment; else undefined. */
export async function cancelledAfter(model: ReadModel, id: SeenId, moment: Moment): Promise<string | undefined> {
  const [, knownAt] = clocks(moment);
  const { rows } = await model.sql.query<{ at: Date | null }>(
    `SELECT max(known_to) - interval '1 millisecond' AS at FROM organization
     WHERE id = $1 AND known_to < 'infinity' AND known_to <= $2::timestamptz`,
    [id, knownAt],
  );
  return rows[0]?.at?.toISOString();
}

/** What of an organization is no secret to whom it is named. */
export interface NameRow extends Pick<OrganizationRow, 'kind' | 'name' | 'parentId'> {
  readonly id: string;
}

/** What organizations are called, in the order of the ids; undefined where none is known at the moment. One statement. */
export async function namesById(
  model: ReadModel,
  ids: readonly string[],
  moment: Moment,
): Promise<readonly (NameRow | undefined)[]> {
  const found = await model.sql.query<NameRow>(
    `SELECT o.id, o.kind, name.value #>> '{}' AS name, parent.value #>> '{}' AS "parentId"
     FROM organization o ${factOf('o.id', 'name')} ${factOf('o.id', 'parent')}
     WHERE o.id = ANY($3) AND o.known_from <= $2::timestamptz AND o.known_to > $2::timestamptz`,
    [...clocks(moment), ids],
  );
  return inOrderOf(
    ids,
    found.rows.map((row) => [row.id, row] as const),
  );
}

export const nameLoader = loaderOf(namesById);

/**
 * The living children on the day of each organization, as far as whoever asks may see them, a page for each, in the order of
 * the parents, which are all seen whole or all in part. One statement.
 */
export async function childrenOf(
  model: ReadModel,
  parents: readonly Subtree[],
  at: { readonly moment: Moment; readonly page: Page },
): Promise<readonly Listing[]> {
  const { first, after } = at.page;
  const [subtree] = parents;
  if (!subtree) return [];
  const ids = parents.map(({ id }) => id);
  const values: unknown[] = [...clocks(at.moment), ids, after ?? '', first + 1];
  const children = `FROM place p WHERE p.ancestor_id = t.parent AND p.depth = 1 AND ${holds('p')}
    ${ownShare('p.organization_id', subtree, (value) => `$${values.push(value)}`)}`;
  const found = await model.sql.query<{ parent: string; ids: SeenId[]; total: string }>(
    `SELECT t.parent, (SELECT count(*) ${children}) AS total,
       ARRAY(SELECT p.organization_id ${children} AND p.organization_id > $4 ORDER BY p.organization_id LIMIT $5) AS ids
     FROM unnest($3::text[]) AS t (parent)`,
    values,
  );
  const pages = found.rows.map((row) => [row.parent, listing(row.ids, first, Number(row.total))] as const);
  return inOrderOf(ids, pages).map((page) => page ?? emptyListing);
}

/** Whose children, and which page of them. */
export interface ChildrenKey {
  readonly parent: Subtree;
  readonly page: Page;
}

/** One statement for each page asked for: as many as the query spells out, however many parents there are. */
export const childrenLoader = loaderOf(async (model, keys: readonly ChildrenKey[], moment) => {
  const found = new Map<ChildrenKey, Listing>();
  for (const group of Map.groupBy(keys, ({ parent: { only }, page }) => JSON.stringify([only, page])).values()) {
    const [first] = group;
    if (!first) continue;
    const parents = group.map(({ parent }) => parent);
    const listings = await childrenOf(model, parents, { moment, page: first.page });
    group.forEach((key, index) => found.set(key, listings[index] ?? emptyListing));
  }
  return keys.map((key) => found.get(key) ?? emptyListing);
});
