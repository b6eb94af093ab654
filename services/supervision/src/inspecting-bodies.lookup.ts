import type { Recorded } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';

/**
 * Since when a body plans or schedules here: no visit lies before its schedule. What is cancelled stays: the body inspected
 * here by then, and a cancellation does not open the time before the platform again.
 */
export async function keepBeginnings(
  sql: Sql,
  begun: readonly Recorded<'PlanAdopted' | 'InspectionScheduled'>[],
): Promise<void> {
  for (const { data } of begun)
    await sql.query(
      `INSERT INTO lookup_inspecting_body (body_id, begins_on) VALUES ($1, $2)
       ON CONFLICT (body_id) DO UPDATE SET begins_on = least(lookup_inspecting_body.begins_on, EXCLUDED.begins_on)`,
      [data.bodyId, data.effectiveOn],
    );
}

/** Since when a body plans or schedules here; null: it has done neither. */
export async function beginningOf(sql: Sql, bodyId: string): Promise<Day | null> {
  const { rows } = await sql.query<{ day: Day }>(
    'SELECT begins_on AS day FROM lookup_inspecting_body WHERE body_id = $1',
    [bodyId],
  );
  return rows[0]?.day ?? null;
}
