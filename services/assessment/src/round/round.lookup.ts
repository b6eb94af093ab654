import { roundStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { lastDayOf } from '@zhibu/kernel';
import { kindOf, registrationsReadTo } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { Editions } from '../edition/edition.lookup.ts';
import { branchesInScope, gradingsLookup } from '../gradings.lookup.ts';
import { type BranchInScope, roundDecider, type RoundDecision } from './round.decider.ts';
import type { RoundState } from './round.state.ts';

/** Reads rounds from their streams. A closed one never changes; whether an open one is still open is asked each time. */
export interface Rounds {
  readonly state: (roundId: string) => Promise<RoundState>;
}

export function roundsIn(store: EventStore): Rounds {
  const rounds = folded(store, roundDecider);
  return { state: (roundId) => rounds(roundStream(roundId), ({ status }) => status === 'closed') };
}

/** What opening and closing rest on: the edition as it stands, the committee, and the branches in scope with their grades. */
export function roundFacts(context: ServiceContext, editions: Editions): Aggregate<RoundDecision>['facts'] {
  const { database, today } = context;
  const patience = new Patience();
  return lookingUp<RoundDecision>(today, {
    OpenRound: async ({ data }) => ({
      edition: await editions.state(data.editionId),
      committeeKind: await patience.wait({
        look: () => kindOf(database, data.workCommitteeId),
        readTo: () => registrationsReadTo(database),
      }),
    }),
    CloseRound: async (_command, state) => ({
      edition: state.status === 'none' ? { status: 'none' } : await editions.state(state.round.editionId),
      branches: state.status === 'open' ? await inScope(context, editions, state.round) : [],
    }),
  });
}

type OpenRound = Extract<RoundState, { status: 'open' }>['round'];

async function inScope(
  { database, caughtUp }: ServiceContext,
  editions: Editions,
  round: OpenRound,
): Promise<readonly BranchInScope[]> {
  const { content } = await editions.published(round.editionId);
  await caughtUp(gradingsLookup);
  return branchesInScope(database, { ...round, sector: content.sector, day: lastDayOf(round.period) });
}
