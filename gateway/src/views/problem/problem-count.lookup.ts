import type { ReadModel } from '../../read-model.ts';
import { type CountRow, type LearnedMeanwhile, MOVED_MEANWHILE, SECOND, talliesOf } from '../../tally/tally.lookup.ts';
import { PROBLEMS } from './problem-span.projection.ts';
import { clocks, holds, inOrderOf, type Moment } from '../moment.ts';
import type { ProblemCounting } from './problem-span.rules.ts';

/** How many problems are counted as what. */
export type ProblemCounts = Readonly<Record<ProblemCounting, number>>;

/**
 * The problems under an organization on the day: open and overdue as of it, closed, and reopened by then. Of those with
 * very many branches by the tallies, of others problem by problem. At most two statements.
 */
export async function problemCounts(model: ReadModel, under: string, moment: Moment): Promise<ProblemCounts> {
  const wide = await talliesOf(model, { organizationIds: [under], moment, series: [PROBLEMS] }, STEPPED);
  const rows =
    wide.length > 0
      ? wide
      : (
          await model.sql.query<CountRow>({
            name: 'problems-by-spans',
            text: BY_SPANS,
            values: [...clocks(moment), [under]],
          })
        ).rows;
  const of = (counting: ProblemCounting): number =>
    rows.reduce((sum, { value, count }) => (value === counting ? sum + Number(count) : sum), 0);
  return { open: of('open'), overdue: of('overdue'), closed: of('closed'), reopened: of('reopened') };
}

/** How many problems of each branch are open, in the order of the ids. One statement. */
export async function openProblemsOf(
  model: ReadModel,
  branchIds: readonly string[],
  moment: Moment,
): Promise<readonly number[]> {
  const { rows } = await model.sql.query<{ branch: string; open: number }>(
    `SELECT branch_id AS branch, count(*)::int AS open FROM problem_span s WHERE branch_id = ANY($3) AND counted = 'open' AND ${holds('s')} GROUP BY branch_id`,
    [...clocks(moment), branchIds],
  );
  return inOrderOf(
    branchIds,
    rows.map(({ branch, open }) => [branch, open] as const),
  ).map((open) => open ?? 0);
}

/** Problem by problem, of the living branches under the organizations $3; `sign` -1 takes away. */
const counted = (held: (alias: string) => string, which = 'true', sign = 1): string => `
  SELECT p.ancestor_id AS id, '${PROBLEMS}' AS series, s.counted AS value, ${sign} * count(*) AS count
  FROM place p JOIN problem_span s ON s.branch_id = p.organization_id AND ${held('s')}
  WHERE p.ancestor_id = ANY($3) AND p.kind = 'branch' AND ${held('p')} AND ${which} GROUP BY p.ancestor_id, s.counted`;

const BY_SPANS = counted(holds);

// A step may end what a problem is counted as and begin nothing, so the steps tell what was learned.
const STEPPED: LearnedMeanwhile = {
  name: 'problems',
  whom: `SELECT problem_id FROM problem_step WHERE recorded_at BETWEEN ${SECOND} AND $2::timestamptz
    UNION SELECT problem_id FROM problem_span WHERE branch_id IN (${MOVED_MEANWHILE})`,
  values: [],
  counted: (held, sign) => counted(held, 'p.wide AND s.problem_id IN (SELECT problem_id FROM changed)', sign),
};
