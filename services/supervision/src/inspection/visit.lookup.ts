import { BUDGET, budgetedScope, usedOf, type Visit } from '@zhibu/contracts';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';

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
  const { organizationId, year, inspectionId } = asked;
  return oneByOne(database, organizationId, async (transaction) => {
    const { rows } = await transaction.query<Visit>(
      `SELECT inspection_id AS "inspectionId", scope, mode FROM lookup_inspection
       WHERE organization_id = $1 AND status <> 'cancelled' AND to_char(coalesce(visited_on, visit_on), 'YYYY') = $2
         AND inspection_id <> $3
       UNION SELECT inspection_id, scope, mode FROM visit_claim c WHERE organization_id = $1 AND year = $2
         AND inspection_id <> $3 AND ${NOT_ARRIVED}`,
      [organizationId, year, inspectionId],
    );
    const budgeted = budgetedScope(asked);
    if (budgeted !== undefined && usedOf(rows, budgeted) < BUDGET[budgeted]) await keepClaim(transaction, asked);
    return rows;
  });
}

/** A visit from before the platform by what it was, whatever id it has. */
export interface PriorAsked extends VisitAsked {
  readonly bodyId: string;
  readonly visitedOn: Day;
}

/**
 * Under which other id a visit is recorded from before the platform, or about to be; null: under none, and it is claimed, as
 * a schedule is: two records of one visit are in two streams, too.
 */
export function claimPrior(database: Pool, asked: PriorAsked): Promise<string | null> {
  const { organizationId, visitedOn, bodyId, scope, inspectionId } = asked;
  return oneByOne(database, organizationId, async (transaction) => {
    const { rows } = await transaction.query<{ id: string }>(
      `SELECT inspection_id AS id FROM lookup_inspection WHERE organization_id = $1 AND visit_on = $2::date
         AND body_id = $3 AND scope = $4 AND status = 'prior' AND inspection_id <> $5
       UNION ALL SELECT inspection_id FROM visit_claim c WHERE organization_id = $1 AND visited_on = $2::date
         AND body_id = $3 AND scope = $4 AND inspection_id <> $5 AND ${NOT_ARRIVED} LIMIT 1`,
      [organizationId, visitedOn, bodyId, scope, inspectionId],
    );
    const [recorded] = rows;
    if (!recorded) await keepClaim(transaction, asked);
    return recorded?.id ?? null;
  });
}

/** What has arrived counts as what it is, or has been taken back. */
const NOT_ARRIVED = 'NOT EXISTS (SELECT FROM lookup_inspection i WHERE i.inspection_id = c.inspection_id)';

/** Claims of one organization are made one after the other; those that came to nothing are gone. */
function oneByOne<Found>(
  database: Pool,
  organizationId: string,
  claim: (transaction: Sql) => Promise<Found>,
): Promise<Found> {
  return inTransaction(database, async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`visit ${organizationId}`]);
    await transaction.query(
      `DELETE FROM visit_claim WHERE organization_id = $1 AND claimed_at < now() - ${CLAIM_HOLDS}`,
      [organizationId],
    );
    return claim(transaction);
  });
}

async function keepClaim(transaction: Sql, asked: VisitAsked & Partial<PriorAsked>): Promise<void> {
  const { inspectionId, organizationId, year, scope, mode, bodyId = null, visitedOn = null } = asked;
  await transaction.query(
    `INSERT INTO visit_claim (inspection_id, organization_id, year, scope, mode, body_id, visited_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (inspection_id) DO UPDATE SET organization_id = EXCLUDED.organization_id, year = EXCLUDED.year,
       scope = EXCLUDED.scope, mode = EXCLUDED.mode, body_id = EXCLUDED.body_id, visited_on = EXCLUDED.visited_on,
       claimed_at = now()`,
    [inspectionId, organizationId, year, scope, mode, bodyId, visitedOn],
  );
}
