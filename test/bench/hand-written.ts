import type { Sql } from '@zhibu/database';
import { PROVINCE } from './facts.ts';

/** A day, and an instant where the question is what was known at it. */
export interface When {
  readonly asOf: string;
  readonly knownAt?: string;
}

const GRADES = 'rating classification';

// The best that we can write by hand for just these questions over the same tables: the dashboard of a province with
// each of its cities in one statement, a page of branches and its total in two.
const holds = (row: string, { asOf, knownAt }: When): string => {
  const known =
    knownAt === undefined
      ? `${row}.known_to = 'infinity'`
      : `${row}.known_from <= '${knownAt}' AND ${row}.known_to > '${knownAt}'`;
  return `${row}.from_day <= '${asOf}' AND ${row}.to_day > '${asOf}' AND ${known}`;
};
const cities = (when: When): string =>
  `SELECT organization_id FROM place c WHERE ancestor_id = '${PROVINCE}' AND depth = 1 AND ${holds('c', when)}`;

/** Living branches of the province and of each city, with their grades in one scheme. */
export async function dashboardByHand(sql: Sql, when: When): Promise<void> {
  const who = `who AS MATERIALIZED (SELECT '${PROVINCE}' AS id UNION ALL ${cities(when)})`;
  const summed = (
    which: string,
  ): string => `SELECT id, series, value, sum(delta) FROM who CROSS JOIN (VALUES ('branches'), ('${GRADES}')) s (series)
    CROSS JOIN LATERAL (${which}) t GROUP BY id, series, value`;
  if (when.knownAt === undefined) {
    await sql.query(`WITH ${who} ${summed(latest('organization_id = id AND series = s.series', when))}`);
    return;
  }
  await sql.query(`WITH ${who}, ${learnedMeanwhile(when)} ${summed(known('organization_id = id AND series = s.series', when))}
    UNION ALL SELECT p.ancestor_id, 'now', r.grade, count(*) ${changedIn('= ANY (ARRAY(SELECT id FROM who))', when)} GROUP BY p.ancestor_id, r.grade
    UNION ALL SELECT p.ancestor_id, 'before', r.grade, count(*) ${changedIn('= ANY (ARRAY(SELECT id FROM who))', when, before)} GROUP BY p.ancestor_id, r.grade`);
}

const second = ({ knownAt }: When): string => `date_trunc('second', timestamptz '${knownAt}')`;
const before = (row: string, when: When): string =>
  `${row}.from_day <= '${when.asOf}' AND ${row}.to_day > '${when.asOf}' AND ${row}.known_from < ${second(when)} AND ${row}.known_to >= ${second(when)}`;

const latest = (
  of: string,
  { asOf }: When,
): string => `SELECT value, delta FROM tally WHERE ${of} AND span = 'year' AND day < '${asOf.slice(0, 4)}-01-01'
  UNION ALL SELECT value, delta FROM tally WHERE ${of} AND span = 'day' AND day BETWEEN '${asOf.slice(0, 4)}-01-01' AND '${asOf}'`;
const known = (of: string, when: When): string => `
  ${[
    `span = 'day' AND learned < '${when.knownAt?.slice(0, 10)}'`,
    `span = 'second' AND learned >= '${when.knownAt?.slice(0, 10)}' AND learned < ${second(when)}`,
  ]
    .flatMap((learned) => [
      `${learned} AND days = 'year' AND day < '${when.asOf.slice(0, 4)}-01-01'`,
      `${learned} AND days = 'day' AND day BETWEEN '${when.asOf.slice(0, 4)}-01-01' AND '${when.asOf}'`,
    ])
    .map((part) => `SELECT value, delta FROM known_tally WHERE ${of} AND ${part}`)
    .join(' UNION ALL ')}`;

// The tally over both clocks has whole seconds: what was learned within the instant's own comes branch by branch.
const learnedMeanwhile = (when: When): string => `changed AS MATERIALIZED (
  SELECT organization_id AS branch FROM place WHERE known_from BETWEEN ${second(when)} AND '${when.knownAt}'
  UNION SELECT branch_id FROM rating_span WHERE known_from BETWEEN ${second(when)} AND '${when.knownAt}' AND scheme = 'classification' AND track = '')`;
const changedIn = (
  which: string,
  when: When,
  held = holds,
): string => `FROM changed JOIN place p ON p.organization_id = changed.branch AND p.ancestor_id ${which}
    AND p.kind = 'branch' AND ${held('p', when)}
  LEFT JOIN rating_span r ON r.branch_id = p.organization_id AND r.scheme = 'classification' AND r.track = '' AND ${held('r', when)}`;

/** Twenty branches with a grade after a code, and how many there are. */
export async function branchesByHand(
  sql: Sql,
  when: When,
  { grade, after }: { readonly grade: string; readonly after: string },
): Promise<void> {
  const graded = `FROM rating_span r JOIN place p ON p.organization_id = r.branch_id AND p.ancestor_id = '${PROVINCE}' AND ${holds('p', when)}
    WHERE r.scheme = 'classification' AND r.track = '' AND r.grade = '${grade}' AND ${holds('r', when)}`;
  await sql.query(`SELECT r.branch_id ${graded} AND r.branch_id > '${after}' ORDER BY r.branch_id LIMIT 21`);
  if (when.knownAt === undefined) {
    await sql.query(
      `SELECT sum(delta) FROM (${latest(`organization_id = '${PROVINCE}' AND series = '${GRADES}' AND value = '${grade}'`, when)}) t`,
    );
    return;
  }
  await sql.query(`WITH ${learnedMeanwhile(when)}
    SELECT sum(delta) FROM (${known(`organization_id = '${PROVINCE}' AND series = '${GRADES}' AND value = '${grade}'`, when)}) t
    UNION ALL SELECT count(*) ${changedIn(`= '${PROVINCE}'`, when)} WHERE r.grade = '${grade}'
    UNION ALL SELECT -count(*) ${changedIn(`= '${PROVINCE}'`, when, before)} WHERE r.grade = '${grade}'`);
}

/** How many problems of living branches are open, overdue, closed and reopened. */
export async function problemsByHand(sql: Sql, when: When): Promise<void> {
  const of = `organization_id = '${PROVINCE}' AND series = 'problem'`;
  if (when.knownAt === undefined) {
    await sql.query(`SELECT value, sum(delta) FROM (${latest(of, when)}) t GROUP BY value`);
    return;
  }
  const changed = (
    held: typeof holds,
  ): string => `FROM problem_span s JOIN place p ON p.organization_id = s.organization_id AND p.ancestor_id = '${PROVINCE}' AND p.kind = 'branch'
    AND ${held('p', when)} WHERE ${held('s', when)} AND s.key IN (SELECT key FROM changed) GROUP BY s.counted`;
  await sql.query(`WITH changed AS MATERIALIZED (
      SELECT key FROM problem_step WHERE recorded_at BETWEEN ${second(when)} AND '${when.knownAt}'
      UNION SELECT key FROM problem_span WHERE organization_id IN (SELECT organization_id FROM place WHERE known_from BETWEEN ${second(when)} AND '${when.knownAt}'))
    SELECT value, sum(delta) FROM (${known(of, when)}) t GROUP BY value
    UNION ALL SELECT s.counted, count(*) ${changed(holds)} UNION ALL SELECT s.counted, -count(*) ${changed(before)}`);
}
