import { sixHavesStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { placeOf, registrationsReadTo } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import { sixHavesDecider, type SixHavesDecision } from './six-haves.decider.ts';
import type { SixHavesState } from './six-haves.state.ts';

/** Reads the six haves of a branch from its stream, as checked last. */
export type SixHaves = (branchId: string) => Promise<SixHavesState>;

export function sixHavesIn(store: EventStore): SixHaves {
  const checks = folded(store, sixHavesDecider);
  return (branchId) => checks(sixHavesStream(branchId));
}

/** The branch, as far as the register's facts have arrived. */
export function sixHavesFacts({ database, today }: ServiceContext): Aggregate<SixHavesDecision>['facts'] {
  const patience = new Patience();
  return lookingUp<SixHavesDecision>(today, {
    RecordSixHaves: async ({ data: { branchId, checkedOn = today() } }) => ({
      branch: await patience.wait({
        look: () => placeOf(database, branchId, checkedOn),
        readTo: () => registrationsReadTo(database),
      }),
    }),
  });
}
