import {
  type BudgetedScope,
  budgetedScope,
  inspectionModes,
  inspectionScopes,
  type InspectionStatus,
} from '@zhibu/contracts';
import type { Interval } from '@zhibu/kernel';
import { type CountedStep, joined } from '../../process/spans.rules.ts';
import { standings } from '../../process/standings.rules.ts';

/**
 * What a step says of its visit: scope, mode, purpose, body, item of a plan, the day planned, and the year of the visit, or of
 * the day planned; what was inspected before the platform was so on the day of its step.
 */
export const VISIT_TOLD = `jsonb_strip_nulls(jsonb_build_object('scope', said -> 'scope', 'mode', said -> 'mode', 'purpose', said -> 'purpose',
  'body', said -> 'bodyId', 'planItem', said -> 'planItem', 'visitOn', said -> 'visitOn',
  'year', CASE WHEN said ? 'scope' THEN left(coalesce(said ->> 'visitedOn', said ->> 'visitOn', said ->> 'effectiveOn'), 4) END))`;

/** As what a visit is counted: by where it stands, what it is, and its year. */
export interface CountedVisit {
  readonly status: string;
  readonly scope: string;
  readonly mode: string;
  readonly purpose: string;
  readonly year: string;
}

/** 督查, as one text: `concluded:special:on-site:routine:2023`. */
export const visitCounted = (known: readonly CountedStep<InspectionStatus>[]): readonly Interval<string>[] =>
  joined(
    standings(known).map(({ from, to, value: { status, facets } }) => ({
      from,
      to,
      value: [status, facets['scope'], facets['mode'], facets['purpose'], facets['year']].join(':'),
    })),
  );

/** What was counted as one text. */
export function countedVisit(value: string): CountedVisit {
  const [status = '', scope = '', mode = '', purpose = '', year = ''] = value.split(':');
  return { status, scope, mode, purpose, year };
}

/** The year of a visit that was counted, as an SQL expression over the text. */
export const yearCounted = (counted: string): string => `split_part(${counted}, ':', 5)`;

/** 督查预算: which budget of its year a visit uses, from the schedule on, unless it is cancelled; undefined: it uses none. */
export function budgetUsed(value: string): BudgetedScope | undefined {
  const visit = countedVisit(value);
  const scope = inspectionScopes.find((known) => known === visit.scope);
  const mode = inspectionModes.find((known) => known === visit.mode);
  return scope && mode && visit.status !== 'cancelled' ? budgetedScope({ scope, mode }) : undefined;
}
