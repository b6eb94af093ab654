import type { ReadModel } from '../../read-model.ts';
import { clocks, holds } from '../moment.ts';
import type { DashboardScope } from './dashboard.lookup.ts';

/**
 * The latest year, no later than that of the day, of which a round of a scheme was opened: of the work committee that an
 * organization stands under on the day, or is, or of any under it. null: none was. One statement.
 */
export async function latestPeriod(
  { sql }: ReadModel,
  { under, moment }: DashboardScope,
  scheme: string,
): Promise<string | null> {
  const { rows } = await sql.query<{ period: string | null }>({
    name: 'latest-period',
    values: [...clocks(moment), under, scheme],
    text: `SELECT max(r.data ->> 'period') AS period FROM round_event r
      WHERE r.type = 'RoundOpened' AND r.data ->> 'scheme' = $4 AND r.recorded_at <= $2::timestamptz AND r.data ->> 'period' <= to_char($1::date, 'YYYY')
        AND EXISTS (SELECT FROM place p WHERE ${holds('p')}
          AND (p.organization_id, p.ancestor_id) IN ((r.data ->> 'workCommitteeId', $3), ($3, r.data ->> 'workCommitteeId')))`,
  });
  return rows[0]?.period ?? null;
}
