import { inspectorDutiesBy, type InspectorEvent } from '@zhibu/contracts';
import { insertInto, type Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { dutyFacts } from './duty.lookup.ts';

const keep = (transaction: Sql, events: readonly (RecordedEvent & InspectorEvent)[]): Promise<void> =>
  insertInto(
    transaction,
    dutyFacts,
    events.flatMap((event) =>
      inspectorDutiesBy(event).map(({ said, personId, dutyId, organizationId, branchIds, effectiveOn }) => ({
        person_id: personId,
        duty_id: dutyId,
        revision: event.revision,
        said,
        effective_on: effectiveOn,
        ...(said === 'assigned' && { duty: 'inspector', organization_id: organizationId, branch_ids: branchIds }),
      })),
    ),
  );

/**
 * The handlers of a look-up on Supervision's feed that keeps the duties which inspections give their teams by themselves, for
 * `dutiesHeld` to find beside those that were proposed. Source: access.md, section 2.
 */
export const inspectorHandlers = {
  InspectionScheduled: keep,
  InspectionConcluded: keep,
  InspectionCancelled: keep,
} as const;
