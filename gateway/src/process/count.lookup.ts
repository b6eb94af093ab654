import type { ReadModel } from '../read-model.ts';
import { type CountRow, type LearnedMeanwhile, MOVED_MEANWHILE, SECOND, talliesOf } from '../tally/tally.lookup.ts';
import type { SeenId } from '../scope/seen.ts';
import { clocks, holds, inOrderOf, type Moment } from '../views/moment.ts';
import type { ProcessTables } from './steps.projection.ts';

/** How the instances of a process are counted, under an organization and of single branches. */
export interface ProcessCounts {
  /**
   * The instances under an organization on the day, by what they count as. Of organizations with very many branches by
   * the tallies, of others instance by instance. At most two statements.
   */
  readonly under: (model: ReadModel, organizationId: SeenId, moment: Moment) => Promise<ReadonlyMap<string, number>>;
  /** How many instances of each branch count as that, in the order of the ids. One statement. */
  readonly ofBranches: (
    model: ReadModel,
    asked: { readonly branchIds: readonly SeenId[]; readonly counted: string },
    moment: Moment,
  ) => Promise<readonly number[]>;
}

/** The counts of a process that is tallied. */
export function processCounts(aggregate: string, tables: ProcessTables, ofEveryKind: boolean): ProcessCounts {
  const { spans, steps } = tables;
  const counting = ofEveryKind ? 'true' : `p.kind = 'branch'`;
  /** Instance by instance, of the living under the organizations $3; `sign` -1 takes away. */
  const counted = (held: (alias: string) => string, which = 'true', sign = 1): string => `
    SELECT p.ancestor_id AS id, '${aggregate}' AS series, s.counted AS value, ${sign} * count(*) AS count
    FROM place p JOIN ${spans} s ON s.organization_id = p.organization_id AND ${held('s')}
    WHERE p.ancestor_id = ANY($3) AND ${counting} AND ${held('p')} AND ${which} GROUP BY p.ancestor_id, s.counted`;
  const bySpans = { name: `${aggregate}-by-spans`, text: counted(holds) };
  // A step may end what an instance is counted as and begin nothing, so the steps tell what was learned.
  const stepped: LearnedMeanwhile = {
    name: aggregate,
    whom: `SELECT key FROM ${steps} WHERE recorded_at BETWEEN ${SECOND} AND $2::timestamptz
      UNION SELECT key FROM ${spans} WHERE organization_id IN (${MOVED_MEANWHILE})`,
    counted: (held, sign) => counted(held, 'p.wide AND s.key IN (SELECT key FROM changed)', sign),
    values: [],
  };
  return {
    under: async (model, organizationId, moment) => {
      const organizationIds = [organizationId];
      const wide = await talliesOf(model, { organizationIds, moment, series: [aggregate] }, stepped);
      return wide.length > 0
        ? summed(wide)
        : summed((await model.sql.query<CountRow>({ ...bySpans, values: [...clocks(moment), organizationIds] })).rows);
    },
    ofBranches: async (model, { branchIds, counted: value }, moment) => {
      const { rows } = await model.sql.query<{ branch: string; count: number }>(
        `SELECT organization_id AS branch, count(*)::int AS count FROM ${spans} s
         WHERE organization_id = ANY($3) AND counted = $4 AND ${holds('s')} GROUP BY organization_id`,
        [...clocks(moment), branchIds, value],
      );
      return inOrderOf(
        branchIds,
        rows.map(({ branch, count }) => [branch, count] as const),
      ).map((count) => count ?? 0);
    },
  };
}

function summed(rows: readonly CountRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { value, count } of rows) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + Number(count));
  return counts;
}
