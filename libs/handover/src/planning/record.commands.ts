import { lastDayOf } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import type { Handover } from '../judging/handover.ts';
import { isKnownGrade } from '../judging/prior.rules.ts';
import type { PriorGrade } from '../rows/register.rules.ts';
import type { Planned } from './plan.ts';
import { sourceOf } from '../reading/sheet.ts';
import { type KnownGrade, type Standing, withdrawnBefore } from '../judging/known.ts';
import { changedIn, priorGradeBasis } from './vocabulary.ts';

/** Records every activity; the platform knows one that comes again by its external id. */
export function planActivities(
  { activities, sheets }: Handover,
  { activities: standing }: Pick<Standing, 'activities'>,
): readonly Planned[] {
  const table = sheets.get('activities')?.table;
  if (!table) return [];
  return activities.map(({ row, branchCode, externalId, kind, heldOn, attendance }) => ({
    name: 'RecordActivity',
    subject: branchCode,
    observed: withdrawnBefore(standing.get(branchCode), externalId) ?? 'new',
    source: sourceOf(table, [row]),
    data: { branchId: branchCode, externalId, kind, heldOn, attendance },
  }));
}

/** A scheme and a period in which a register states grades from before the platform. */
export interface PriorRound {
  readonly scheme: string;
  readonly period: string;
}

/** The rounds of the past that a register speaks of. */
export function priorRounds(handover: Handover): readonly PriorRound[] {
  const rounds = knownPriors(handover).map(({ prior: { scheme, period } }) => ({ scheme, period }));
  return [...new Map(rounds.map((round) => [keyOf(round), round])).values()];
}

/** By round: what the platform shows of it, by branch. */
export type PriorKnown = ReadonlyMap<string, ReadonlyMap<string, KnownGrade>>;

export const keyOf = ({ scheme, period }: PriorRound): string => `${scheme}:${period}`;

/** Records the grades from before the platform and corrects those that their rows have changed, each effective on the last day of its period. */
export function planPriorGrades(handover: Handover, known: PriorKnown): readonly Planned[] {
  const table = handover.sheets.get('register')?.table;
  if (!table) return [];
  return knownPriors(handover).flatMap(({ row, code, prior }) => {
    const before = known.get(keyOf(prior))?.get(code);
    if (before && (before.grade === prior.grade || before.editionId !== null)) return [];
    const data = {
      branchId: code,
      ...prior,
      effectiveOn: lastDayOf(prior.period),
      basis: { documentNo: priorGradeBasis },
      source: table.file,
    };
    const of = { subject: code, observed: before?.eventId ?? 'new', source: sourceOf(table, [row]) };
    if (!before) return [{ ...of, name: 'RecordPriorGrade', data }];
    return [{ ...of, name: 'CorrectPriorGrade', data: { ...data, reason: changedIn(table.file, table.sha256) } }];
  });
}

interface PriorOfBranch {
  readonly row: number;
  readonly code: string;
  readonly prior: PriorGrade;
}

/** The prior grades of a register that their schemes know. */
function knownPriors({ register, editions }: Handover): readonly PriorOfBranch[] {
  return register.flatMap(({ row, code, priorGrades }) =>
    priorGrades.filter((prior) => isKnownGrade(editions, prior)).map((prior) => ({ row, code, prior })),
  );
}

/** Prior grades that differ from what the platform decided itself: the platform's stands. */
export function decidedBefore({ register, sheets }: Handover, known: PriorKnown): readonly Fault[] {
  const file = sheets.get('register')?.table.file ?? '';
  return register.flatMap(({ row, code, priorGrades }) =>
    priorGrades.flatMap((prior) => {
      const before = known.get(keyOf(prior))?.get(code);
      if (!before || before.editionId === null || before.grade === prior.grade) return [];
      return [
        fault('prior-grade-decided', {
          file,
          row,
          column: 'priorGrades',
          value: `${keyOf(prior)}:${prior.grade}`,
          detail: before.grade,
        }),
      ];
    }),
  );
}

/** Designations of the register, by what they are: counted, for they are not taken in yet. */
export function designationCounts({ register }: Handover): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const designation of register.flatMap(({ designations }) => designations)) {
    counts.set(designation, (counts.get(designation) ?? 0) + 1);
  }
  return new Map([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
