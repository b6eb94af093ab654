import { lastDayOf } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { clocks, holds, type Moment } from '../moment.ts';
import { WIDE_KINDS } from '../organization/place.projection.ts';

/** How many living branches, and how many of them with each grade. */
export interface Counts {
  readonly branches: number;
  readonly grades: ReadonlyMap<string, number>;
}

export interface Counted {
  readonly moment: Moment;
  readonly scheme: string;
  /** '' the grades in force, or a period. */
  readonly track: string;
  /** Nobody asks how many branches there are, graded or not. */
  readonly gradesOnly?: boolean;
}

/**
 * Living branches under each organization (itself, where it is a branch), and their grades in a scheme: of those with
 * very many branches by the tallies, of others branch by branch. At most two statements.
 */
export async function countsOf(model: ReadModel, organizationIds: readonly string[], asked: Counted): Promise<ReadonlyMap<string, Counts>> {
  const { moment, scheme, track } = asked;
  if (organizationIds.length === 0) return new Map();
  const values = [...clocks(moment), organizationIds, scheme, track];
  // A period's grades are tallied from its last day on.
  const tallied = track === '' || moment.asOf >= lastDayOf(track);
  const wide = tallied ? await byTallies(model, moment, [...values, [...WIDE_KINDS], asked.gradesOnly === true]) : [];
  const known = new Set(wide.map(({ id }) => id));
  const narrow = organizationIds.filter((id) => !known.has(id));
  const counted = narrow.length === 0 ? [] : (await model.sql.query<CountRow>(BY_SPANS, [...clocks(moment), narrow, scheme, track])).rows;
  return summed([...wide, ...counted]);
}

async function byTallies(model: ReadModel, { knownAt }: Moment, values: readonly unknown[]): Promise<readonly CountRow[]> {
  const [name, text] = knownAt === undefined ? ['by-tally', BY_TALLY] : ['by-known-tally', BY_KNOWN_TALLY];
  return (await model.sql.query<CountRow>({ name, text, values: [...values] })).rows;
}

function summed(rows: readonly CountRow[]): ReadonlyMap<string, Counts> {
  const counts = new Map<string, { branches: number; grades: Map<string, number> }>();
  for (const { id, grade, branches } of rows) {
    const of = counts.get(id) ?? { branches: 0, grades: new Map<string, number>() };
    counts.set(id, of);
    if (grade === ALL) of.branches += Number(branches);
    else if (grade !== null) of.grades.set(grade, (of.grades.get(grade) ?? 0) + Number(branches));
  }
  return counts;
}

/** Without a grade: tallied, though nothing is. */
interface CountRow { readonly id: string; readonly grade: string | null; readonly branches: string }

// In place of a grade: all living branches, graded or not.
const ALL = '';

// $3 of which organizations, $4 scheme, $5 track.
const GRADED = "r.branch_id = p.organization_id AND r.scheme = $4::text AND r.track = $5::text";

/** Branch by branch, each once among all and once with its grade; `sign` -1 takes away. */
const counted = (which: string, held: (alias: string) => string, sign = 1): string => `
  SELECT id, twice.grade, ${sign} * sum(branches) AS branches FROM (
    SELECT p.ancestor_id AS id, r.grade, count(*) AS branches FROM place p LEFT JOIN rating_span r ON ${GRADED} AND ${held('r')}
    WHERE ${which} AND p.kind = 'branch' AND ${held('p')} GROUP BY p.ancestor_id, r.grade) graded
  CROSS JOIN LATERAL (SELECT '${ALL}' AS grade UNION ALL SELECT graded.grade WHERE graded.grade IS NOT NULL) twice GROUP BY id, twice.grade`;

const BY_SPANS = counted('p.ancestor_id = ANY($3)', holds);

/** Sums of a tally: of each organization that is tallied ($6: by its kind) all its branches, unless $7, and those with each grade. */
const tallied = (table: string, parts: readonly string[]): string => `
  SELECT o.id, t.grade, coalesce(sum(t.delta), 0) AS branches
  FROM organization o CROSS JOIN (SELECT '' AS scheme, '' AS track WHERE NOT $7::boolean UNION SELECT $4::text, $5::text) s LEFT JOIN LATERAL (
    ${parts.map((part) => `SELECT grade, delta FROM ${table} WHERE organization_id = o.id AND scheme = s.scheme AND track = s.track AND ${part}`).join(' UNION ALL ')}) t ON true
  WHERE o.id = ANY($3) AND o.kind = ANY($6) GROUP BY o.id, t.grade`;

const YEAR = "date_trunc('year', $1::date)::date";

const BY_TALLY = `${tallied('tally', [`span = 'year' AND day < ${YEAR}`, `span = 'day' AND day BETWEEN ${YEAR} AND $1::date`])} HAVING $2::timestamptz IS NOT NULL`;

const LEARNED_ON = "date_trunc('day', $2::timestamptz)";
const SECOND = "date_trunc('second', $2::timestamptz)";
const heldBefore = (alias: string): string =>
  `${alias}.from_day <= $1::date AND ${alias}.to_day > $1::date AND ${alias}.known_from < ${SECOND} AND ${alias}.known_to >= ${SECOND}`;

// As known when the instant's second began; then, of branches of which something was learned in it, what has changed.
const BY_KNOWN_TALLY = `
  WITH changed AS MATERIALIZED (
    SELECT organization_id AS branch FROM place WHERE known_from BETWEEN ${SECOND} AND $2::timestamptz
    UNION SELECT organization_id FROM place WHERE known_to BETWEEN ${SECOND} AND $2::timestamptz AND known_to < 'infinity'
    UNION SELECT branch_id FROM rating_span WHERE known_from BETWEEN ${SECOND} AND $2::timestamptz AND scheme = $4::text AND track = $5::text)
  ${tallied('known_tally', [`span = 'day' AND learned < ${LEARNED_ON}`, `span = 'second' AND learned >= ${LEARNED_ON} AND learned < ${SECOND}`]
    .flatMap((learned) => [`${learned} AND days = 'year' AND day < ${YEAR}`, `${learned} AND days = 'day' AND day BETWEEN ${YEAR} AND $1::date`]))}
  UNION ALL ${counted('p.ancestor_id = ANY($3) AND p.wide AND p.organization_id IN (SELECT branch FROM changed)', holds)}
  UNION ALL ${counted('p.ancestor_id = ANY($3) AND p.wide AND p.organization_id IN (SELECT branch FROM changed)', heldBefore, -1)}`;
