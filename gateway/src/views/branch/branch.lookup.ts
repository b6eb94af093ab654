import type { ReadModel } from '../../read-model.ts';
import { countsOf } from '../dashboard/count.lookup.ts';
import { IN_FORCE } from '../rating/rating-span.rules.ts';
import { clocks, emptyListing, factOf, holds, listing, type Listing, type Moment, type Page } from '../moment.ts';

export interface BranchFilter {
  /** Needs `scheme`; without a grade, a scheme asks for branches that have any grade in it. */
  readonly grade?: string | undefined;
  readonly scheme?: string | undefined;
  /** What that period came to, rather than what is in force on the day. Needs `scheme`. */
  readonly period?: string | undefined;
  readonly designated?: boolean | undefined;
  /** Case-insensitive. */
  readonly nameContains?: string | undefined;
}

export interface BranchesAsked {
  readonly under: string;
  readonly filter?: BranchFilter | undefined;
}

/** The living branches under an organization on the day that pass the filter, by code, with their exact total. Two statements. */
export async function branchesUnder(
  model: ReadModel,
  asked: BranchesAsked,
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  // There are no designations yet: nobody is designated.
  if (asked.filter?.designated === true) return emptyListing;
  const { first, after } = at.page;
  const { from, values } = matching(asked, at.moment);
  const beyond = `$${values.length + 1}`;
  // Said of both tables: whichever the planner reads in order of code begins where the page does.
  const ratedBeyond = asked.filter?.scheme === undefined ? '' : `AND r.branch_id > ${beyond}`;
  const found = model.sql.query<{ id: string }>(
    `SELECT p.organization_id AS id ${from} AND p.organization_id > ${beyond} ${ratedBeyond} ORDER BY p.organization_id LIMIT $${values.length + 2}`,
    [...values, after ?? '', first + 1],
  );
  const [{ rows }, total] = await Promise.all([found, totalOf(model, asked, at.moment)]);
  return listing(
    rows.map((row) => row.id),
    first,
    total,
  );
}

/** The living branches that pass the filter, with the parameters of the statement that asks for them. */
function matching(
  { under, filter }: BranchesAsked,
  moment: Moment,
): { readonly from: string; readonly values: string[] } {
  const values = [...clocks(moment), under];
  const bound = (value: string): string => `$${values.push(value)}`;
  const { scheme, grade, period = IN_FORCE, nameContains } = filter ?? {};
  const rated =
    scheme === undefined
      ? ''
      : `
    JOIN rating_span r ON r.branch_id = p.organization_id AND r.scheme = ${bound(scheme)} AND r.track = ${bound(period)} AND ${holds('r')}
    ${grade === undefined ? '' : `AND r.grade = ${bound(grade)}`}`;
  const named = nameContains === undefined ? '' : factOf('p.organization_id', 'name');
  const likeThat =
    nameContains === undefined
      ? ''
      : `AND normalize(name.value #>> '{}', NFKC) ILIKE ${bound(`%${nameContains.normalize('NFKC').replaceAll(/[\\%_]/g, '\\$&')}%`)}`;
  return {
    from: `FROM place p ${rated} ${named} WHERE p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')} ${likeThat}`,
    values,
  };
}

/** By the tally where it knows; a name it does not know. */
async function totalOf(model: ReadModel, asked: BranchesAsked, moment: Moment): Promise<number> {
  if (asked.filter?.nameContains === undefined) return tallied(model, asked, moment);
  const { from, values } = matching(asked, moment);
  const found = await model.sql.query<{ total: string }>(`SELECT count(*) AS total ${from}`, values);
  return Number(found.rows[0]?.total ?? 0);
}

async function tallied(model: ReadModel, { under, filter }: BranchesAsked, moment: Moment): Promise<number> {
  const { scheme, grade, period = IN_FORCE } = filter ?? {};
  const counts = (
    await countsOf(model, [under], { moment, scheme: scheme ?? '', track: period, gradesOnly: scheme !== undefined })
  ).get(under);
  if (!counts) return 0;
  if (scheme === undefined) return counts.branches;
  const graded = grade === undefined ? [...counts.grades.values()] : [counts.grades.get(grade) ?? 0];
  return graded.reduce((sum, count) => sum + count, 0);
}
