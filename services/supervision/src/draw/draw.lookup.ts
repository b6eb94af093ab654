import type { Aggregate } from '@zhibu/event-store';
import { outcomeOf, seedOfBodies, substitutesOf } from '@zhibu/draw';
import type { Sent } from '@zhibu/kernel';
import { type Place, placeOf } from '@zhibu/register';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import { announcementFacts } from './announcement.lookup.ts';
import { checkpointAfter } from './checkpoint.lookup.ts';
import type { DrawDecision, PassedOver, SubstitutionFacts } from './draw.decider.ts';
import { isIn } from './draw.rules.ts';
import type { DrawState } from './draw.state.ts';
import { keptPopulation } from './population.lookup.ts';
import { receiptBody } from './receipt.lookup.ts';

/** A draw rests on the register of the day, on the list that it froze, and on the instants of its deadline. */
export function drawFacts(context: ServiceContext): Aggregate<DrawDecision>['facts'] {
  const { today, now } = context;
  const instant = async () => Promise.resolve({ now: new Date(now()).toISOString() });
  return lookingUp<DrawDecision>(today, {
    AnnounceDraw: (command, state) => announcementFacts(context, command, state),
    CommitSeed: instant,
    RevealSeed: instant,
    MissReveal: instant,
    CompleteDraw: async (_command, state) => ({ completed: await completionOf(context, state) }),
    SubstituteDrawn: ({ data }, state) => substituteOf(context, state, data.branchId),
  });
}

/** What follows from a draw whose bodies are all in; null while one of them is not. */
async function completionOf({ database, store }: ServiceContext, state: DrawState) {
  if (state.status !== 'revealing' || !state.bodies.every(isIn)) return null;
  const population = await keptPopulation(database, state.populationHash);
  const { bodies, revealBy } = state;
  const hasMissed = bodies.some((body) => body.hasMissed);
  const checkpoint = hasMissed && revealBy !== null ? await checkpointAfter(store, revealBy) : null;
  const seed = seedOfBodies(population, bodies.map(receiptBody), checkpoint);
  const { shares, drawn } = outcomeOf(population, seed);
  return { seed: seed.toString('hex'), checkpoint, shares, drawn };
}

type Substitute = Omit<SubstitutionFacts, keyof Sent>;

/** Who steps in for a branch that was drawn, after all who did before; null: none is left. */
async function substituteOf(context: ServiceContext, state: DrawState, branchId: string): Promise<Substitute> {
  if (state.status !== 'completed' || state.seed === null) return { next: null, passedOver: [] };
  const population = await keptPopulation(context.database, state.populationHash);
  const strata = new Map(population.branches);
  const next = substitutesOf(outcomeOf(population, Buffer.from(state.seed, 'hex')));
  for (const { branch } of state.substituted) next(strata.get(branch) ?? '');
  return firstDrawable(context, state.under, () => next(strata.get(branchId) ?? ''));
}

/** Whom the draw would not be announced of today is passed over. */
async function firstDrawable(
  { database, today }: ServiceContext,
  under: string,
  next: () => string | null,
): Promise<Substitute> {
  const passedOver: Substitute['passedOver'][number][] = [];
  for (let branchId = next(); branchId !== null; branchId = next()) {
    const because = passedOverFor(await placeOf(database, branchId, today()), under);
    if (because === null) return { next: branchId, passedOver };
    passedOver.push({ branchId, because });
  }
  return { next: null, passedOver };
}

/** Why a branch would not be drawn from what stands under an organization; null: it would. Source: domain.md, section 3. */
function passedOverFor(place: Place | null, under: string): PassedOver | null {
  if (!place?.alive) return 'dissolved';
  if (place.id !== under && !place.ancestors.some(({ id }) => id === under)) return 'moved';
  return place.form === 'temporary' ? 'temporary' : null;
}
