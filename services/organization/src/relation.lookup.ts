import type { ActivityKind } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { Activity } from './activity/activity.state.ts';

const NAMED_AT_MOST = 100;

/** The organizations that would stand under one on its last day or later, by code; a hundred of them at most. */
export async function livingChildren(sql: Sql, parentId: string, dissolvedOn: Day): Promise<readonly string[]> {
  const found = await sql.query<{ id: string }>(
    `SELECT DISTINCT o.id
       FROM (SELECT e.child_id, e.parent_id, e.effective_on,
                    lead(e.effective_on) OVER (PARTITION BY e.child_id ORDER BY e.effective_on, e.position) AS until
               FROM lookup_edge e
              WHERE e.child_id IN (SELECT child_id FROM lookup_edge WHERE parent_id = $1)) edge
       JOIN lookup_organization o ON o.id = edge.child_id
      WHERE edge.parent_id = $1
        AND coalesce(least(edge.until, o.dissolved_on), 'infinity') > greatest(edge.effective_on, o.opened_on, $2::date)
      ORDER BY o.id LIMIT $3`,
    [parentId, dissolvedOn, NAMED_AT_MOST],
  );
  return found.rows.map((row) => row.id);
}

interface ActivityRow {
  readonly external_id: string;
  readonly branch_id: string;
  readonly kind: ActivityKind;
  readonly held_on: Day;
  readonly attendance: number;
}

/** The activities recorded under these external ids, for whichever branch and year; one of each branch. */
export async function activitiesNamed(sql: Sql, externalIds: readonly string[]): Promise<readonly Activity[]> {
  const found = await sql.query<ActivityRow>(
    'SELECT external_id, branch_id, kind, held_on, attendance FROM lookup_activity WHERE external_id = ANY($1)',
    [externalIds],
  );
  return found.rows.map((row) => ({
    branchId: row.branch_id,
    externalId: row.external_id,
    kind: row.kind,
    heldOn: row.held_on,
    attendance: row.attendance,
  }));
}
