import {
  type BudgetedScope,
  budgetedScope,
  inspectionModes,
  inspectionScopes,
  type InspectionStatus,
} from '@zhibu/contracts';
import type { Interval } from '@zhibu/kernel';
import { type CountedStep, joined, standings } from '../../process/spans.rules.ts';

/**
 * What a step says of its visit, an SQL expression: the scope, the mode, and the year of the visit, or of the day planned; what was
 * inspected before the platform was so on the day of its step. */
export const VISIT_LABELLED = `(said ->> 'scope') || ':' || (said ->> 'mode') || ':' || left(coalesce(said ->> 'visitedOn', said ->> 'visitOn', said ->> 'effectiveOn'), 4)`;

/** As what a visit of a year is counted that uses the budget of a scope. */
export const visitOf = (year: string, scope: BudgetedScope): string => `${year}:${scope}`;

/** 督查预算: counted from the schedule on, unless it is cancelled, as the budget of its year that it uses. */
export const visitCounted = (known: readonly CountedStep<InspectionStatus>[]): readonly Interval<string>[] =>
  joined(
    standings(known).flatMap(({ from, to, value: { status } }) => {
      const labelled = known.filter(({ label, effectiveOn }) => label !== null && effectiveOn <= from);
      const value = status === 'cancelled' ? undefined : usedBy(lastOf(labelled)?.label ?? '');
      return value === undefined ? [] : [{ from, to, value }];
    }),
  );

const lastOf = <Step extends { readonly revision: number }>(steps: readonly Step[]): Step | undefined =>
  steps.toSorted((a, b) => a.revision - b.revision).at(-1);

/** Undefined: it uses none. */
function usedBy(label: string): string | undefined {
  const [scopeSaid, modeSaid, year = ''] = label.split(':');
  const scope = inspectionScopes.find((known) => known === scopeSaid);
  const mode = inspectionModes.find((known) => known === modeSaid);
  const used = scope && mode && budgetedScope({ scope, mode });
  return used && visitOf(year, used);
}
