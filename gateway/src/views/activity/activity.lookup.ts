import { type ActivityKind, activityKinds } from '@zhibu/contracts';
import { type Day, inForce, type Interval } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { clocks, inOrderOf, type Moment } from '../moment.ts';
import { type BranchOverDays, dueIn } from './due.rules.ts';

export interface ActivityCountRow {
  readonly kind: ActivityKind;
  /** Held in the year, up to the day. */
  readonly held: number;
  /** Cadence periods of the year that ended on or before the day while the branch lived. */
  readonly due: number;
}

export interface BranchYear {
  readonly branchId: string;
  readonly year: number;
}

/** Activities held and due, every kind in the vocabulary's order, per branch and year in the order of the keys. Three statements. */
export async function activityCounts(
  model: ReadModel,
  keys: readonly BranchYear[],
  moment: Moment,
): Promise<readonly (readonly ActivityCountRow[])[]> {
  const branchIds = [...new Set(keys.map((key) => key.branchId))];
  const [held, branches] = await Promise.all([heldIn(model, keys, moment), branchesOverDays(model, branchIds, moment)]);
  return keys.map((key, index) => {
    const branch = branches.get(key.branchId);
    const due = branch && dueIn(key.year, moment.asOf, branch);
    return activityKinds.map((kind) => ({ kind, held: held[index]?.get(kind) ?? 0, due: due?.get(kind) ?? 0 }));
  });
}

export const activitiesLoader = loaderOf(activityCounts);

async function heldIn(
  model: ReadModel,
  keys: readonly BranchYear[],
  moment: Moment,
): Promise<readonly (ReadonlyMap<string, number> | undefined)[]> {
  const found = await model.sql.query<{ branch: string; year: number; kind: string; held: string }>(
    `SELECT a.branch_id AS branch, a.year, a.kind, count(*) AS held
     FROM (SELECT DISTINCT * FROM unnest($3::text[], $4::integer[]) AS t (branch, year)) k JOIN activity a ON a.branch_id = k.branch AND a.year = k.year
     WHERE a.held_on <= $1::date AND a.recorded_at <= $2::timestamptz GROUP BY a.branch_id, a.year, a.kind`,
    [...clocks(moment), keys.map((key) => key.branchId), keys.map((key) => key.year)],
  );
  const counts = new Map<string, Map<string, number>>();
  for (const { branch, year, kind, held } of found.rows) {
    const key = `${branch} ${year}`;
    counts.set(key, (counts.get(key) ?? new Map<string, number>()).set(kind, Number(held)));
  }
  return inOrderOf(
    keys.map((key) => `${key.branchId} ${key.year}`),
    counts,
  );
}

interface LifeRow {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
}
interface FactRow {
  readonly id: string;
  readonly aspect: 'membership' | 'election' | 'cells';
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly value: number | { readonly full?: number; readonly committeeSize?: number | null };
}

async function branchesOverDays(
  model: ReadModel,
  ids: readonly string[],
  moment: Moment,
): Promise<ReadonlyMap<string, BranchOverDays>> {
  const [, knownAt] = clocks(moment);
  const lives = await model.sql.query<LifeRow>(
    `SELECT organization_id AS id, from_day AS "from", to_day AS "to" FROM place
     WHERE organization_id = ANY($1) AND depth = 0 AND known_from <= $2 AND known_to > $2`,
    [ids, knownAt],
  );
  const facts = await model.sql.query<FactRow>(
    `SELECT organization_id AS id, aspect, revision, effective_on AS "effectiveOn", value FROM organization_fact
     WHERE organization_id = ANY($1) AND aspect IN ('membership', 'election', 'cells') AND recorded_at <= $2`,
    [ids, knownAt],
  );
  const of = (id: string, aspect: FactRow['aspect']): readonly Interval<FactRow['value']>[] =>
    inForce(facts.rows.filter((row) => row.id === id && row.aspect === aspect));
  return new Map(
    ids.map((id) => [
      id,
      {
        lives: lives.rows.filter((row) => row.id === id).map(({ from, to }) => ({ from, to, value: id })),
        committeeSize: of(id, 'election').map((interval) => ({
          ...interval,
          value: detail(interval.value, 'committeeSize'),
        })),
        fullMembers: of(id, 'membership').map((interval) => ({
          ...interval,
          value: detail(interval.value, 'full') ?? 0,
        })),
        cells: of(id, 'cells').map((interval) => ({
          ...interval,
          value: typeof interval.value === 'number' ? interval.value : 0,
        })),
      },
    ]),
  );
}

function detail(value: FactRow['value'], name: 'full' | 'committeeSize'): number | null {
  return typeof value === 'number' ? null : (value[name] ?? null);
}
