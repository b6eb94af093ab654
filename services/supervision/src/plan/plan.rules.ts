import { type InspectionMode, type InspectionScope, planContract, type PlanItem, refusing } from '@zhibu/contracts';
import type { Actor, Day } from '@zhibu/kernel';
import type { KnownPlan, PlanState } from './plan.state.ts';

export const { refusal, refuseIf } = refusing(planContract);

/** 计划年度: this year or one of so many next ones, as far ahead as visits are scheduled. */
export { PLANNED_YEARS_AHEAD } from '../inspection/inspection.rules.ts';

/** A visit as an item of a plan may cover it. */
export interface PlannedVisit {
  readonly scope: InspectionScope;
  readonly mode: InspectionMode;
  /** The day planned, of the year of the plan. */
  readonly visitOn: Day;
  /** The organization visited and whom it stands under. */
  readonly lineage: readonly string[];
  /** Of whose branches it was drawn; null: it was not. */
  readonly drawUnder: string | null;
}

/** What of a visit is not as an item of a plan has it, by its field; undefined: it fits. */
export function unfitField(
  item: PlanItem,
  visit: PlannedVisit,
): 'scope' | 'mode' | 'visitOn' | 'organizationId' | 'drawId' | undefined {
  if (visit.scope !== item.scope) return 'scope';
  if (!item.modes.includes(visit.mode)) return 'mode';
  if (!item.months.includes(monthOf(visit.visitOn))) return 'visitOn';
  if (item.drawUnder !== undefined) return visit.drawUnder === item.drawUnder ? undefined : 'drawId';
  return item.units?.some((id) => visit.lineage.includes(id)) === true ? undefined : 'organizationId';
}

/** 1 to 12. */
const monthOf = (day: Day): number => Number(day.slice('YYYY-'.length, 'YYYY-MM'.length));

/** The item of a plan; undefined: it has none of this id. */
export const itemOf = ({ items }: Pick<KnownPlan, 'items'>, asked: string): PlanItem | undefined =>
  items.find(({ itemId }) => itemId === asked);

/** The plan, which was adopted. @throws Refusal PLAN_UNKNOWN */
export function adopted(state: PlanState): KnownPlan {
  if (state.status === 'none') throw refusal('PLAN_UNKNOWN', { field: 'year' });
  return state;
}

/** Lets only the body of the plan pass. @throws Refusal PLAN_OF_ANOTHER_BODY */
export function refuseOtherThanBody(bodyId: string, { organizationId }: Actor): void {
  refuseIf(organizationId !== bodyId, 'PLAN_OF_ANOTHER_BODY', { field: 'bodyId', bodyId });
}
