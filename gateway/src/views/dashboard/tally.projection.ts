// The tallies as SQL, in parts of one statement: what branches give to them (`share`), what of it is new (`changed`), and
// how that is added.

/** Under this track, in no scheme, problems are tallied, in place of a grade by what is counted of them. */
export const PROBLEMS_TRACK = 'problems';

const PERIODS_FROM = "CASE track WHEN '' THEN from_day ELSE greatest(from_day, make_date(track::integer, 12, 31)) END";

/** Equal rectangles of branches, or of problems, as one. Known by the second: what was known within a single one comes to nothing. */
const shareFrom = (rectangles: string): string => `
  share AS MATERIALIZED (
    SELECT ancestor_id, scheme, track, grade, from_day, to_day, since::text, until::text, count(*) AS branches FROM (
      SELECT ancestor_id, scheme, track, grade, from_day, to_day, date_trunc('second', known_from) AS since, date_trunc('second', known_to) AS until
      FROM (${rectangles}) rectangle) known
    WHERE since < until GROUP BY ancestor_id, scheme, track, grade, from_day, to_day, since, until)`;

const PROBLEM_SPANS =
  '(SELECT problem_id, branch_id AS branch, counted, from_day, to_day, known_from, known_to FROM problem_span) span';

const SHARED = `greatest(s.from_day, g.from_day), least(s.to_day, g.to_day), greatest(s.known_from, g.known_from), least(s.known_to, g.known_to)`;
const OVERLAP =
  'g.from_day < s.to_day AND s.from_day < g.to_day AND g.known_from < s.known_to AND s.known_from < g.known_to';

const rectanglesOf = (living: string): string => `
  SELECT ancestor_id, '' AS scheme, '' AS track, '' AS grade, from_day, to_day, known_from, known_to FROM ${living}
  UNION ALL
  SELECT s.ancestor_id, g.scheme, g.track, g.grade, ${SHARED} FROM stay s JOIN graded g USING (branch) WHERE ${OVERLAP}
  UNION ALL
  SELECT s.ancestor_id, '', '${PROBLEMS_TRACK}', g.counted, ${SHARED} FROM stay s JOIN problem g USING (branch) WHERE ${OVERLAP}`;

/**
 * Of the branches $1, each in its scheme $2; a branch given without one gives all that it has. Of the problems $3. OFFSET 0
 * keeps each looked up by its key, whatever the planner believes of a table that grows by the second.
 */
export const SHARES_OF_TOUCHED = `
  touched (branch, scheme) AS (SELECT branch COLLATE "C", scheme COLLATE "C" FROM unnest($1::text[], $2::text[]) AS t (branch, scheme)),
  problem AS MATERIALIZED (
    SELECT g.* FROM unnest($3::uuid[]) AS t (problem) CROSS JOIN LATERAL (SELECT * FROM ${PROBLEM_SPANS} WHERE problem_id = t.problem OFFSET 0) g
    UNION
    SELECT g.* FROM touched t CROSS JOIN LATERAL (SELECT * FROM ${PROBLEM_SPANS} WHERE branch = t.branch OFFSET 0) g WHERE t.scheme IS NULL),
  stay AS MATERIALIZED (
    SELECT t.whole, t.branch, p.* FROM (
      SELECT branch, bool_or(whole) AS whole FROM (
        SELECT branch, scheme IS NULL AS whole FROM touched UNION ALL SELECT branch, false FROM problem) given GROUP BY branch) t CROSS JOIN LATERAL (
      SELECT ancestor_id, from_day, to_day, known_from, known_to FROM place
      WHERE organization_id = t.branch AND kind = 'branch' AND wide OFFSET 0) p),
  graded AS MATERIALIZED (
    SELECT t.branch, r.* FROM touched t CROSS JOIN LATERAL (
      SELECT scheme, track, grade, ${PERIODS_FROM} AS from_day, to_day, known_from, known_to FROM rating_span
      WHERE branch_id = t.branch AND (t.scheme IS NULL OR scheme = t.scheme) OFFSET 0) r),
  ${shareFrom(rectanglesOf('stay WHERE whole'))}`;

/** What the shares of the touched are now, less the columns of shares $4 to $12 that they were before. */
export const CHANGED_SHARES = `
  changed AS MATERIALIZED (
    SELECT ancestor_id, scheme, track, grade, from_day, to_day, since::timestamptz, until::timestamptz, sum(branches)::integer AS branches FROM (
      SELECT * FROM share
      UNION ALL
      SELECT ancestor_id, scheme, track, grade, from_day, to_day, since, until, -branches
      FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::date[], $10::text[], $11::text[], $12::bigint[])
        AS was (ancestor_id, scheme, track, grade, from_day, to_day, since, until, branches)) both_sides
    GROUP BY ancestor_id, scheme, track, grade, from_day, to_day, since, until HAVING sum(branches) <> 0)`;

/** Of all branches, as if nothing were tallied yet. */
export const SHARES_OF_ALL = `
  stay AS NOT MATERIALIZED (
    SELECT organization_id AS branch, ancestor_id, from_day, to_day, known_from, known_to FROM place WHERE kind = 'branch' AND wide),
  graded AS NOT MATERIALIZED (
    SELECT branch_id AS branch, scheme, track, grade, ${PERIODS_FROM} AS from_day, to_day, known_from, known_to FROM rating_span),
  problem AS NOT MATERIALIZED (SELECT * FROM ${PROBLEM_SPANS}),
  ${shareFrom(rectanglesOf('stay'))},
  changed AS NOT MATERIALIZED (
    SELECT ancestor_id, scheme, track, grade, from_day, to_day, since::timestamptz, until::timestamptz, branches::integer FROM share)`;

/**
 * Adds what changed. A rectangle is what lies past its lower corner, less what lies past either side, and again what lies
 * past both; one that was known within a single day comes to nothing there.
 */
export const MAKE_UP = `
  latest AS (
    INSERT INTO tally AS known (organization_id, scheme, track, span, day, grade, delta)
    SELECT ancestor_id, scheme, track, s.span, date_trunc(s.span, d.day)::date AS first, grade, sum(branches * d.delta)
    FROM changed CROSS JOIN LATERAL (VALUES (from_day, 1), (to_day, -1)) AS d (day, delta) CROSS JOIN (VALUES ('year'), ('day')) AS s (span)
    WHERE until = 'infinity' AND d.day < 'infinity'
    GROUP BY ancestor_id, scheme, track, s.span, first, grade HAVING sum(branches * d.delta) <> 0
    ORDER BY ancestor_id, scheme, track, s.span, first, grade
    ON CONFLICT (organization_id, scheme, track, span, day, grade) DO UPDATE SET delta = known.delta + EXCLUDED.delta),
  corner AS MATERIALIZED (
    SELECT ancestor_id, scheme, track, grade, d.day, l.span, k.learned, sum(branches * d.delta * k.delta) AS delta FROM changed
    CROSS JOIN LATERAL (VALUES (from_day, 1), (to_day, -1)) AS d (day, delta)
    CROSS JOIN LATERAL (VALUES ('second', since, until), ('day', date_trunc('day', since), date_trunc('day', until))) AS l (span, since, until)
    CROSS JOIN LATERAL (VALUES (l.since, 1), (l.until, -1)) AS k (learned, delta)
    WHERE d.day < 'infinity' AND k.learned < 'infinity' AND l.since < l.until
    GROUP BY ancestor_id, scheme, track, grade, d.day, l.span, k.learned)
  INSERT INTO known_tally AS known (organization_id, scheme, track, span, days, learned, day, grade, delta)
  SELECT ancestor_id, scheme, track, span, s.days, learned, date_trunc(s.days, day)::date AS first, grade, sum(delta)
  FROM corner CROSS JOIN (VALUES ('year'), ('day')) AS s (days)
  GROUP BY ancestor_id, scheme, track, span, s.days, learned, first, grade HAVING sum(delta) <> 0
  ORDER BY ancestor_id, scheme, track, span, s.days, learned, first, grade
  ON CONFLICT (organization_id, scheme, track, span, days, learned, day, grade) DO UPDATE SET delta = known.delta + EXCLUDED.delta`;
