import { type FindingCode, findingCodes } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId, Subtree } from '../../scope/seen.ts';
import { ownShare } from '../../scope/stay.lookup.ts';
import { clocks, holds, inOrderOf, listing, type Listing, type Moment, type Page } from '../moment.ts';
import { DERIVED, derivedFrom, OWN } from './derived.lookup.ts';

/**
 * The findings that stand on the day against living organizations, own and derived from other streams, in the order of
 * the ids; each list in the order of the vocabulary. One statement whatever the number of ids.
 */
export async function findingsOf(
  model: ReadModel,
  ids: readonly SeenId[],
  moment: Moment,
): Promise<readonly (readonly FindingCode[])[]> {
  const found = await model.figures.query<{ id: string; codes: string[] }>(
    `WITH asked AS (SELECT p.organization_id AS id FROM place p WHERE p.organization_id = ANY($3) AND p.depth = 0 AND ${holds('p')})
     SELECT id, array_agg(DISTINCT code) AS codes FROM (${[OWN, ...DERIVED].join(' UNION ALL ')}) finding GROUP BY id`,
    [...clocks(moment), ids],
  );
  const lists = found.rows.map((row) => [row.id, findingCodes.filter((code) => row.codes.includes(code))] as const);
  return inOrderOf(ids, lists).map((codes) => codes ?? []);
}

export const findingsLoader = loaderOf(findingsOf);

/** How many organizations have a finding. */
export interface FindingCountRow {
  readonly code: FindingCode;
  readonly organizations: number;
}

/** The findings that stand on the day against living organizations under (and including) one, in the order of the vocabulary. One statement. */
export async function findingCounts(
  model: ReadModel,
  under: SeenId,
  moment: Moment,
): Promise<readonly FindingCountRow[]> {
  const found = await model.figures.query<{ code: string; organizations: string }>(
    `WITH asked AS (SELECT p.organization_id AS id FROM place p WHERE p.ancestor_id = $3 AND ${holds('p')})
     SELECT code, count(DISTINCT id) AS organizations FROM (${[OWN, ...DERIVED].join(' UNION ALL ')}) finding GROUP BY code`,
    [...clocks(moment), under],
  );
  const counts = new Map(found.rows.map(({ code, organizations }) => [code, Number(organizations)]));
  return findingCodes.flatMap((code) => {
    const organizations = counts.get(code);
    return organizations === undefined ? [] : [{ code, organizations }];
  });
}

/** The same of several; once for all fields of an operation that ask for the same. */
export const findingCountsLoader = loaderOf((model, ids: readonly SeenId[], moment) =>
  Promise.all(ids.map((id) => findingCounts(model, id, moment))),
);

/** The living organizations under (and including) one that have a finding on the day, by code, as far as whoever asks may see them. One statement. */
export async function organizationsWithFinding(
  model: ReadModel,
  asked: { readonly under: Subtree; readonly code: FindingCode },
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  const { first, after } = at.page;
  const values: unknown[] = [...clocks(at.moment), asked.under.id, asked.code, after ?? '', first + 1];
  const share = ownShare('p.organization_id', asked.under, (value) => `$${values.push(value)}`);
  const found = await model.figures.query<{ total: string; ids: SeenId[] }>(
    `WITH asked AS (SELECT p.organization_id AS id FROM place p WHERE p.ancestor_id = $3 AND ${holds('p')} ${share}),
       finding AS MATERIALIZED (SELECT DISTINCT id FROM (${derivedFrom[asked.code] ?? OWN}) any_finding WHERE code = $4)
     SELECT (SELECT count(*) FROM finding) AS total, ARRAY(SELECT id FROM finding WHERE id > $5 ORDER BY id LIMIT $6) AS ids`,
    values,
  );
  return listing(found.rows[0]?.ids ?? [], first, Number(found.rows[0]?.total ?? 0));
}
