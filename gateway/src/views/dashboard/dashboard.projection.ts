import type { Sql } from '@zhibu/database';
import { pairsOf } from '../rating/rating-span.projection.ts';
import type { Subjects, View } from '../view.ts';

/**
 * The tallies of provinces, cities and work committees: how many living branches with which grade stand under them, on
 * any day, by the latest knowledge and over both clocks. What a branch gives to them follows from its places and rating
 * spans, so before these change it is taken back, and added again after. A period's own track is tallied from the
 * period's last day on: before it the grades stand since each branch was opened, a day for every branch.
 */
export const dashboardView: View = {
  name: 'dashboard',
  tables: ['tally', 'known_tally'],
  unit: 'register',
  takes: new Set(),
  retract: (sql, subjects) => tally(sql, subjects, -1),
  derive: (sql, subjects) => tally(sql, subjects, 1),
};

// A branch given without a scheme gives all that it has; with one, only its grades in that scheme. OFFSET 0 keeps each
// branch looked up by its key, whatever the planner believes of a table that grows by the second.
const TALLIES = `
  WITH touched (branch, scheme) AS (SELECT branch COLLATE "C", scheme COLLATE "C" FROM unnest($1::text[], $2::text[]) AS t (branch, scheme)),
  stay AS MATERIALIZED (
    SELECT t.whole, t.branch, p.* FROM (SELECT branch, bool_or(scheme IS NULL) AS whole FROM touched GROUP BY branch) t CROSS JOIN LATERAL (
      SELECT ancestor_id, from_day, to_day, known_from, known_to FROM place
      WHERE organization_id = t.branch AND kind = 'branch' AND wide OFFSET 0) p),
  graded AS MATERIALIZED (
    SELECT t.branch, r.* FROM touched t CROSS JOIN LATERAL (
      SELECT scheme, track, grade, CASE track WHEN '' THEN from_day ELSE greatest(from_day, make_date(track::integer, 12, 31)) END AS from_day,
        to_day, known_from, known_to FROM rating_span
      WHERE branch_id = t.branch AND (t.scheme IS NULL OR scheme = t.scheme) OFFSET 0) r),
  share AS MATERIALIZED (
    SELECT ancestor_id, '' AS scheme, '' AS track, '' AS grade, from_day, to_day, known_from, known_to FROM stay WHERE whole
    UNION ALL
    SELECT s.ancestor_id, g.scheme, g.track, g.grade, greatest(s.from_day, g.from_day), least(s.to_day, g.to_day),
      greatest(s.known_from, g.known_from), least(s.known_to, g.known_to)
    FROM stay s JOIN graded g USING (branch)
    WHERE g.from_day < s.to_day AND s.from_day < g.to_day AND g.known_from < s.known_to AND s.known_from < g.known_to),
  -- A rectangle is what lies past its lower corner, less what lies past either side, and again what lies past both; one
  -- that was known within a single day, or second, comes to nothing there.
  corner AS MATERIALIZED (
    SELECT ancestor_id, scheme, track, grade, d.day, l.span, k.learned, sum($3::integer * d.delta * k.delta) AS delta FROM share
    CROSS JOIN LATERAL (VALUES (from_day, 1), (to_day, -1)) AS d (day, delta)
    CROSS JOIN LATERAL (SELECT span, date_trunc(span, known_from) AS since, date_trunc(span, known_to) AS until FROM (VALUES ('day'), ('second')) AS s (span)) l
    CROSS JOIN LATERAL (VALUES (l.since, 1), (l.until, -1)) AS k (learned, delta)
    WHERE d.day < 'infinity' AND k.learned < 'infinity' AND l.since < l.until
    GROUP BY ancestor_id, scheme, track, grade, d.day, l.span, k.learned),
  latest AS (
    INSERT INTO tally AS known (organization_id, scheme, track, span, day, grade, delta)
    SELECT ancestor_id, scheme, track, s.span, date_trunc(s.span, day)::date AS first, grade, sum(delta)
    FROM corner CROSS JOIN (VALUES ('year'), ('day')) AS s (span) WHERE corner.span = 'day'
    GROUP BY ancestor_id, scheme, track, s.span, first, grade HAVING sum(delta) <> 0
    ON CONFLICT (organization_id, scheme, track, span, day, grade) DO UPDATE SET delta = known.delta + EXCLUDED.delta)
  INSERT INTO known_tally AS known (organization_id, scheme, track, span, learned, day, grade, delta)
  SELECT ancestor_id, scheme, track, span, learned, day, grade, delta FROM corner WHERE delta <> 0
  ON CONFLICT (organization_id, scheme, track, span, learned, day, grade) DO UPDATE SET delta = known.delta + EXCLUDED.delta`;

async function tally(sql: Sql, { placed, rated }: Subjects, sign: 1 | -1): Promise<void> {
  const [branches, schemes] = pairsOf(new Map([...rated].filter(([branch]) => !placed.has(branch))));
  if (placed.size + branches.length === 0) return;
  const touched = [[...placed, ...branches], [...[...placed].map(() => null), ...schemes], sign];
  await sql.query(TALLIES, touched);
}
