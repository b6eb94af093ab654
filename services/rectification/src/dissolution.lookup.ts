import type { Pool } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { DISSOLUTION, type Dissolution } from '@zhibu/register';

/** What is open on an organization although the day of its dissolution has come. */
export interface Overtaken extends Dissolution {
  readonly problemId: string | null;
  /** Under remediation. */
  readonly year: string | null;
}

/** What dissolutions whose day has come have left open, those first that came first. */
export async function overtakenDuties(database: Pool, today: Day, limit: number): Promise<readonly Overtaken[]> {
  const { rows } = await database.query<Overtaken>(
    `SELECT ${DISSOLUTION}, duty.problem AS "problemId", duty.year FROM lookup_dissolution d CROSS JOIN LATERAL (
       SELECT p.problem_id AS problem, NULL AS year FROM lookup_problem p
       WHERE p.organization_id = d.organization_id AND p.status = 'open'
       UNION ALL SELECT NULL, r.year FROM lookup_remediation r
       WHERE r.branch_id = d.organization_id AND r.status IN ('open', 'accepted')) duty
     WHERE d.dissolved_on <= $1::date ORDER BY d.dissolved_on, d.organization_id, duty.problem, duty.year LIMIT $2`,
    [today, limit],
  );
  return rows;
}
