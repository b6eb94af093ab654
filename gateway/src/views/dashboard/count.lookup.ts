import { lastDayOf } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { clocks, holds, type Moment } from '../moment.ts';

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
}

/**
 * Living branches under each organization (itself, where it is a branch), and their grades in a scheme. One statement.
 * By the latest knowledge from the tally, which is a sum over days; as known at a past instant, and for a period's grades
 * on a day before its end, branch by branch.
 */
export async function countsOf(
  model: ReadModel, organizationIds: readonly string[], { moment, scheme, track }: Counted,
): Promise<ReadonlyMap<string, Counts>> {
  const tallied = moment.knownAt === undefined && (track === '' || moment.asOf >= lastDayOf(track));
  const statement = tallied ? BY_TALLY : BY_SPANS;
  const found = await model.sql.query<CountRow>(statement, [...clocks(moment), organizationIds, scheme, track]);
  const counts = new Map<string, { branches: number; grades: Map<string, number> }>();
  for (const { id, grade, branches } of found.rows) {
    const of = counts.get(id) ?? { branches: 0, grades: new Map<string, number>() };
    counts.set(id, of);
    if (grade === ALL) of.branches += Number(branches);
    else of.grades.set(grade, (of.grades.get(grade) ?? 0) + Number(branches));
  }
  return counts;
}

interface CountRow { readonly id: string; readonly grade: string; readonly branches: string }

// In place of a grade: all living branches, graded or not.
const ALL = '';

// $3 of which organizations, $4 scheme, $5 track.
const counted = (which: string): string => `
  graded AS MATERIALIZED (
    SELECT p.ancestor_id AS id, r.grade, count(*) AS branches FROM place p
    LEFT JOIN rating_span r ON r.branch_id = p.organization_id AND r.scheme = $4::text AND r.track = $5::text AND ${holds('r')}
    WHERE ${which} AND p.kind = 'branch' AND ${holds('p')} GROUP BY p.ancestor_id, r.grade),
  counted AS (
    SELECT id, '${ALL}' AS grade, sum(branches) AS branches FROM graded GROUP BY id
    UNION ALL SELECT id, grade, branches FROM graded WHERE grade IS NOT NULL)`;

const BY_SPANS = `WITH ${counted('p.ancestor_id = ANY($3)')} SELECT id, grade, branches FROM counted`;

// The tally leaves out what a branch is to itself.
const BY_TALLY = `WITH ${counted('p.organization_id = ANY($3) AND p.depth = 0')}
  SELECT organization_id AS id, grade, sum(delta) AS branches FROM tally
  WHERE organization_id = ANY($3) AND (scheme = '' AND track = '' OR scheme = $4::text AND track = $5::text) AND day <= $1::date
  GROUP BY organization_id, scheme, track, grade
  UNION ALL SELECT id, grade, branches FROM counted`;
