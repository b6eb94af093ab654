// The tallies as SQL, in parts of one statement: what branches give to them (`share`), what of it is new (`changed`), and
// how that is added.
import { BRANCHES, type Series } from './series.ts';

/** Equal rectangles of branches, or of what is counted of them, as one. Known by the second: what was known within a single one comes to nothing. */
const shareFrom = (rectangles: string): string => `
  share AS MATERIALIZED (
    SELECT ancestor_id, series, value, from_day, to_day, since::text, until::text, count(*) AS branches FROM (
      SELECT ancestor_id, series, value, from_day, to_day, date_trunc('second', known_from) AS since, date_trunc('second', known_to) AS until
      FROM (${rectangles}) rectangle) known
    WHERE since < until GROUP BY ancestor_id, series, value, from_day, to_day, since, until)`;

const SHARED = `greatest(s.from_day, g.from_day), least(s.to_day, g.to_day), greatest(s.known_from, g.known_from), least(s.known_to, g.known_to)`;
const OVERLAP =
  'g.from_day < s.to_day AND s.from_day < g.to_day AND g.known_from < s.known_to AND s.known_from < g.known_to';

const IS_BRANCH = `s.kind = 'branch'`;

const rectanglesOf = (living: string, all: readonly Series[]): string =>
  [
    `SELECT ancestor_id, '${BRANCHES}' AS series, '' AS value, from_day, to_day, known_from, known_to FROM ${living}`,
    ...all.map(
      ({ ofEveryKind }, index) =>
        `SELECT s.ancestor_id, g.series, g.value, ${SHARED} FROM stay s JOIN ${nameOf(index)} g USING (branch) WHERE ${OVERLAP}${ofEveryKind === true ? '' : ` AND ${IS_BRANCH}`}`,
    ),
  ].join(' UNION ALL ');

const nameOf = (index: number): string => `given_${index}`;

const spansOf = ({ table, branch, series, value, from }: Series): string =>
  `SELECT ctid AS row, ${branch} AS branch, ${series} AS series, ${value} AS value, ${from} AS from_day, to_day, known_from, known_to FROM ${table}`;

// OFFSET 0 keeps each looked up by its key, whatever the planner believes of a table that grows by the second.
const touchedSpans = (one: Series, index: number): string => `
  ${nameOf(index)} AS MATERIALIZED (
    SELECT g.* FROM unnest($${index + 2}::text[]) AS t (subject) CROSS JOIN LATERAL (${spansOf(one)} WHERE ${one.ofSubject} OFFSET 0) g
    UNION
    SELECT g.* FROM whole t CROSS JOIN LATERAL (${spansOf(one)} WHERE ${one.branch} = t.branch OFFSET 0) g)`;

/** Of the organizations $1 all that they have; of each series, from $2 on, its subjects. */
export const sharesOfTouched = (all: readonly Series[]): string => `
  whole (branch) AS (SELECT branch COLLATE "C" FROM unnest($1::text[]) AS t (branch)),
  ${all.map((one, index) => `${touchedSpans(one, index)},`).join('')}
  stay AS MATERIALIZED (
    SELECT t.whole, t.branch, p.* FROM (
      SELECT branch, bool_or(is_whole) AS whole FROM (
        SELECT branch, true AS is_whole FROM whole
        ${all.map((_, index) => `UNION ALL SELECT branch, false FROM ${nameOf(index)}`).join(' ')}) named GROUP BY branch) t CROSS JOIN LATERAL (
      SELECT ancestor_id, kind, from_day, to_day, known_from, known_to FROM place
      WHERE organization_id = t.branch AND wide OFFSET 0) p),
  ${shareFrom(rectanglesOf(`stay s WHERE whole AND ${IS_BRANCH}`, all))}`;

/** The columns of a share, which {@link changedShares} takes back as arrays. */
export const SHARE_COLUMNS = {
  ancestor_id: 'text',
  series: 'text',
  value: 'text',
  from_day: 'date',
  to_day: 'date',
  since: 'text',
  until: 'text',
  branches: 'bigint',
} as const;

/** What the shares of the touched are now, less the columns of the shares, from $`first` on, that they were before. */
export function changedShares(first: number): string {
  const names = Object.keys(SHARE_COLUMNS).join(', ');
  const arrays = Object.values(SHARE_COLUMNS)
    .map((type, index) => `$${first + index}::${type}[]`)
    .join(', ');
  return `
  changed AS MATERIALIZED (
    SELECT ancestor_id, series, value, from_day, to_day, since::timestamptz, until::timestamptz, sum(branches)::integer AS branches FROM (
      SELECT * FROM share
      UNION ALL
      SELECT ancestor_id, series, value, from_day, to_day, since, until, -branches FROM unnest(${arrays}) AS was (${names})) both_sides
    GROUP BY ancestor_id, series, value, from_day, to_day, since, until HAVING sum(branches) <> 0)`;
}

/** Of all branches, as if nothing were tallied yet. */
export const sharesOfAll = (all: readonly Series[]): string => `
  stay AS NOT MATERIALIZED (
    SELECT organization_id AS branch, ancestor_id, kind, from_day, to_day, known_from, known_to FROM place WHERE wide),
  ${all.map((one, index) => `${nameOf(index)} AS NOT MATERIALIZED (${spansOf(one)}),`).join(' ')}
  ${shareFrom(rectanglesOf(`stay s WHERE ${IS_BRANCH}`, all))},
  changed AS NOT MATERIALIZED (
    SELECT ancestor_id, series, value, from_day, to_day, since::timestamptz, until::timestamptz, branches::integer FROM share)`;

/**
 * Adds what changed. A rectangle is what lies past its lower corner, less what lies past either side, and again what lies
 * past both; one that was known within a single day comes to nothing there.
 */
export const MAKE_UP = `
  latest AS (
    INSERT INTO tally AS known (organization_id, series, span, day, value, delta)
    SELECT ancestor_id, series, s.span, date_trunc(s.span, d.day)::date AS first, value, sum(branches * d.delta)
    FROM changed CROSS JOIN LATERAL (VALUES (from_day, 1), (to_day, -1)) AS d (day, delta) CROSS JOIN (VALUES ('year'), ('day')) AS s (span)
    WHERE until = 'infinity' AND d.day < 'infinity'
    GROUP BY ancestor_id, series, s.span, first, value HAVING sum(branches * d.delta) <> 0
    ORDER BY ancestor_id, series, s.span, first, value
    ON CONFLICT (organization_id, series, span, day, value) DO UPDATE SET delta = known.delta + EXCLUDED.delta),
  corner AS MATERIALIZED (
    SELECT ancestor_id, series, value, d.day, l.span, k.learned, sum(branches * d.delta * k.delta) AS delta FROM changed
    CROSS JOIN LATERAL (VALUES (from_day, 1), (to_day, -1)) AS d (day, delta)
    CROSS JOIN LATERAL (VALUES ('second', since, until), ('day', date_trunc('day', since), date_trunc('day', until))) AS l (span, since, until)
    CROSS JOIN LATERAL (VALUES (l.since, 1), (l.until, -1)) AS k (learned, delta)
    WHERE d.day < 'infinity' AND k.learned < 'infinity' AND l.since < l.until
    GROUP BY ancestor_id, series, value, d.day, l.span, k.learned)
  INSERT INTO known_tally AS known (organization_id, series, span, days, learned, day, value, delta)
  SELECT ancestor_id, series, span, s.days, learned, date_trunc(s.days, day)::date AS first, value, sum(delta)
  FROM corner CROSS JOIN (VALUES ('year'), ('day')) AS s (days)
  GROUP BY ancestor_id, series, span, s.days, learned, first, value HAVING sum(delta) <> 0
  ORDER BY ancestor_id, series, span, s.days, learned, first, value
  ON CONFLICT (organization_id, series, span, days, learned, day, value) DO UPDATE SET delta = known.delta + EXCLUDED.delta`;
