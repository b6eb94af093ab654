import { dataMatchStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { placeOf, registrationsReadTo } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { DataMatch } from '../grading/grading.state.ts';
import { dataMatchDecider, type DataMatchDecision } from './data-match.decider.ts';

/** Reads what was matched last of a branch; null: nothing was. */
export type StandingMatches = (branchId: string) => Promise<DataMatch | null>;

export function standingMatchesIn(store: EventStore): StandingMatches {
  const matches = folded(store, dataMatchDecider);
  return async (branchId) => {
    const state = await matches(dataMatchStream(branchId));
    return state.status === 'matched' ? state.match : null;
  };
}

/** The branch, as far as the register's facts have arrived. */
export function dataMatchFacts({ database, today }: ServiceContext): Aggregate<DataMatchDecision>['facts'] {
  const patience = new Patience();
  return lookingUp<DataMatchDecision>(today, {
    RecordStandingMatch: async ({ data: { branchId, effectiveOn = today() } }) => ({
      branch: await patience.wait({
        look: () => placeOf(database, branchId, effectiveOn),
        readTo: () => registrationsReadTo(database),
      }),
    }),
  });
}
