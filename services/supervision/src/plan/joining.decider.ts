import { areNear, type CommandNamed, type JoinedPlanItem, type PlanEvent } from '@zhibu/contracts';
import { periodOf, type Sent } from '@zhibu/kernel';
import { adopted, itemOf, refusal, refuseIf, refuseOtherThanBody } from './plan.rules.ts';
import type { KnownPlan, PlanState } from './plan.state.ts';

type Join = CommandNamed<'JoinPlanItems'>['data'];

export interface JoiningFacts extends Sent {
  /** The item that is named beside the own one; null: there is none, or the sender may not know of it. */
  readonly other: JoinedPlanItem | null;
  /** Whether the two are of the same units: one of either is, or stands under, one of the other. */
  readonly isOfSameUnits: boolean;
}

/**
 * 合并督查事项: by the body above, which sees both plans; the platform then tells it in the plan of the other body.
 */
export function joinPlanItems(data: Join, state: PlanState, facts: JoiningFacts): PlanEvent[] {
  const { bodyId, year, itemId } = data;
  if (facts.actor.role !== 'system') refuseOtherThanBody(bodyId, facts.actor);
  const plan = adopted(state);
  const item = itemOf(plan, itemId);
  if (!item) throw refusal('PLAN_ITEM_UNKNOWN', { field: 'itemId', itemId });
  if (isJoined(plan, data)) return [];
  const { other, today } = facts;
  if (!other) throw refusal('PLAN_ITEM_UNKNOWN', { field: 'other', itemId: data.other.itemId });
  // What the platform tells follows what the other body has just joined, if the year ends in between.
  const isOver = facts.actor.role !== 'system' && year < periodOf(today);
  refuseIf(isOver, 'PLAN_YEAR_OUT_OF_BOUNDS', { field: 'year', year, today });
  const areOffered = other.bodyId !== bodyId && facts.isOfSameUnits && areNear({ year, months: item.months }, other);
  refuseIf(!areOffered, 'PLAN_ITEMS_APART', { field: 'other', itemId: other.itemId });
  return [{ type: 'PlanItemsJoined', data: { bodyId, year, effectiveOn: today, itemId, other } }];
}

const isJoined = ({ joined }: KnownPlan, { itemId, other }: Join): boolean =>
  joined.some(
    (one) =>
      one.itemId === itemId &&
      one.other.bodyId === other.bodyId &&
      one.other.year === other.year &&
      one.other.itemId === other.itemId,
  );
