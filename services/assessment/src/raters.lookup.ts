import { handsIn, type Recorded, SUPERIOR_RATER } from '@zhibu/contracts';
import { insertInto, type Pool, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';

const ratings: Table = {
  name: 'lookup_superior_rating',
  columns: { branch_id: 'text', scheme: 'text', period: 'text', hands: 'jsonb', revision: 'integer' },
  replaces: { key: ['branch_id', 'scheme', 'period'], newer: 'revision' },
};

/** Keeps who had a hand in what was rated last for the superior, of each grading. */
export const ratersKept: Handlers = {
  RatingSubmitted: (sql, submitted: readonly Recorded<'RatingSubmitted'>[]) =>
    insertInto(
      sql,
      ratings,
      submitted
        .filter(({ data }) => data.rater === SUPERIOR_RATER)
        .map(({ data: { branchId, scheme, period }, metadata, revision }) => ({
          branch_id: branchId,
          scheme,
          period,
          hands: handsIn(metadata),
          revision,
        })),
    ),
};

/** Who had a hand in rating branches for the superior, by branch; nobody where a file does not tell. One statement. */
export async function superiorsWhoRated(
  database: Pool,
  branchIds: readonly string[],
  { scheme, period }: { readonly scheme: string; readonly period: string },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ branch: string; hands: readonly string[] }>(
    `SELECT branch_id AS branch, hands FROM lookup_superior_rating
     WHERE branch_id = ANY($1) AND scheme = $2 AND period = $3`,
    [branchIds, scheme, period],
  );
  return new Map(rows.map(({ branch, hands }) => [branch, hands]));
}
