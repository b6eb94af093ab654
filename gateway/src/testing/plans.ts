import { planStream } from '@zhibu/contracts';
import type { History } from './history.ts';

/** An item of a plan as its contract has it. */
export const planItem = (itemId: string, change: object = {}): object => ({
  itemId,
  theme: '支部建设督查',
  scope: 'comprehensive',
  modes: ['on-site', 'remote'],
  months: [5],
  ...change,
});

/** The next step of the plan of a body for a year. */
export const stepOfPlan = (
  history: History,
  [bodyId, year]: readonly [bodyId: string, year: string],
  type: string,
  data: object,
): History => history.record(planStream(bodyId, year), type, { bodyId, year, effectiveOn: '2023-01-10', ...data });

/** A body adopts its plan of a year. */
export const adoptPlan = (
  history: History,
  of: readonly [bodyId: string, year: string],
  items: readonly object[],
): History => stepOfPlan(history, of, 'PlanAdopted', { basis: { documentNo: '示例督查〔2023〕1号' }, items });
