import type { Aggregate } from '@zhibu/event-store';
import { placeOf, registrationsReadTo } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { DocumentDecision } from './document.decider.ts';

/** Who issues it, as far as the register's facts have arrived. */
export function documentFacts({ database, today }: ServiceContext): Aggregate<DocumentDecision>['facts'] {
  const patience = new Patience();
  return lookingUp<DocumentDecision>(today, {
    IssueDocument: async ({ data: { organizationId, effectiveOn = today() } }) => ({
      issuer: await patience.wait({
        look: () => placeOf(database, organizationId, effectiveOn),
        readTo: () => registrationsReadTo(database),
      }),
    }),
  });
}
