import { designationStream } from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';
import type { Dissolution } from '@zhibu/register';
import type { DueCommand, ServiceContext, Timetable } from '@zhibu/service-kit';
import { type Designation, endedInError, overtakenBy, validUntil } from './designations.lookup.ts';
import { restoreBy, revokeBy } from './designation/revocation.rules.ts';
import { gradingsLookup } from './gradings.lookup.ts';
import { revocationsMissed, revokedInError } from './revocations.lookup.ts';

const AT_ONCE = 500;

/** Why a designation is restored whose organization was dissolved in error. */
const REINSTATED = '组织恢复，撤销有误';

/**
 * What a day that has come does to designations: their validity is over; their organization is dissolved, whichever came
 * first; what such a dissolution ended that was an error is in force again; what was decided to be revoked on a day to come
 * is revoked; and what was revoked while an appeal against that was granted is in force again.
 */
export function designationTimetable({
  database,
  today,
  caughtUp,
}: Pick<ServiceContext, 'database' | 'today' | 'caughtUp'>): Timetable {
  return {
    name: 'designations',
    due: async () => {
      await caughtUp(gradingsLookup);
      const overtaken = await overtakenBy(database, today(), AT_ONCE);
      const restored = await endedInError(database, AT_ONCE);
      const over = await validUntil(database, today(), AT_ONCE);
      const revoked = await revocationsMissed(database, today(), AT_ONCE);
      const overturned = await revokedInError(database, AT_ONCE);
      return [
        ...overtaken.map((found): DueCommand => ({
          ...causedBy(found, 'expire'),
          name: 'ExpireDesignation',
          data: { ...named(found), reason: found.reason },
        })),
        ...restored.map((found): DueCommand => ({
          ...causedBy(found, 'restore'),
          name: 'RestoreDesignation',
          data: { ...named(found), because: 'organization-reinstated', reason: REINSTATED },
        })),
        ...over.map((found): DueCommand => ({
          commandId: derivedId('designation-over', streamOf(found), found.until),
          name: 'ExpireDesignation',
          data: named(found),
        })),
        ...revoked.map((found): DueCommand => ({ ...causedBy(found, 'revoke'), ...revokeBy(found) })),
        ...overturned.map((found): DueCommand => ({ ...causedBy(found, 'restore'), ...restoreBy(found) })),
      ];
    },
    // Ended or restored since it was looked up.
    alreadySo: ['NOT_DESIGNATED', 'EXPIRY_NOT_DUE', 'NOTHING_TO_RESTORE'],
  };
}

const named = ({ programmeId, organizationId }: Designation) => ({ programmeId, organizationId });
const streamOf = ({ programmeId, organizationId }: Designation): string =>
  designationStream(programmeId, organizationId);

/** Found by what the register said last, or by what was decided; under an id of its own, for what ended may have begun again. */
const causedBy = (found: Designation & Pick<Dissolution, 'eventId' | 'correlationId'>, what: string) => ({
  commandId: derivedId('designation', what, found.eventId, streamOf(found)),
  causationId: found.eventId,
  correlationId: found.correlationId,
});
