import type { RemediationStatus } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { clocks, holds, listing, type Listing, type Moment, type Page } from '../moment.ts';
import type { StepRow } from '../problem/problem.lookup.ts';

/** A remediation as it stands at a moment. */
export interface RemediationRow {
  readonly branchId: string;
  readonly year: string;
  readonly status: RemediationStatus;
  readonly since: Day;
  readonly steps: readonly StepRow[];
}

type FlatStep = StepRow & Pick<RemediationRow, 'branchId' | 'year' | 'status'>;

/** The remediations of branches as they stand at the moment, by year, in the order of the ids. One statement. */
export async function remediationsOf(
  model: ReadModel,
  branchIds: readonly string[],
  moment: Moment,
): Promise<readonly (readonly RemediationRow[])[]> {
  const { rows } = await model.sql.query<FlatStep>(
    `SELECT branch_id AS "branchId", year, status, event_id AS "eventId", type, revision, effective_on AS "effectiveOn", recorded_at AS "recordedAt", actor, said
     FROM remediation_step WHERE branch_id = ANY($3) AND effective_on <= $1::date AND recorded_at <= $2::timestamptz ORDER BY branch_id, year, revision`,
    [...clocks(moment), branchIds],
  );
  const byBranch = Map.groupBy(rows, ({ branchId }) => branchId);
  return branchIds.map((id) =>
    [...Map.groupBy(byBranch.get(id) ?? [], ({ year }) => year).values()].flatMap(remediationOf),
  );
}

function remediationOf(steps: readonly FlatStep[]): readonly RemediationRow[] {
  const last = steps.at(-1);
  return last
    ? [{ branchId: last.branchId, year: last.year, status: last.status, since: last.effectiveOn, steps }]
    : [];
}

const KEY = `(branch_id || ' ' || year) COLLATE "C"`;

/** Branch and year that a key of {@link remediationsUnder} names. */
export function remediationOfKey(key: string): { readonly branchId: string; readonly year: string } {
  const at = key.indexOf(' ');
  return { branchId: key.slice(0, at), year: key.slice(at + 1) };
}

/** The remediations under an organization, by branch code, as keys; with their total. Two statements. */
export async function remediationsUnder(
  model: ReadModel,
  asked: { readonly under: string; readonly year: string | null; readonly status: string | null },
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  const from = `FROM (
      SELECT DISTINCT ON (s.branch_id, s.year) s.branch_id, s.year, s.status FROM remediation_step s
      WHERE s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz AND ($4::text IS NULL OR s.year = $4)
        AND EXISTS (SELECT FROM place p WHERE p.organization_id = s.branch_id AND p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')})
      ORDER BY s.branch_id, s.year, s.revision DESC) standing WHERE ($5::text IS NULL OR status = $5)`;
  const values = [...clocks(at.moment), asked.under, asked.year, asked.status];
  const total = await model.sql.query<{ total: number }>(`SELECT count(*)::int AS total ${from}`, values);
  const found = await model.sql.query<{ key: string }>(
    `SELECT ${KEY} AS key ${from} AND ${KEY} > $6 ORDER BY 1 LIMIT $7`,
    [...values, at.page.after ?? '', at.page.first + 1],
  );
  return listing(
    found.rows.map(({ key }) => key),
    at.page.first,
    total.rows[0]?.total ?? 0,
  );
}
