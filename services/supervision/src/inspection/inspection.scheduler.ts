import { inspectionStream } from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';
import type { DueCommand, ServiceContext, Timetable } from '@zhibu/service-kit';
import { inspectionsLookup, overtakenInspections } from '../inspections.lookup.ts';

const AT_ONCE = 500;

/** 撤销: a dissolution that was announced cancels on its day what is not concluded then; by that dissolution it is found. */
export function inspectionTimetable({
  database,
  today,
  caughtUp,
}: Pick<ServiceContext, 'database' | 'today' | 'caughtUp'>): Timetable {
  return {
    name: 'inspections',
    due: async () => {
      await caughtUp(inspectionsLookup);
      const overtaken = await overtakenInspections(database, today(), AT_ONCE);
      return overtaken.map(({ inspectionId, reason, eventId, correlationId }): DueCommand => ({
        commandId: derivedId('inspection-overtaken', eventId, inspectionStream(inspectionId)),
        causationId: eventId,
        correlationId,
        name: 'CancelInspection',
        data: { inspectionId, because: 'organization-dissolved', reason },
      }));
    },
    // Concluded since it was looked up, or the dissolution was taken back.
    alreadySo: ['INSPECTION_CONCLUDED', 'INSPECTION_NOT_OVERTAKEN'],
  };
}
