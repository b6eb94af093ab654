import { editionTerms, roundStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { lastDayOf } from '@zhibu/kernel';
import { kindOf, openedOnOf, placeOf, registrationsReadTo } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { Editions } from '../edition/edition.lookup.ts';
import { laterEditions } from '../editions.lookup.ts';
import { gradingsLookup } from '../gradings.lookup.ts';
import { scopeOf } from '../scope.lookup.ts';
import type { Candidate } from './exemption.decider.ts';
import { roundDecider, type RoundDecision } from './round.decider.ts';
import type { Round, RoundState } from './round.state.ts';

/** Reads rounds from their streams. A closed one never changes; whether an open one is still open is asked each time. */
export interface Rounds {
  readonly state: (roundId: string) => Promise<RoundState>;
}

export function roundsIn(store: EventStore): Rounds {
  const rounds = folded(store, roundDecider);
  return { state: (roundId) => rounds(roundStream(roundId), ({ status }) => status === 'closed') };
}

/** What the commands of a round rest on: editions as they stand, the committee, and the branches in scope with their grades. */
export function roundFacts(context: ServiceContext, editions: Editions): Aggregate<RoundDecision>['facts'] {
  const { database, today, caughtUp } = context;
  const patience = new Patience();
  const adding = async ({ editionId, period }: { readonly editionId: string; readonly period: string }) => {
    const edition = await editions.state(editionId);
    if (edition.status !== 'published' && edition.status !== 'retired') return { edition, later: [] };
    await caughtUp(gradingsLookup);
    return { edition, later: await laterEditions(database, edition.edition, lastDayOf(period)) };
  };
  return lookingUp<RoundDecision>(today, {
    OpenRound: async ({ data }) => ({
      ...(await adding(data)),
      committeeKind: await patience.wait({
        look: () => kindOf(database, data.workCommitteeId),
        readTo: () => registrationsReadTo(database),
      }),
    }),
    AddRoundEdition: ({ data }) => adding(data),
    ExemptBranch: async ({ data }, state) => ({
      candidate: state.status === 'open' ? await candidateIn(context, editions, state.round, data.branchId) : null,
    }),
    CloseRound: async (_command, state) => {
      if (state.status !== 'open') return { editions: [], scope: { branches: [], outside: [] } };
      const { round } = state;
      await caughtUp(gradingsLookup);
      const published = await Promise.all(round.editions.map(({ editionId }) => editions.published(editionId)));
      return { editions: published, scope: await scopeOf(database, round) };
    },
  });
}

async function candidateIn(
  { database, caughtUp }: ServiceContext,
  editions: Editions,
  round: Round,
  branchId: string,
): Promise<Candidate | null> {
  await caughtUp(gradingsLookup);
  const { branches } = await scopeOf(database, round);
  const found = branches.find((branch) => branch.branchId === branchId);
  const openedOn = found ? await openedOnOf(database, branchId) : null;
  const place = found ? await placeOf(database, branchId, lastDayOf(round.period)) : null;
  if (!found || openedOn === null || !place) return null;
  const { content } = await editions.published(found.editionId);
  return { openedOn, form: place.form, graded: found.grade !== null, exempt: editionTerms(content).exempt };
}
