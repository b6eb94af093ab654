import type { ReadModel } from '../../read-model.ts';
import type { SeenId, Subtree } from '../../scope/seen.ts';
import { ownShare } from '../../scope/stay.lookup.ts';
import { countsOf } from '../dashboard/count.lookup.ts';
import { isDesignated } from '../designation/designated.lookup.ts';
import { IN_FORCE } from '../rating/rating-span.rules.ts';
import { clocks, factOf, holds, listing, type Listing, type Moment, type Page } from '../moment.ts';

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
  readonly under: Subtree;
  readonly filter?: BranchFilter | undefined;
}

/**
 * The living branches under an organization on the day that pass the filter, by code, as far as whoever asks may see them,
 * with their exact total. Two statements.
 */
export async function branchesUnder(
  model: ReadModel,
  asked: BranchesAsked,
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  const { first, after } = at.page;
  const { from, values } = matching(asked, at.moment);
  const beyond = `$${values.length + 1}`;
  // Said of both tables: whichever the planner reads in order of code begins where the page does.
  const ratedBeyond = asked.filter?.scheme === undefined ? '' : `AND r.branch_id > ${beyond}`;
  const found = model.sql.query<{ id: SeenId }>(
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
): { readonly from: string; readonly values: (string | readonly string[])[] } {
  const values: (string | readonly string[])[] = [...clocks(moment), under.id];
  const bound = (value: string | readonly string[]): string => `$${values.push(value)}`;
  const { scheme, grade, period = IN_FORCE, nameContains, designated } = filter ?? {};
  const rated =
    scheme === undefined
      ? ''
      : `
    JOIN rating_span r ON r.branch_id = p.organization_id AND r.scheme = ${bound(scheme)} AND r.track = ${bound(period)} AND ${holds('r')}
    ${grade === undefined ? '' : `AND r.grade = ${bound(grade)}`}`;
  const called = nameContains === undefined ? '' : factOf('p.organization_id', 'name');
  const likeThat =
    nameContains === undefined
      ? ''
      : `AND normalize(name.value #>> '{}', NFKC) ILIKE ${bound(`%${nameContains.normalize('NFKC').replaceAll(/[\\%_]/g, '\\$&')}%`)}`;
  return {
    from: `FROM place p ${rated} ${called} WHERE p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')} ${likeThat} ${namedOrNot(designated)}
      ${ownShare('p.organization_id', under, bound)}`,
    values,
  };
}

const namedOrNot = (designated: boolean | undefined): string =>
  designated === undefined ? '' : `AND ${designated ? '' : 'NOT '}${isDesignated('p.organization_id')}`;

/** By the tally where it knows; it knows neither names, nor of whom that is designated, nor what whoever asks may see. */
async function totalOf(model: ReadModel, asked: BranchesAsked, moment: Moment): Promise<number> {
  const { nameContains, designated } = asked.filter ?? {};
  if (nameContains === undefined && designated === undefined && !asked.under.only) return tallied(model, asked, moment);
  const { from, values } = matching(asked, moment);
  const found = await model.sql.query<{ total: string }>(`SELECT count(*) AS total ${from}`, values);
  return Number(found.rows[0]?.total ?? 0);
}

async function tallied(model: ReadModel, { under, filter }: BranchesAsked, moment: Moment): Promise<number> {
  const { scheme, grade, period = IN_FORCE } = filter ?? {};
  const counts = (
    await countsOf(model, [under.id], { moment, scheme: scheme ?? '', track: period, gradesOnly: scheme !== undefined })
  ).get(under.id);
  if (!counts) return 0;
  if (scheme === undefined) return counts.branches;
  const graded = grade === undefined ? [...counts.grades.values()] : [counts.grades.get(grade) ?? 0];
  return graded.reduce((sum, count) => sum + count, 0);
}
