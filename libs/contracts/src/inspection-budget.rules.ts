import type { InspectionMode, InspectionScope } from './inspection.words.ts';

/**
 * 督查预算: of a scope so many visits to one organization in a calendar year, over all bodies together. Source: domain.md,
 * section 6, plan.
 */
export const BUDGET = { comprehensive: 1, special: 2 } as const satisfies Partial<Record<InspectionScope, number>>;

export type BudgetedScope = keyof typeof BUDGET;

/** 随机调研, 后台调度: they ask for no material and no reception, and do not count (domain.md, section 6, plan). */
const UNCOUNTED: readonly InspectionMode[] = ['random-survey', 'back-office'];

/** What the budget is counted by. */
export interface Visit {
  readonly scope: InspectionScope;
  readonly mode: InspectionMode;
}

/** The scope whose budget a visit uses; undefined: it uses none. Source: domain.md, section 6, plan. */
export const budgetedScope = ({ scope, mode }: Visit): BudgetedScope | undefined =>
  scope === 'follow-up' || UNCOUNTED.includes(mode) ? undefined : scope;

/** How many of the visits of a year use the budget of a scope. Source: domain.md, section 6, plan. */
export const usedOf = (visits: readonly Visit[], scope: BudgetedScope): number =>
  visits.filter((visit) => budgetedScope(visit) === scope).length;
