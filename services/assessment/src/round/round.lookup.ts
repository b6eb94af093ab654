import { editionTerms, roundStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { lastDayOf } from '@zhibu/kernel';
import { kindOf, openedOnOf, placeOf, registrationsReadTo, workingCalendar } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { Editions } from '../edition/edition.lookup.ts';
import { laterEditions } from '../editions.lookup.ts';
import { gradingsLookup } from '../gradings.lookup.ts';
import { scopeOf } from '../scope.lookup.ts';
import type { Candidate } from './exemption.decider.ts';
import { roundDecider, type RoundDecision } from './round.decider.ts';
import type { Round, RoundState } from './round.state.ts';

/** Reads rounds from their streams, each time anew: whether one is still open, and who was admitted to a closed one. */
export interface Rounds {
  readonly state: (roundId: string) => Promise<RoundState>;
}

export function roundsIn(store: EventStore): Rounds {
  const rounds = folded(store, roundDecider);
  return { state: (roundId) => rounds(roundStream(roundId)) };
}

/** What the commands of a round rest on: editions as they stand, the committee, and the branches in scope with their grades. */
export function roundFacts(context: ServiceContext, editions: Editions): Aggregate<RoundDecision>['facts'] {
  const { database, today } = context;
  const patience = new Patience();
  const sources = { ...context, editions };
  return lookingUp<RoundDecision>(today, {
    OpenRound: async ({ data }) => ({
      ...(await addingFacts(sources, data)),
      committeeKind: await patience.wait({
        look: () => kindOf(database, data.workCommitteeId),
        readTo: () => registrationsReadTo(database),
      }),
    }),
    AddRoundEdition: ({ data }) => addingFacts(sources, data),
    ExemptBranch: async ({ data }, state) => ({
      candidate: state.status === 'open' ? await candidateIn(sources, state.round, data.branchId) : null,
    }),
    AdmitLateBranch: async ({ data }, state) => ({
      candidate: state.status === 'closed' ? await candidateIn(sources, state.round, data.branchId) : null,
    }),
    RecordUnitReview: (_command, state) => heldFacts(sources, state),
    StartRoundNotice: async (_command, state) => ({
      ...(await heldFacts(sources, state)),
      calendar: await workingCalendar(database),
    }),
    CloseRound: (_command, state) => heldFacts(sources, state),
  });
}

interface Sources extends ServiceContext {
  readonly editions: Editions;
}

async function addingFacts(
  { database, caughtUp, editions }: Sources,
  { editionId, period }: { readonly editionId: string; readonly period: string },
) {
  const edition = await editions.state(editionId);
  if (edition.status !== 'published' && edition.status !== 'retired') return { edition, later: [] };
  await caughtUp(gradingsLookup);
  return { edition, later: await laterEditions(database, edition.edition, lastDayOf(period)) };
}

/** The editions of an open round, and whom it is about. */
async function heldFacts({ database, caughtUp, editions, today }: Sources, state: RoundState) {
  if (state.status !== 'open') return { editions: [], scope: { branches: [], outside: [] } };
  const { round } = state;
  await caughtUp(gradingsLookup);
  const published = await Promise.all(round.editions.map(({ editionId }) => editions.published(editionId)));
  return { editions: published, scope: await scopeOf(database, round, today()) };
}

async function candidateIn(
  { database, caughtUp, editions, today }: Sources,
  round: Round,
  branchId: string,
): Promise<Candidate | null> {
  await caughtUp(gradingsLookup);
  const { branches } = await scopeOf(database, round, today());
  const found = branches.find((branch) => branch.branchId === branchId);
  if (!found) return null;
  const [openedOn, place] = await Promise.all([
    openedOnOf(database, branchId),
    placeOf(database, branchId, lastDayOf(round.period)),
  ]);
  if (openedOn === null || !place) return null;
  const { content } = await editions.published(found.editionId);
  return { openedOn, form: place.form, graded: found.grade !== null, exempt: editionTerms(content).exempt };
}
