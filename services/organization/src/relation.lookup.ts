import type { ActivityKind } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { childrenFrom } from '@zhibu/register';
import type { Activity } from './activity/activity.state.ts';

const NAMED_AT_MOST = 100;

/** The organizations that would stand under one on its last day or later, by code; a hundred of them at most. */
export async function livingChildren(sql: Sql, parentId: string, dissolvedOn: Day): Promise<readonly string[]> {
  return (await childrenFrom(sql, parentId, dissolvedOn)).slice(0, NAMED_AT_MOST);
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
