import { lastDayOf } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { clocks, holds, type Moment } from '../moment.ts';
import { type CountRow, type LearnedMeanwhile, MOVED_MEANWHILE, SECOND, talliesOf } from './tally.lookup.ts';

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
export async function countsOf(
  model: ReadModel,
  organizationIds: readonly string[],
  asked: Counted,
): Promise<ReadonlyMap<string, Counts>> {
  const { moment, scheme, track } = asked;
  if (organizationIds.length === 0) return new Map();
  // A period's grades are tallied from its last day on.
  const tallied = track === '' || moment.asOf >= lastDayOf(track);
  const wide = tallied ? await talliesOf(model, { organizationIds, ...asked }, REGRADED) : [];
  const known = new Set(wide.map(({ id }) => id));
  const narrow = organizationIds.filter((id) => !known.has(id));
  const counted =
    narrow.length === 0
      ? []
      : (
          await model.sql.query<CountRow>({
            name: 'by-spans',
            text: BY_SPANS,
            values: [...clocks(moment), narrow, scheme, track],
          })
        ).rows;
  return summed([...wide, ...counted]);
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

// In place of a grade: all living branches, graded or not.
const ALL = '';

// $3 of which organizations, $4 scheme, $5 track.
const GRADED = 'r.branch_id = p.organization_id AND r.scheme = $4::text AND r.track = $5::text';

/** Branch by branch, each once among all and once with its grade; `sign` -1 takes away. */
const counted = (which: string, held: (alias: string) => string, sign = 1): string => `
  SELECT id, twice.grade, ${sign} * sum(branches) AS branches FROM (
    SELECT p.ancestor_id AS id, r.grade, count(*) AS branches FROM place p LEFT JOIN rating_span r ON ${GRADED} AND ${held('r')}
    WHERE ${which} AND p.kind = 'branch' AND ${held('p')} GROUP BY p.ancestor_id, r.grade) graded
  CROSS JOIN LATERAL (SELECT '${ALL}' AS grade UNION ALL SELECT graded.grade WHERE graded.grade IS NOT NULL) twice GROUP BY id, twice.grade`;

const BY_SPANS = counted('p.ancestor_id = ANY($3)', holds);

const REGRADED: LearnedMeanwhile = {
  name: 'branches',
  whom: `SELECT moved.organization_id AS branch FROM (${MOVED_MEANWHILE}) moved
    UNION SELECT branch_id FROM rating_span WHERE known_from BETWEEN ${SECOND} AND $2::timestamptz AND scheme = $4::text AND track = $5::text`,
  counted: (held, sign) =>
    counted('p.ancestor_id = ANY($3) AND p.wide AND p.organization_id IN (SELECT branch FROM changed)', held, sign),
};
