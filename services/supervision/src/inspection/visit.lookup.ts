import { BUDGET, budgetedScope, usedOf, type Visit } from '@zhibu/contracts';
import { inTransaction, type Pool } from '@zhibu/database';

/** A command is answered within ten seconds: what has claimed a visit and is not in the log after a minute never will be. */
const CLAIM_HOLDS = `interval '1 minute'`;

/** A visit that is about to be scheduled. */
export interface VisitAsked extends Visit {
  readonly inspectionId: string;
  readonly organizationId: string;
  readonly year: string;
}

/**
 * The other visits of a year to an organization, of all bodies, as the budget counts them; and, where it is not used,
 * this one's claim to it. Two schedules of one organization are in two streams, and neither append would refuse the other:
 * so claims of one organization are made one after the other, and who comes second counts the first one's claim before its
 * event has arrived. A claim whose schedule comes to nothing lapses.
 */
export function claimVisit(database: Pool, asked: VisitAsked): Promise<readonly Visit[]> {
  const { organizationId, year, inspectionId, scope, mode } = asked;
  return inTransaction(database, async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`visit ${organizationId}`]);
    await transaction.query(
      `DELETE FROM visit_claim WHERE organization_id = $1 AND claimed_at < now() - ${CLAIM_HOLDS}`,
      [organizationId],
    );
    const { rows } = await transaction.query<Visit>(
      `SELECT inspection_id AS "inspectionId", scope, mode FROM lookup_inspection
       WHERE organization_id = $1 AND status <> 'cancelled' AND to_char(coalesce(visited_on, visit_on), 'YYYY') = $2
         AND inspection_id <> $3
       UNION SELECT inspection_id, scope, mode FROM visit_claim c WHERE organization_id = $1 AND year = $2
         AND inspection_id <> $3 AND NOT EXISTS (SELECT FROM lookup_inspection i WHERE i.inspection_id = c.inspection_id)`,
      [organizationId, year, inspectionId],
    );
    const budgeted = budgetedScope(asked);
    if (budgeted !== undefined && usedOf(rows, budgeted) < BUDGET[budgeted])
      await transaction.query(
        `INSERT INTO visit_claim (inspection_id, organization_id, year, scope, mode) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (inspection_id) DO UPDATE SET organization_id = EXCLUDED.organization_id, year = EXCLUDED.year,
           scope = EXCLUDED.scope, mode = EXCLUDED.mode, claimed_at = now()`,
        [inspectionId, organizationId, year, scope, mode],
      );
    return rows;
  });
}
