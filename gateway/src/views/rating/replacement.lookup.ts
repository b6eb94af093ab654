import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { clocks, inOrderOf, type Moment } from '../moment.ts';

/**
 * The decisions that took the places of others, by the event of each of those, in their order; null where one stands. One
 * that corrects names it; a provisional one is replaced by the next before its round is closed. A determination that was
 * withdrawn before the closing replaced nothing computed. One statement.
 */
export async function replacements(
  { sql }: ReadModel,
  eventIds: readonly string[],
  moment: Moment,
): Promise<readonly (string | null)[]> {
  const [, known] = clocks(moment);
  const { rows } = await sql.query<{ replaced: string; by: string | null }>(
    `SELECT d.event_id AS replaced, (
       SELECT n.event_id FROM decision n
       WHERE n.branch_id = d.branch_id AND n.scheme = d.scheme AND n.period = d.period AND n.revision > d.revision
         AND n.recorded_at <= $2::timestamptz AND (n.corrects = d.event_id OR (
           d.type IN ('BranchGraded', 'GradeDetermined') AND n.type IN ('BranchGraded', 'GradeDetermined')
           AND NOT EXISTS (SELECT FROM round_closing c WHERE c.round_id IN (d.round_id, n.round_id) AND c.position < n.position)
           AND (d.type = 'GradeDetermined' OR NOT EXISTS (
             SELECT FROM decision w WHERE w.branch_id = d.branch_id AND w.scheme = d.scheme AND w.period = d.period
               AND w.type = 'DeterminationWithdrawn' AND w.corrects = n.event_id AND w.recorded_at <= $2::timestamptz))))
       ORDER BY n.revision LIMIT 1) AS by
     FROM decision d WHERE d.event_id = ANY($1)`,
    [[...eventIds], known],
  );
  return inOrderOf(
    eventIds,
    rows.map(({ replaced, by }) => [replaced, by] as const),
  ).map((by) => by ?? null);
}

export const replacementLoader = loaderOf(replacements);
