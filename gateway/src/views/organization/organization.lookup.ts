import type { OrganizationForm, OrganizationKind } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
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
  readonly id: string;
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
  ids: readonly string[],
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

/** The living children of each parent on the day, a page for each, in the order of the parents. One statement. */
export async function childrenOf(
  model: ReadModel,
  parentIds: readonly string[],
  at: { readonly moment: Moment; readonly page: Page },
): Promise<readonly Listing[]> {
  const { first, after } = at.page;
  const found = await model.sql.query<{ parent: string; ids: string[]; total: string }>(
    `SELECT t.parent,
       (SELECT count(*) FROM place p WHERE p.ancestor_id = t.parent AND p.depth = 1 AND ${holds('p')}) AS total,
       ARRAY(SELECT p.organization_id FROM place p WHERE p.ancestor_id = t.parent AND p.depth = 1 AND ${holds('p')}
         AND p.organization_id > $4 ORDER BY p.organization_id LIMIT $5) AS ids
     FROM unnest($3::text[]) AS t (parent)`,
    [...clocks(at.moment), parentIds, after ?? '', first + 1],
  );
  const pages = found.rows.map((row) => [row.parent, listing(row.ids, first, Number(row.total))] as const);
  return inOrderOf(parentIds, pages).map((page) => page ?? emptyListing);
}

/** Whose children, and which page of them. */
export interface ChildrenKey {
  readonly parentId: string;
  readonly page: Page;
}

/** One statement for each page asked for: as many as the query spells out, however many parents there are. */
export const childrenLoader = loaderOf(async (model, keys: readonly ChildrenKey[], moment) => {
  const found = new Map<ChildrenKey, Listing>();
  for (const [first, ...others] of Map.groupBy(keys, ({ page }) => JSON.stringify(page)).values()) {
    if (!first) continue;
    const group = [first, ...others];
    const parents = group.map((key) => key.parentId);
    const listings = await childrenOf(model, parents, { moment, page: first.page });
    group.forEach((key, index) => found.set(key, listings[index] ?? emptyListing));
  }
  return keys.map((key) => found.get(key) ?? emptyListing);
});
