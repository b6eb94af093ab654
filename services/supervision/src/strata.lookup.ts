import { programmeLevels } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import { type BranchRow, type DesignatedLevel, stratumOf } from '@zhibu/draw';
import { addMonths, type Day } from '@zhibu/kernel';
import { levelsOn } from './designations.lookup.ts';
import { standingsOn } from './grades.lookup.ts';
import { lastVisits } from './inspections.lookup.ts';

/** Branches with the strata that they are in on a day: designation, confirmed grade in force, last comprehensive visit. */
export async function strataOn(sql: Sql, branchIds: readonly string[], day: Day): Promise<readonly BranchRow[]> {
  const [standings, levels, months] = await Promise.all([
    standingsOn(sql, branchIds, day),
    designatedLevels(sql, branchIds, day),
    monthsSinceVisits(sql, branchIds, day),
  ]);
  return branchIds.map((id) => [id, stratumOf(levels.get(id) ?? 'none', standings.get(id) ?? 'none', months.get(id))]);
}

/** The highest level at which branches are designated on a day, by branch; who is designated nowhere is left out. */
async function designatedLevels(
  sql: Sql,
  branchIds: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, DesignatedLevel>> {
  const levels = await levelsOn(sql, branchIds, day);
  return new Map(
    [...levels].map(([id, held]) => [id, programmeLevels.find((level) => held.includes(level)) ?? 'none'] as const),
  );
}

/** Full months from the last comprehensive visit to a day, by branch; who was never visited is left out. */
async function monthsSinceVisits(
  sql: Sql,
  branchIds: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, number>> {
  const visits = await lastVisits(sql, branchIds);
  return new Map([...visits].map(([id, visitedOn]) => [id, fullMonths(visitedOn, day)]));
}

/** Strata tell the first two years apart: of an earlier visit it is enough that they are over. */
const MONTHS_TOLD = 24;

function fullMonths(from: Day, to: Day): number {
  let months = 0;
  while (months < MONTHS_TOLD && addMonths(from, months + 1) <= to) months += 1;
  return months;
}
