import { z } from 'zod';
import { inspectionModes, inspectionScopes } from './inspection.words.ts';
import { basis, code, day, line, organizationId, period } from './schema.ts';

/** At most so many items stand in a plan: one event holds them all. */
export const MOST_PLAN_ITEMS = 30;
/** At most so many organizations are named by an item; one that stands above others stands for them. */
const MOST_UNITS = 100;

/** 督查计划 of a body for a year. */
export const planned = { bodyId: organizationId, year: period };
/** What every event of a plan says. */
export const planFact = { ...planned, effectiveOn: day };

const whatIsPlanned = {
  theme: line(200),
  scope: z.enum(inspectionScopes),
  modes: z.array(z.enum(inspectionModes)).min(1).max(inspectionModes.length),
  /** Of the year of the plan, 1 to 12. */
  months: z.array(z.int().min(1).max(12)).min(1).max(12),
  /** Whoever stands under one of them is inspected too. */
  units: z.array(organizationId).min(1).max(MOST_UNITS).optional(),
  /** From whose branches is drawn who is inspected. */
  drawUnder: organizationId.optional(),
};

/** 计划事项: by units or by a draw; `basis`: of a comprehensive item beyond the budget. */
export const planItem = z.strictObject({ itemId: code, ...whatIsPlanned, basis: basis.optional() });
export type PlanItem = z.infer<typeof planItem>;

/** An item of the plan of another body, or of a year beside. */
export const planItemNamed = z.strictObject({ ...planned, itemId: code });
/** As it stood when it was joined. */
export const planItemJoined = z.strictObject({ ...planned, itemId: code, ...whatIsPlanned });
export type JoinedPlanItem = z.infer<typeof planItemJoined>;

export const planItems = z.array(planItem).min(1).max(MOST_PLAN_ITEMS);
