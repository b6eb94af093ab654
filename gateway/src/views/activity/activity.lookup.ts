import { type ActivityKind, activityKinds } from '@zhibu/contracts';
import { type Day, inForce, type Interval } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId } from '../../scope/seen.ts';
import { clocks, inOrderOf, type Moment } from '../moment.ts';
import { type BranchOverDays, countsOf } from './due.rules.ts';

export interface ActivityCountRow {
  readonly kind: ActivityKind;
  /** Held in the year, up to the day. */
  readonly held: number;
  /** Of the stretches due, those in which at least one was held. */
  readonly met: number;
  /** Stretches of the cadence in the year that ended on or before the day while the branch lived. */
  readonly due: number;
  /** The most days in a row without one, of those that the branch lived in the year; null: none held, none due. */
  readonly longestGap: number | null;
}

export interface BranchYear {
  readonly branchId: SeenId;
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
    return activityKinds.map((kind) => {
      const days = held[index]?.get(kind) ?? [];
      return {
        kind,
        held: days.length,
        ...(branch ? countsOf(kind, { ...key, asOf: moment.asOf, branch, days }) : none),
      };
    });
  });
}

const none = { met: 0, due: 0, longestGap: null };

export const activitiesLoader = loaderOf(activityCounts);

/** The days on which each kind was held, by what was said last of each activity. */
async function heldIn(
  model: ReadModel,
  keys: readonly BranchYear[],
  moment: Moment,
): Promise<readonly (ReadonlyMap<string, readonly Day[]> | undefined)[]> {
  const found = await model.sql.query<{ branch: string; year: number; kind: string; day: Day }>(
    `SELECT branch, year, kind, held_on AS day FROM (
       SELECT DISTINCT ON (a.branch_id, a.year, a.external_id) a.branch_id AS branch, a.year, a.kind, a.held_on
       FROM (SELECT DISTINCT * FROM unnest($3::text[], $4::integer[]) AS t (branch, year)) k JOIN activity a ON a.branch_id = k.branch AND a.year = k.year
       WHERE a.recorded_at <= $2::timestamptz ORDER BY a.branch_id, a.year, a.external_id, a.revision DESC) last
     WHERE held_on <= $1::date ORDER BY held_on`,
    [...clocks(moment), keys.map((key) => key.branchId), keys.map((key) => key.year)],
  );
  const days = new Map<string, Map<string, Day[]>>();
  for (const { branch, year, kind, day } of found.rows) {
    const key = `${branch} ${year}`;
    const byKind = days.get(key) ?? new Map<string, Day[]>();
    days.set(key, byKind.set(kind, [...(byKind.get(kind) ?? []), day]));
  }
  return inOrderOf(
    keys.map((key) => `${key.branchId} ${key.year}`),
    days,
  );
}

interface LifeRow {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
}
interface FactRow {
  readonly id: string;
  readonly aspect: 'membership' | 'election' | 'committee' | 'cells';
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly value: number | object;
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
     WHERE organization_id = ANY($1) AND aspect IN ('membership', 'election', 'committee', 'cells') AND recorded_at <= $2 AND known_to > $2`,
    [ids, knownAt],
  );
  const of = (id: string, ...aspects: FactRow['aspect'][]): readonly Interval<FactRow['value']>[] =>
    inForce(facts.rows.filter((row) => row.id === id && aspects.includes(row.aspect)));
  return new Map(
    ids.map((id) => [
      id,
      {
        lives: lives.rows.filter((row) => row.id === id).map(({ from, to }) => ({ from, to, value: id })),
        committeeSize: of(id, 'election', 'committee').map((interval) => ({
          ...interval,
          value: Array.isArray(interval.value) ? interval.value.length : detail(interval.value, 'committeeSize'),
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
  const stated: unknown = typeof value === 'number' ? null : Reflect.get(value, name);
  return typeof stated === 'number' ? stated : null;
}
