import {
  areNear,
  inspectionModeWords,
  inspectionScopeWords,
  type JoinedPlanItem,
  ofSameUnits,
  type PlanItem,
  type PlanStatus,
} from '@zhibu/contracts';
import { periodOf } from '@zhibu/kernel';
import type { PlanItemConcludedArgs, PlanItemScheduledArgs } from '../../generated/schema.ts';
import { instanceAt, type ProcessNode } from '../../process/process-fields.ts';
import type { Process } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { PageArguments } from '../../request/page.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { SeenId } from '../../scope/seen.ts';
import { underItem } from '../inspection/inspection-filter.rules.ts';
import { worded } from '../inspection/inspection-parts.resolver.ts';
import { inspectionsUnder } from '../inspection/inspection.view.ts';
import type { Moment } from '../moment.ts';
import { organizationNamed, organizationReferred } from '../organization/organization.resolver.ts';
import { aboveLoader, otherPlansLoader } from './other-plans.lookup.ts';
import { type PlanDetails, planIn } from './plan.rules.ts';

/** An item of a plan, of a body that whoever asks may see. */
export interface PlanItemNode extends PlanItem {
  readonly bodyId: SeenId;
  readonly year: string;
  readonly joined: readonly JoinedPlanItem[];
  readonly moment: Moment;
}

/** An item of the plan of another body. */
type OtherNode = JoinedPlanItem & { readonly moment: Moment };

type Item = Pick<PlanItemNode, 'scope' | 'modes' | 'units' | 'drawUnder' | 'moment'>;

/** The items of a plan, as they stand. */
export const itemsOf = ({
  organizationId: bodyId,
  items,
  joined,
  adopted,
  moment,
}: ProcessNode<PlanStatus> & PlanDetails): readonly PlanItemNode[] =>
  items.map((item) => ({ ...item, bodyId, year: adopted.year, joined: joined.get(item.itemId) ?? [], moment }));

const inspectionsOf = async (
  node: PlanItemNode,
  { which, args, context }: { which: 'scheduled' | 'concluded'; args: PageArguments; context: GatewayContext },
) => {
  const under = await context.access.under(node.bodyId, node.moment);
  return inspectionsUnder({ context, moment: node.moment }, { under, where: underItem(node, which), args });
};

/** The items of other bodies of which this one may be joined with any: near, of the same units, in a year that goes on. */
async function offersTo(node: PlanItemNode, plans: Process<PlanStatus>, context: GatewayContext) {
  const { bodyId, year, moment } = node;
  if (year < periodOf(moment.asOf)) return [];
  const keys = await otherPlansLoader(context.at(moment)).load({ bodyId, year });
  const found = await Promise.all(keys.map((key) => instanceAt(plans, { context, moment }, key)));
  const others = found.flatMap((plan) => (plan ? offeredIn(plan) : []));
  const near = others.filter((other) => areNear(node, other) && !isJoined(node, other));
  const above = await aboveOf([node, ...near], moment, context);
  return near
    .filter((other) => ofSameUnits(node, other, (id, unit) => above.get(id)?.has(unit) === true))
    .map((other): OtherNode => ({ ...other, moment }));
}

function offeredIn(plan: ProcessNode<PlanStatus>): readonly JoinedPlanItem[] {
  const details = planIn(plan);
  if (!details) return [];
  const { bodyId, year } = details.adopted;
  return details.items.map(({ basis: _basis, ...item }) => ({ bodyId, year, ...item }));
}

const isJoined = ({ joined }: PlanItemNode, { bodyId, year, itemId }: JoinedPlanItem): boolean =>
  joined.some((other) => other.bodyId === bodyId && other.year === year && other.itemId === itemId);

async function aboveOf(
  items: readonly Pick<PlanItem, 'units'>[],
  moment: Moment,
  context: GatewayContext,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const ids = [...new Set(items.flatMap(({ units = [] }) => units))];
  const loader = aboveLoader(context.at(moment));
  return new Map(await Promise.all(ids.map(async (id) => [id, await loader.load(id)] as const)));
}

const saidOfItems: Resolvers[string] = {
  id: ({ itemId }: PlanItem) => itemId,
  scope: ({ scope }: Item, _: unknown, context: GatewayContext) => worded(inspectionScopeWords, scope, context),
  modes: ({ modes }: Item, _: unknown, context: GatewayContext) =>
    modes.map((mode) => worded(inspectionModeWords, mode, context)),
  // Of another body's item those alone that whoever asks may know of.
  units: async ({ units = [], moment }: Item, _: unknown, context: GatewayContext) => {
    const named = await Promise.all(units.map((id) => organizationReferred(context, moment, id)));
    return named.flatMap((unit) => unit ?? []);
  },
  drawUnder: ({ drawUnder, moment }: Item, _: unknown, context: GatewayContext) =>
    drawUnder === undefined ? null : organizationReferred(context, moment, drawUnder),
};

/** What stands within a plan: its items, and those of other bodies beside them. */
export const partsOfPlan = (plans: Process<PlanStatus>): Resolvers => ({
  PlanItem: {
    ...saidOfItems,
    documentNo: ({ basis }: PlanItemNode) => basis?.documentNo ?? null,
    scheduled: (node: PlanItemNode, args: PlanItemScheduledArgs, context: GatewayContext) =>
      inspectionsOf(node, { which: 'scheduled', args, context }),
    concluded: (node: PlanItemNode, args: PlanItemConcludedArgs, context: GatewayContext) =>
      inspectionsOf(node, { which: 'concluded', args, context }),
    joinedWith: ({ joined, moment }: PlanItemNode): readonly OtherNode[] =>
      joined.map((other) => ({ ...other, moment })),
    offers: (node: PlanItemNode, _: unknown, context: GatewayContext) => offersTo(node, plans, context),
  },
  OtherPlanItem: {
    ...saidOfItems,
    body: ({ bodyId, moment }: OtherNode, _: unknown, context: GatewayContext) =>
      organizationNamed(context, moment, bodyId),
  },
});
