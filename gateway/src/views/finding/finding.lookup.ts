import { type FindingCode, findingCodes } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { clocks, factOf, holds, inOrderOf, listing, type Listing, type Moment, type Page } from '../moment.ts';

// Each of these answers, for the living organizations in `asked (id)`, who has which finding at the moment.

const OWN = `SELECT s.organization_id AS id, s.code FROM asked a JOIN finding_span s ON s.organization_id = a.id AND ${holds('s')}`;

/** 机关条例: the members of all living branches under a unit, and whether it has what so many members need. */
const OF_UNITS = `
  SELECT id, CASE WHEN members >= 100 THEN 'organ-committee-missing' ELSE 'general-branch-missing' END AS code
  FROM (
    SELECT a.id, sum(coalesce((membership.value ->> 'full')::integer + (membership.value ->> 'probationary')::integer, 0)) AS members,
      coalesce(bool_or(p.kind = 'organ-committee'), false) AS committee, coalesce(bool_or(p.kind = 'general-branch'), false) AS general
    FROM asked a JOIN organization o ON o.id = a.id AND o.kind = 'unit'
    JOIN place p ON p.ancestor_id = a.id AND p.depth > 0 AND ${holds('p')} ${factOf("CASE WHEN p.kind = 'branch' THEN p.organization_id END", 'membership')}
    GROUP BY a.id) unit
  WHERE members >= 50 AND NOT committee AND (members >= 100 OR NOT general)`;

const OF_PARENTS = `
  SELECT a.id, 'parent-dissolved' AS code FROM asked a ${factOf('a.id', 'parent')}
  WHERE EXISTS (SELECT FROM organization_fact f WHERE f.organization_id = parent.value #>> '{}' AND f.aspect = 'life'
    AND f.recorded_at <= $2::timestamptz AND (f.value = '"cancelled"' OR f.value = '"dissolved"' AND f.effective_on <= $1::date))`;

/**
 * The findings that stand on the day against living organizations, own and derived from other streams, in the order of
 * the ids; each list in the order of the vocabulary. One statement whatever the number of ids.
 */
export async function findingsOf(
  model: ReadModel,
  ids: readonly string[],
  moment: Moment,
): Promise<readonly (readonly FindingCode[])[]> {
  const found = await model.sql.query<{ id: string; codes: string[] }>(
    `WITH asked AS (SELECT p.organization_id AS id FROM place p WHERE p.organization_id = ANY($3) AND p.depth = 0 AND ${holds('p')})
     SELECT id, array_agg(DISTINCT code) AS codes FROM (${OWN} UNION ALL ${OF_UNITS} UNION ALL ${OF_PARENTS}) finding GROUP BY id`,
    [...clocks(moment), ids],
  );
  const lists = found.rows.map((row) => [row.id, findingCodes.filter((code) => row.codes.includes(code))] as const);
  return inOrderOf(ids, lists).map((codes) => codes ?? []);
}

export const findingsLoader = loaderOf(findingsOf);

const derivedFrom: Partial<Record<FindingCode, string>> = {
  'general-branch-missing': OF_UNITS,
  'organ-committee-missing': OF_UNITS,
  'parent-dissolved': OF_PARENTS,
};

/** The living organizations under (and including) one that have a finding on the day, by code. One statement. */
export async function organizationsWithFinding(
  model: ReadModel,
  asked: { readonly under: string; readonly code: FindingCode },
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  const { first, after } = at.page;
  const found = await model.sql.query<{ total: string; ids: string[] }>(
    `WITH asked AS (SELECT p.organization_id AS id FROM place p WHERE p.ancestor_id = $3 AND ${holds('p')}),
       finding AS MATERIALIZED (SELECT DISTINCT id FROM (${derivedFrom[asked.code] ?? OWN}) any_finding WHERE code = $4)
     SELECT (SELECT count(*) FROM finding) AS total, ARRAY(SELECT id FROM finding WHERE id > $5 ORDER BY id LIMIT $6) AS ids`,
    [...clocks(at.moment), asked.under, asked.code, after ?? '', first + 1],
  );
  return listing(found.rows[0]?.ids ?? [], first, Number(found.rows[0]?.total ?? 0));
}
