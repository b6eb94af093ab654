import type { Sql } from '@zhibu/database';
import { pairsOf } from '../rating/rating-span.projection.ts';
import type { Subjects, View } from '../view.ts';

/**
 * The tally: how many living branches with which grade stand under whom, on any day, by the latest knowledge. What a
 * branch gives to it follows from its places and rating spans, so before these change it is taken back, and added
 * again after.
 */
export const dashboardView: View = {
  name: 'dashboard',
  tables: ['tally'],
  unit: 'register',
  retract: (sql, subjects) => tally(sql, subjects, -1),
  derive: (sql, subjects) => tally(sql, subjects, 1),
};

// A branch given without a scheme gives all that it has; with one, only its grades in that scheme.
const SHARES = `
  WITH touched (branch, scheme) AS (SELECT branch COLLATE "C", scheme COLLATE "C" FROM unnest($1::text[], $2::text[]) AS t (branch, scheme)),
  stay AS (
    SELECT t.scheme AS asked, p.organization_id, p.ancestor_id, p.from_day, p.to_day FROM touched t
    JOIN place p ON p.organization_id = t.branch AND p.kind = 'branch' AND p.depth > 0 AND p.known_to = 'infinity'),
  share AS (
    SELECT ancestor_id, '' AS scheme, '' AS track, '' AS grade, from_day, to_day FROM stay WHERE asked IS NULL
    UNION ALL
    SELECT s.ancestor_id, r.scheme, r.track, r.grade, greatest(s.from_day, r.from_day), least(s.to_day, r.to_day) FROM stay s
    JOIN rating_span r ON r.branch_id = s.organization_id AND (s.asked IS NULL OR r.scheme = s.asked) AND r.known_to = 'infinity'
      AND r.from_day < s.to_day AND s.from_day < r.to_day),
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
