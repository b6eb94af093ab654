import {
  type CommandNamed,
  COMPREHENSIVE_ITEMS,
  isComprehensive,
  type PlanEvent,
  type PlanItem,
} from '@zhibu/contracts';
import { contentHash, periodOf, type Sent } from '@zhibu/kernel';
import type { Place } from '@zhibu/register/rules';
import { INSPECTING } from '../inspection/inspection.rules.ts';
import {
  adopted,
  itemOf,
  PLANNED_YEARS_AHEAD,
  type PlannedVisit,
  refuseIf,
  refuseOtherThanBody,
  unfitField,
} from './plan.rules.ts';
import type { KnownPlan, PlanState } from './plan.state.ts';

type Adopt = CommandNamed<'AdoptPlan'>['data'];
type Amend = CommandNamed<'AmendPlan'>['data'];

/** What the content of a plan rests on. */
export interface PlanningFacts extends Sent {
  /** The body today; null: it is not registered. */
  readonly body: Pick<Place, 'kind' | 'alive'> | null;
  /** Of the organizations that items name: who does not live today at or under the body. */
  readonly strange: readonly string[];
}

/** A visit that is scheduled or concluded under an item of the plan. */
export interface VisitUnderItem extends Omit<PlannedVisit, 'drawUnder'> {
  readonly inspectionId: string;
  readonly itemId: string;
}

export interface AmendmentFacts extends PlanningFacts {
  readonly visits: readonly VisitUnderItem[];
}

/** 通过督查计划: by the body itself, on a basis, for a year that is not over; once. */
export function adoptPlan(data: Adopt, state: PlanState, facts: PlanningFacts): PlanEvent[] {
  const { bodyId, year, basis, items } = data;
  refuseOtherThanBody(bodyId, facts.actor);
  if (state.status !== 'none') {
    refuseIf(contentHash(state.adoption) !== contentHash({ basis, items }), 'PLAN_KNOWN', { field: 'items' });
    return [];
  }
  refuseUnfitContent(data, facts);
  return [{ type: 'PlanAdopted', data: { bodyId, year, effectiveOn: facts.today, basis, items } }];
}

/** 调整督查计划: with reason and basis; what is inspected under an item stays in it. */
export function amendPlan(data: Amend, state: PlanState, facts: AmendmentFacts): PlanEvent[] {
  const { bodyId, year, basis, items, reason } = data;
  refuseOtherThanBody(bodyId, facts.actor);
  const plan = adopted(state);
  if (contentHash(plan.amendment) === contentHash({ basis, items, reason })) return [];
  refuseUnfitContent(data, facts);
  refuseDropped(plan, data, facts);
  return [{ type: 'PlanAmended', data: { bodyId, year, effectiveOn: facts.today, basis, items, reason } }];
}

function refuseUnfitContent(
  { year, items }: Pick<Adopt, 'year' | 'items'>,
  { body, strange, today }: PlanningFacts,
): void {
  const plans = body?.alive === true && INSPECTING.includes(body.kind);
  refuseIf(!plans, 'NOT_A_PLANNING_BODY', { field: 'bodyId' });
  const ahead = Number(year) - Number(periodOf(today));
  refuseIf(ahead < 0 || ahead > PLANNED_YEARS_AHEAD, 'PLAN_YEAR_OUT_OF_BOUNDS', { field: 'year', year, today });
  const wrong = items.filter(
    (item) => isWrong(item) || items.some((one) => one !== item && one.itemId === item.itemId),
  );
  refuseIf(wrong.length > 0, 'PLAN_ITEM_WRONG', { field: 'items', items: idsOf(wrong) });
  refuseIf(strange.length > 0, 'PLAN_UNITS_NOT_THERE', { field: 'items', organizations: strange.slice(0, 100) });
  const comprehensive = items.filter((item) => isComprehensive(item) && item.basis === undefined);
  const isBeyond = comprehensive.length > COMPREHENSIVE_ITEMS;
  refuseIf(isBeyond, 'PLAN_BUDGET_USED', { field: 'items', items: idsOf(comprehensive), budget: COMPREHENSIVE_ITEMS });
}

const idsOf = (items: readonly PlanItem[]): readonly string[] => [...new Set(items.map(({ itemId }) => itemId))];

const hasTwice = (values: readonly unknown[] = []): boolean => new Set(values).size < values.length;

/** Either units or a draw, and nothing twice. */
const isWrong = ({ modes, months, units, drawUnder }: PlanItem): boolean =>
  (units === undefined) === (drawUnder === undefined) || hasTwice(modes) || hasTwice(months) || hasTwice(units);

function refuseDropped(plan: KnownPlan, { items }: Amend, { visits }: AmendmentFacts): void {
  const inspections = visits.flatMap((visit) => (isDropped(plan, { items }, visit) ? [visit.inspectionId] : []));
  refuseIf(inspections.length > 0, 'PLAN_ITEM_INSPECTED', { field: 'items', inspections: inspections.slice(0, 100) });
  const joined = plan.joined.flatMap(({ itemId }) => (itemOf({ items }, itemId) ? [] : [itemId]));
  refuseIf(joined.length > 0, 'PLAN_ITEM_JOINED', { field: 'items', items: [...new Set(joined)] });
}

/** Whether an item covered a visit and does so no more; who has moved away since was covered once and is not asked again. */
function isDropped(before: KnownPlan, after: Pick<KnownPlan, 'items'>, visit: VisitUnderItem): boolean {
  const [was, is] = [itemOf(before, visit.itemId), itemOf(after, visit.itemId)];
  if (!was) return false;
  const asPlanned = { ...visit, drawUnder: was.drawUnder ?? null };
  return !is || (unfitField(was, asPlanned) === undefined && unfitField(is, asPlanned) !== undefined);
}
