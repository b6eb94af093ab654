import { budgetedScope, type CommandNamed } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import { DrawFault, type FaultCode, freezePopulation, type FrozenPopulation } from '@zhibu/draw';
import { type Day, periodOf, Refusal, type Sent } from '@zhibu/kernel';
import { openedOnsOf, placeOf, placesUnder } from '@zhibu/register';
import type { ServiceContext } from '@zhibu/service-kit';
import { inspectionsLookup, inspectionsOf } from '../inspections.lookup.ts';
import { strataOn } from '../strata.lookup.ts';
import { announceDraw, type AnnouncementFacts, type PopulationFault } from './announcement.decider.ts';
import type { DrawState } from './draw.state.ts';
import { keepPopulation } from './population.lookup.ts';

type Announce = CommandNamed<'AnnounceDraw'>['data'];
type Found = Omit<AnnouncementFacts, keyof Sent>;

/**
 * The register of the day, and the population that is frozen. Its list is kept before the event that names its hash is
 * recorded; of what is refused, or announced already, nothing is kept.
 */
export async function announcementFacts(
  context: ServiceContext,
  { data, today, actor }: { readonly data: Announce } & Sent,
  state: DrawState,
): Promise<Found> {
  const { frozen, ...facts } = await populationFacts(context, data);
  if (frozen && announces(data, state, { ...facts, today, actor })) await keepPopulation(context.database, frozen);
  return facts;
}

/** Whether an announcement would be recorded, and its list has to be there. */
function announces(data: Announce, state: DrawState, facts: AnnouncementFacts): boolean {
  try {
    return announceDraw(data, state, facts).length > 0;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** What an announcement rests on beside the day and its sender; `frozen`: its population, where there may be one. */
async function populationFacts(
  context: ServiceContext,
  data: Announce,
): Promise<Found & { readonly frozen: FrozenPopulation | null }> {
  const { database, today, caughtUp } = context;
  const day = today();
  await caughtUp(inspectionsLookup);
  const place = await placeOf(database, data.under, day);
  const all = await drawable(context, data.under);
  const named = (data.excluded ?? []).flatMap(({ because, branchIds }) => branchIds.map((id) => ({ id, because })));
  const excluded = new Map(named.map(({ id, because }) => [id, because]));
  const seen = new Set<string>();
  const strange = named.flatMap(({ id }) => (all.has(id) && !seen.has(id) && seen.add(id) ? [] : [id]));
  const idsOf = (reason: Reason) => named.flatMap(({ id, because }) => (because === reason ? [id] : []));
  const branches = await strataOn(
    database,
    [...all].filter((id) => !excluded.has(id)),
    day,
  );
  const { drawId: draw, sample, bodies } = data;
  const frozen = frozenOrFault(() => freezePopulation({ draw, sample, bodies, branches, excluded: [...excluded] }));
  const found = {
    lineage: place ? [place, ...place.ancestors] : [],
    strange,
    founded: await foundedOf(database, idsOf('founded-less-than-3-months'), day),
    unvisited: await unvisitedOf(database, idsOf('inspected-this-year'), day),
  };
  if ('fault' in frozen) return { ...found, population: frozen, frozen: null };
  return { ...found, population: summaryOf(frozen), frozen };
}

type Reason = NonNullable<Announce['excluded']>[number]['because'];

/** Since when each of these lives. */
async function foundedOf(sql: Sql, ids: readonly string[], day: Day): Promise<Found['founded']> {
  const openedOns = await openedOnsOf(sql, ids);
  return ids.map((branchId) => ({ branchId, openedOn: openedOns.get(branchId) ?? day }));
}

/**
 * Those of these that had no visit in the year of a day which counts in the budget: one that is planned is none yet, and one
 * from before the platform excludes nobody, for who announces a draw may record it himself.
 */
async function unvisitedOf(sql: Sql, ids: readonly string[], day: Day): Promise<readonly string[]> {
  const inspections = await inspectionsOf(sql, ids);
  const wasVisited = (id: string): boolean =>
    (inspections.get(id) ?? []).some(
      ({ visitedOn, status, ...visit }) =>
        status !== 'prior' &&
        visitedOn !== null &&
        periodOf(visitedOn) === periodOf(day) &&
        budgetedScope(visit) !== undefined,
    );
  return ids.filter((id) => !wasVisited(id));
}

/** The living branches under an organization today; a temporary one counts in no draw (domain.md, section 3). */
async function drawable({ database, today }: ServiceContext, under: string): Promise<ReadonlySet<string>> {
  const places = await placesUnder(database, under, today());
  return new Set(places.flatMap(({ id, kind, form }) => (kind === 'branch' && form !== 'temporary' ? [id] : [])));
}

/** What the format does not take, as far as a command may cause it. */
const refusedAs: Readonly<Partial<Record<FaultCode, PopulationFault>>> = {
  SAMPLE_OUT_OF_BOUNDS: 'SAMPLE_TOO_LARGE',
  EXCLUDED_TOO_MANY: 'EXCLUDED_TOO_MANY',
  BODIES_TOO_FEW: 'BODIES_WRONG',
  NAMED_TWICE: 'BODIES_WRONG',
};

function frozenOrFault(freeze: () => FrozenPopulation): FrozenPopulation | { readonly fault: PopulationFault } {
  try {
    return freeze();
  } catch (error) {
    const fault = error instanceof DrawFault ? refusedAs[error.code] : undefined;
    if (fault === undefined) throw error;
    return { fault };
  }
}

function summaryOf({ hash, bodies, branches }: FrozenPopulation): AnnouncementFacts['population'] {
  const strata = Map.groupBy(branches, ([, stratum]) => stratum);
  return {
    hash: hash.toString('hex'),
    bodies,
    branches: branches.length,
    strata: [...strata]
      .map(([stratum, { length }]) => ({ stratum, of: length }))
      .sort((a, b) => (a.stratum < b.stratum ? -1 : 1)),
  };
}
