import { lastDayOf } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { BRANCHES } from '../../tally/series.ts';
import { type CountRow, type LearnedMeanwhile, MOVED_MEANWHILE, SECOND, talliesOf } from '../../tally/tally.lookup.ts';
import { clocks, factOf, holds, type Moment } from '../moment.ts';
import { ratingSeries } from '../rating/rating-span.projection.ts';

/** How many living branches, and how many of them with each grade. */
export interface Counts {
  readonly branches: number;
  readonly grades: ReadonlyMap<string, number>;
  /** 临时党支部 without a grade: in no round, and so not ungraded either. Counted where a scheme is asked for. */
  readonly outsideRounds: number;
}

export interface Counted {
  readonly moment: Moment;
  readonly scheme: string;
  /** '' the grades in force, or a period. */
  readonly track: string;
  /** Nobody asks how many branches there are, or how many are without a grade. */
  readonly gradesOnly?: boolean;
}

/**
 * Living branches under each organization (itself, where it is a branch), and their grades in a scheme: of those with
 * very many branches by the tallies, of others branch by branch. At most three statements.
 */
export async function countsOf(
  model: ReadModel,
  organizationIds: readonly string[],
  asked: Counted,
): Promise<ReadonlyMap<string, Counts>> {
  if (organizationIds.length === 0) return new Map();
  const [rows, outside] = await Promise.all([
    branchesAndGrades(model, organizationIds, asked),
    outsideRounds(model, organizationIds, asked),
  ]);
  return summed([...rows, ...outside]);
}

async function branchesAndGrades(
  model: ReadModel,
  organizationIds: readonly string[],
  asked: Counted,
): Promise<readonly CountRow[]> {
  const wide = await tallied(model, organizationIds, asked);
  const known = new Set(wide.map(({ id }) => id));
  const narrow = organizationIds.filter((id) => !known.has(id));
  return [...wide, ...(narrow.length === 0 ? [] : await branchByBranch(model, narrow, asked))];
}

/** Few branches are ever temporary, so that they are counted one by one under organizations of any size. */
async function outsideRounds(
  model: ReadModel,
  organizationIds: readonly string[],
  { moment, scheme, track, gradesOnly = false }: Counted,
): Promise<readonly CountRow[]> {
  if (scheme === '' || gradesOnly) return [];
  const values = [...clocks(moment), organizationIds, scheme, track];
  return (await model.figures.query<CountRow>({ name: 'outside-rounds', text: TEMPORARY, values })).rows;
}

async function tallied(
  model: ReadModel,
  organizationIds: readonly string[],
  { moment, scheme, track, gradesOnly = false }: Counted,
): Promise<readonly CountRow[]> {
  // A period's grades are tallied from its last day on.
  if (track !== '' && moment.asOf < lastDayOf(track)) return [];
  const graded = scheme === '' ? [] : [ratingSeries(scheme, track)];
  const series = gradesOnly ? graded : [BRANCHES, ...graded];
  return talliesOf(model, { organizationIds, moment, series }, { ...REGRADED, values: [scheme, track] });
}

async function branchByBranch(
  model: ReadModel,
  organizationIds: readonly string[],
  { moment, scheme, track }: Counted,
): Promise<readonly CountRow[]> {
  const values = [...clocks(moment), organizationIds, scheme, track];
  return (await model.sql.query<CountRow>({ name: 'by-spans', text: BY_SPANS, values })).rows;
}

function summed(rows: readonly CountRow[]): ReadonlyMap<string, Counts> {
  const counts = new Map<string, { branches: number; grades: Map<string, number>; outsideRounds: number }>();
  for (const { id, series, value, count } of rows) {
    const of = counts.get(id) ?? { branches: 0, grades: new Map<string, number>(), outsideRounds: 0 };
    counts.set(id, of);
    if (series === BRANCHES) of.branches += Number(count);
    else if (series === OUTSIDE_ROUNDS) of.outsideRounds += Number(count);
    else if (value !== null) of.grades.set(value, (of.grades.get(value) ?? 0) + Number(count));
  }
  return counts;
}

/** Branch by branch, each once among all and once with its grade; `sign` -1 takes away. */
const counted = (
  { scheme, track, which }: { readonly scheme: string; readonly track: string; readonly which: string },
  held: (alias: string) => string,
  sign = 1,
): string => `
  SELECT id, twice.series, twice.value, ${sign} * sum(branches) AS count FROM (
    SELECT p.ancestor_id AS id, r.grade, count(*) AS branches FROM place p
    LEFT JOIN rating_span r ON r.branch_id = p.organization_id AND r.scheme = ${scheme}::text AND r.track = ${track}::text AND ${held('r')}
    WHERE ${which} AND p.kind = 'branch' AND ${held('p')} GROUP BY p.ancestor_id, r.grade) graded
  CROSS JOIN LATERAL (SELECT '${BRANCHES}' AS series, '' AS value UNION ALL SELECT 'rating', graded.grade WHERE graded.grade IS NOT NULL) twice
  GROUP BY id, twice.series, twice.value`;

const BY_SPANS = counted({ scheme: '$4', track: '$5', which: 'p.ancestor_id = ANY($3)' }, holds);

const OUTSIDE_ROUNDS = 'outside rounds';

// Who was never temporary is left out before anybody's form on the day is looked up.
const TEMPORARY = `
  SELECT p.ancestor_id AS id, '${OUTSIDE_ROUNDS}' AS series, '' AS value, count(*) AS count FROM place p ${factOf('p.organization_id', 'form')}
  WHERE p.ancestor_id = ANY($3) AND p.kind = 'branch' AND ${holds('p')} AND form.value ->> 'form' = 'temporary'
    AND p.organization_id IN (SELECT t.organization_id FROM organization_fact t WHERE t.aspect = 'form' AND t.value ->> 'form' = 'temporary')
    AND NOT EXISTS (SELECT FROM rating_span r WHERE r.branch_id = p.organization_id AND r.scheme = $4::text AND r.track = $5::text AND ${holds('r')})
  GROUP BY p.ancestor_id`;

const REGRADED: Omit<LearnedMeanwhile, 'values'> = {
  name: 'branches',
  whom: `SELECT moved.organization_id AS branch FROM (${MOVED_MEANWHILE}) moved
    UNION SELECT branch_id FROM rating_span WHERE known_from BETWEEN ${SECOND} AND $2::timestamptz AND scheme = $6::text AND track = $7::text`,
  counted: (held, sign) =>
    counted(
      {
        scheme: '$6',
        track: '$7',
        which: 'p.ancestor_id = ANY($3) AND p.wide AND p.organization_id IN (SELECT branch FROM changed)',
      },
      held,
      sign,
    ),
};
