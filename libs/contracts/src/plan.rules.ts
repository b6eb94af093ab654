import { addDays, addMonths, type Day } from '@zhibu/kernel';
import { budgetedScope } from './inspection-budget.rules.ts';
import type { PlanItem } from './plan.shapes.ts';

/** 督查预算: of a body and year so many comprehensive items (domain.md, section 6, plan). */
export const COMPREHENSIVE_ITEMS = 1;

/** Items of two bodies are offered for joining within so many days of each other (domain.md, section 6, plan). */
const JOINED_WITHIN_DAYS = 30;

/** Whether an item uses the budget of comprehensive ones: in one of its modes at least. Source: domain.md, section 6, plan. */
export const isComprehensive = ({ scope, modes }: Pick<PlanItem, 'scope' | 'modes'>): boolean =>
  modes.some((mode) => budgetedScope({ scope, mode }) === 'comprehensive');

/** The months of an item, and their year: `YYYY`, 1 to 12. */
export interface PlannedMonths {
  readonly year: string;
  readonly months: readonly number[];
}

/**
 * Whether two items lie within 30 days of each other: from the last day of a month of one to the first of a month of the
 * other, so that neighbouring days count, of the same year or of two. Source: domain.md, section 6, plan.
 */
export const areNear = (one: PlannedMonths, other: PlannedMonths): boolean =>
  spansOf(one).some((a) =>
    spansOf(other).some(
      (b) => a.from <= addDays(b.to, JOINED_WITHIN_DAYS) && b.from <= addDays(a.to, JOINED_WITHIN_DAYS),
    ),
  );

const spansOf = ({ year, months }: PlannedMonths): readonly { readonly from: Day; readonly to: Day }[] =>
  months.map((month) => {
    const from = `${year}-${String(month).padStart(2, '0')}-01`;
    return { from, to: addDays(addMonths(from, 1), -1) };
  });

/**
 * Whether two items are of the same units: one of either is, or stands under, one of the other. An item by draw names
 * nobody yet. Source: domain.md, section 6, plan.
 * @param isUnder whether an organization stands under another
 */
export const ofSameUnits = (
  one: Pick<PlanItem, 'units'>,
  other: Pick<PlanItem, 'units'>,
  isUnder: (organizationId: string, above: string) => boolean,
): boolean => (one.units ?? []).some((a) => (other.units ?? []).some((b) => a === b || isUnder(a, b) || isUnder(b, a)));
