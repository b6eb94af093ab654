import { type CommandNamed, ofSameUnits, type PlanItem, planStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { type Aggregate, folded } from '@zhibu/event-store';
import type { Day, Sent } from '@zhibu/kernel';
import { type Place, placesAsked } from '@zhibu/register';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import { inspectionsLookup, visitsOfPlan } from '../inspections.lookup.ts';
import type { AmendmentFacts, PlanningFacts } from './adoption.decider.ts';
import type { JoiningFacts } from './joining.decider.ts';
import { planDecider, type PlanDecision } from './plan.decider.ts';
import { itemOf } from './plan.rules.ts';
import type { PlanState } from './plan.state.ts';

type Join = CommandNamed<'JoinPlanItems'>['data'];
type Places = ReadonlyMap<string, Place>;

/** A plan rests on the register of the day, on the visits under its items, and on the plans of the bodies under it. */
export function planFacts(context: ServiceContext): Aggregate<PlanDecision>['facts'] {
  const { database, today } = context;
  const joining = joiningIn(context);
  return lookingUp<PlanDecision>(today, {
    AdoptPlan: ({ data }) => planning(database, data, today()),
    AmendPlan: async ({ data }) => ({
      ...(await planning(database, data, today())),
      visits: await visitsUnder(context, data),
    }),
    JoinPlanItems: (command, state) => joining(command, state),
  });
}

const placesOf = async (database: Pool, ids: readonly string[], day: Day): Promise<Places> => {
  const distinct = [...new Set(ids)];
  const found = await placesAsked(
    database,
    distinct.map((id) => ({ id, day })),
  );
  return new Map(found.flatMap((place) => (place ? [[place.id, place] as const] : [])));
};

const lineageOf = (places: Places, id: string): readonly string[] => [
  id,
  ...(places.get(id)?.ancestors ?? []).map((above) => above.id),
];

async function planning(
  database: Pool,
  { bodyId, items }: { readonly bodyId: string; readonly items: readonly PlanItem[] },
  day: Day,
): Promise<Omit<PlanningFacts, keyof Sent>> {
  const named = [...new Set(items.flatMap(({ units = [], drawUnder = [] }) => [units, drawUnder].flat()))];
  const places = await placesOf(database, [bodyId, ...named], day);
  const isThere = (id: string): boolean => places.get(id)?.alive === true && lineageOf(places, id).includes(bodyId);
  return { body: places.get(bodyId) ?? null, strange: named.filter((id) => !isThere(id)) };
}

/** By the own log, read to its end: what was scheduled a moment ago is among them. */
async function visitsUnder(
  { database, caughtUp, today }: ServiceContext,
  plan: { readonly bodyId: string; readonly year: string },
): Promise<AmendmentFacts['visits']> {
  await caughtUp(inspectionsLookup);
  const visits = await visitsOfPlan(database, plan);
  const places = await placesOf(
    database,
    visits.map(({ organizationId }) => organizationId),
    today(),
  );
  return visits.map(({ organizationId, ...visit }) => ({ ...visit, lineage: lineageOf(places, organizationId) }));
}

function joiningIn({ database, store, today }: ServiceContext) {
  const plans = folded(store, planDecider);

  /** Of a body that stands under the one for which is asked; the platform itself tells the body below of its superior's. */
  const isTold = async ({ bodyId, other }: Join, { actor }: Sent): Promise<boolean> => {
    if (actor.role === 'system') return true;
    const places = await placesOf(database, [other.bodyId], today());
    return lineageOf(places, other.bodyId).includes(bodyId);
  };

  const otherItem = async (data: Join, sent: Sent): Promise<PlanItem | undefined> => {
    if (!(await isTold(data, sent))) return undefined;
    const { bodyId, year, itemId } = data.other;
    return itemIn(await plans(planStream(bodyId, year)), itemId);
  };

  return async (
    { data, ...sent }: { readonly data: Join } & Sent,
    state: PlanState,
  ): Promise<Omit<JoiningFacts, keyof Sent>> => {
    const named = await otherItem(data, sent);
    if (!named) return { other: null, isOfSameUnits: false };
    const own = itemIn(state, data.itemId) ?? {};
    const places = await placesOf(database, unitsOf(named, own), today());
    const isUnder = (id: string, above: string): boolean => lineageOf(places, id).includes(above);
    const { basis: _basis, ...item } = named;
    const { bodyId, year } = data.other;
    return { other: { bodyId, year, ...item }, isOfSameUnits: ofSameUnits(item, own, isUnder) };
  };
}

const itemIn = (state: PlanState, itemId: string): PlanItem | undefined =>
  state.status === 'none' ? undefined : itemOf(state, itemId);

const unitsOf = (...items: readonly Pick<PlanItem, 'units'>[]): readonly string[] =>
  items.flatMap(({ units = [] }) => units);
