import { lastDayOf } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import type { Handover } from '../judging/handover.ts';
import { gradeWording, isKnownGrade } from '../judging/prior.rules.ts';
import type { PriorGrade } from '../rows/register.rules.ts';
import type { Planned } from './plan.ts';
import { sourceOf } from '../reading/sheet.ts';
import type { KnownGrade } from '../judging/known.ts';
import { changedIn, priorGradeBasis } from './vocabulary.ts';

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
export function decidedBefore({ register, sheets, editions }: Handover, known: PriorKnown): readonly Fault[] {
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
          detail: gradeWording(editions, { scheme: prior.scheme, grade: before.grade }),
        }),
      ];
    }),
  );
}
