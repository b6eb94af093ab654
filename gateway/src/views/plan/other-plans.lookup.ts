import { loaderOf } from '../../request/loaders.ts';
import { clocks, holds, inOrderOf } from '../moment.ts';

/** A plan, by whose and of which year it is. */
export interface PlanNamed {
  readonly bodyId: string;
  readonly year: string;
}

/**
 * The keys of the plans whose items may be offered for joining with those of a plan: of the bodies above and below its own,
 * for no others inspect the same units, of its year and the years beside. One statement.
 */
export const otherPlansLoader = loaderOf(async (model, asked: readonly PlanNamed[], moment) => {
  const { rows } = await model.sql.query<{ readonly body: string; readonly year: string; readonly keys: string[] }>(
    `SELECT k.body, k.year, array_agg(DISTINCT s.key ORDER BY s.key) AS keys
     FROM unnest($3::text[], $4::text[]) AS k (body, year)
       JOIN place p ON (p.organization_id = k.body OR p.ancestor_id = k.body) AND p.depth > 0 AND ${holds('p')}
       JOIN plan_step s ON s.organization_id = CASE WHEN p.organization_id = k.body THEN p.ancestor_id ELSE p.organization_id END
         AND split_part(s.key, ' ', 2)::integer BETWEEN k.year::integer - 1 AND k.year::integer + 1
     WHERE s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz GROUP BY k.body, k.year`,
    [...clocks(moment), asked.map(({ bodyId }) => bodyId), asked.map(({ year }) => year)],
  );
  const found = inOrderOf(
    asked.map(({ bodyId, year }) => `${bodyId} ${year}`),
    rows.map(({ body, year, keys }) => [`${body} ${year}`, keys] as const),
  );
  return found.map((keys): readonly string[] => keys ?? []);
});

/** Whom each organization stands under. One statement. */
export const aboveLoader = loaderOf(async (model, ids: readonly string[], moment) => {
  const { rows } = await model.sql.query<{ readonly id: string; readonly above: string[] }>(
    `SELECT p.organization_id AS id, array_agg(p.ancestor_id) AS above FROM place p
     WHERE p.organization_id = ANY($3) AND p.depth > 0 AND ${holds('p')} GROUP BY 1`,
    [...clocks(moment), ids],
  );
  const found = inOrderOf(
    ids,
    rows.map(({ id, above }) => [id, new Set(above)] as const),
  );
  return found.map((above): ReadonlySet<string> => above ?? new Set());
});
