import { programmeStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { placeOf, registrationsReadTo } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import { programmeDecider, type ProgrammeDecision } from './programme.decider.ts';
import type { ProgrammeState } from './programme.state.ts';

/** Reads programmes from their streams. */
export type Programmes = (programmeId: string) => Promise<ProgrammeState>;

export function programmesIn(store: EventStore): Programmes {
  const programmes = folded(store, programmeDecider);
  return (programmeId) => programmes(programmeStream(programmeId));
}

/** The body, as far as the register's facts have arrived. */
export function programmeFacts({ database, today }: ServiceContext): Aggregate<ProgrammeDecision>['facts'] {
  const patience = new Patience();
  return lookingUp<ProgrammeDecision>(today, {
    RegisterProgramme: async ({ data: { bodyId } }) => ({
      body: await patience.wait({
        look: () => placeOf(database, bodyId, today()),
        readTo: () => registrationsReadTo(database),
      }),
    }),
  });
}
