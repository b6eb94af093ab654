import type { Sql } from '@zhibu/database';
import { pairsOf } from '../rating/rating-span.projection.ts';
import type { Subjects, View } from '../view.ts';

/**
 * The tally: how many living branches with which grade stand under whom, on any day, by the latest knowledge. What a
 * branch gives to it follows from its places and rating spans, so before these change it is taken back, and added
 * again after. A period's own track is tallied from the period's last day on: before it the grades stand since each
 * branch was opened, a day for every branch.
 */
export const dashboardView: View = {
  name: 'dashboard',
  tables: ['tally'],
  unit: 'register',
  takes: new Set(),
  retract: (sql, subjects) => tally(sql, subjects, -1),
  derive: (sql, subjects) => tally(sql, subjects, 1),
};

// A branch given without a scheme gives all that it has; with one, only its grades in that scheme. OFFSET 0 keeps each
// branch looked up by its key, whatever the planner believes of a table that grows by the second.
const SHARES = `
  WITH touched (branch, scheme) AS (SELECT branch COLLATE "C", scheme COLLATE "C" FROM unnest($1::text[], $2::text[]) AS t (branch, scheme)),
  stay AS MATERIALIZED (
    SELECT t.scheme AS asked, t.branch, p.ancestor_id, p.from_day, p.to_day FROM touched t CROSS JOIN LATERAL (
      SELECT ancestor_id, from_day, to_day FROM place
      WHERE organization_id = t.branch AND kind = 'branch' AND depth > 0 AND known_to = 'infinity' OFFSET 0) p),
  graded AS MATERIALIZED (
    SELECT t.branch, r.scheme, r.track, r.grade, r.from_day, r.to_day FROM touched t CROSS JOIN LATERAL (
      SELECT scheme, track, grade, to_day, CASE track WHEN '' THEN from_day ELSE greatest(from_day, make_date(track::integer, 12, 31)) END AS from_day
      FROM rating_span
      WHERE branch_id = t.branch AND (t.scheme IS NULL OR scheme = t.scheme) AND known_to = 'infinity' OFFSET 0) r),
  share AS (
    SELECT ancestor_id, '' AS scheme, '' AS track, '' AS grade, from_day, to_day FROM stay WHERE asked IS NULL
    UNION ALL
    SELECT s.ancestor_id, g.scheme, g.track, g.grade, greatest(s.from_day, g.from_day), least(s.to_day, g.to_day)
    FROM (SELECT DISTINCT branch, ancestor_id, from_day, to_day FROM stay) s JOIN graded g USING (branch)
    WHERE g.from_day < s.to_day AND s.from_day < g.to_day),
  step AS (
    SELECT ancestor_id, scheme, track, grade, from_day AS day, 1 AS delta FROM share
    UNION ALL
    SELECT ancestor_id, scheme, track, grade, to_day, -1 FROM share WHERE to_day < 'infinity')
  INSERT INTO tally AS known (organization_id, scheme, track, grade, day, delta)
  SELECT ancestor_id, scheme, track, grade, day, $3::integer * sum(delta) FROM step
  GROUP BY ancestor_id, scheme, track, grade, day HAVING sum(delta) <> 0
  ON CONFLICT (organization_id, scheme, track, grade, day) DO UPDATE SET delta = known.delta + EXCLUDED.delta`;

async function tally(sql: Sql, { placed, rated }: Subjects, sign: 1 | -1): Promise<void> {
  const [branches, schemes] = pairsOf(new Map([...rated].filter(([branch]) => !placed.has(branch))));
  const touched = [[...placed, ...branches], [...[...placed].map(() => null), ...schemes]];
  if (placed.size + branches.length > 0) await sql.query(SHARES, [...touched, sign]);
}
