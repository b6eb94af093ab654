import type { ReadModel } from '../../read-model.ts';
import { clocks, holds, listing, type Listing, type Moment, type Page } from '../moment.ts';

export interface ProblemFilter {
  readonly status?: string | undefined;
  readonly open?: boolean | undefined;
  readonly overdue?: boolean | undefined;
  readonly source?: string | undefined;
}

const OPEN = "status NOT IN ('closed', 'dismissed')";
// A completion that waits to be verified is nobody's delay but the verifier's.
const OVERDUE = "status = 'rectifying' AND due_on < $1::date";

/** Where each problem of some branches stands at the moment ($1, $2): its last step by then. */
const standing = (ofBranches: string): string => `(
  SELECT DISTINCT ON (s.problem_id) s.problem_id, s.branch_id, s.status, s.due_on,
    bool_or(s.type = 'ProblemReopened') OVER (PARTITION BY s.problem_id) AS reopened
  FROM problem_step s WHERE ${ofBranches} AND s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz
  ORDER BY s.problem_id, s.revision DESC) standing`;

/** Of the living branches under an organization ($3). */
const UNDER = `EXISTS (SELECT FROM place p WHERE p.organization_id = s.branch_id AND p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')})`;

// A space sorts before every character of a code: so problems come by branch code, then by id.
const KEY = `(branch_id || ' ' || problem_id) COLLATE "C"`;

/** The problem that a key of {@link problemsUnder} names. */
export const problemOfKey = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** The problems under an organization that pass the filter, by branch code, as keys; with their total. Two statements. */
export async function problemsUnder(
  model: ReadModel,
  asked: { readonly under: string; readonly filter: ProblemFilter },
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  const values: (string | number)[] = [...clocks(at.moment), asked.under];
  const bound = (value: string | number): string => `$${values.push(value)}`;
  const from = `FROM ${standing(UNDER)} WHERE ${passing(asked.filter, bound)}`;
  const total = await model.sql.query<{ total: number }>(`SELECT count(*)::int AS total ${from}`, [...values]);
  const found = await model.sql.query<{ key: string }>(
    `SELECT ${KEY} AS key ${from} AND ${KEY} > ${bound(at.page.after ?? '')} ORDER BY 1 LIMIT ${bound(at.page.first + 1)}`,
    values,
  );
  return listing(
    found.rows.map(({ key }) => key),
    at.page.first,
    total.rows[0]?.total ?? 0,
  );
}

function passing({ status, open, overdue, source }: ProblemFilter, bound: (value: string) => string): string {
  return [
    'true',
    ...(status === undefined ? [] : [`status = ${bound(status)}`]),
    ...(open === undefined ? [] : [open ? OPEN : `NOT (${OPEN})`]),
    ...(overdue === undefined ? [] : [overdue ? OVERDUE : `(${OVERDUE}) IS NOT TRUE`]),
    ...(source === undefined
      ? []
      : [
          `EXISTS (SELECT FROM problem_step f WHERE f.problem_id = standing.problem_id AND f.revision = 0 AND f.said -> 'source' ->> 'kind' = ${bound(source)})`,
        ]),
  ].join(' AND ');
}
