import { dutyStream } from '@zhibu/contracts';
import { type Aggregate, folded } from '@zhibu/event-store';
import { foundedDuties } from '@zhibu/register';
import { lookingUp, type OwnSubjects, type ServiceContext } from '@zhibu/service-kit';
import { dutyDecider, type DutyDecision } from './duty/duty.decider.ts';
import { factsOf, type Sources } from './facts.lookup.ts';
import { organizationLookup } from './organization.lookup.ts';

/** A proposal rests on the organization that it names, a founding on whether administrators were founded before. */
export function factsOfDuties({ today, database, caughtUp, organizations }: Sources): Aggregate<DutyDecision>['facts'] {
  return lookingUp<DutyDecision>(today, {
    FoundDuties: async () => {
      await caughtUp(organizationLookup);
      return { founded: await foundedDuties(database) };
    },
    ProposeDuty: async ({ data: { organizationId } }) => ({
      place: organizationId === undefined ? null : await factsOf(organizations, organizationId),
    }),
  });
}

/** A duty is of the organization at which it is held, or is to be. */
export function dutySubjects({ store }: ServiceContext): OwnSubjects {
  const duties = folded(store, dutyDecider);
  return {
    dutyId: {
      unknown: 'DUTY_UNKNOWN',
      organizationOf: async (field) => {
        const duty = (await duties(dutyStream(field('personId')))).get(field('dutyId'));
        return duty && (duty.organizationId ?? null);
      },
    },
  };
}
