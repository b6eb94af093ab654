import type { Recorded } from '@zhibu/contracts';
import { dissolutionsAmong } from '@zhibu/register';
import type { ServiceContext } from '@zhibu/service-kit';
import { type Concluded, reinspectionsOf } from './conclusions.lookup.ts';
import { type Designation, runningOf } from './designations.lookup.ts';
import { gradingsLookup } from './gradings.lookup.ts';
import { type Revocation, revocationsActing } from './revocations.lookup.ts';

/** What the reactions rest on beyond their events, by the names under which the table is finding it. */
export const facts = { runningDesignations, revocationActing, missedReinspections };

/**
 * What goes on of the organizations dissolved, by an own log that is read to its end. Of one whose day is to come nothing
 * ends yet, nor by one that was taken back since.
 */
async function runningDesignations(
  { database, caughtUp, today }: ServiceContext,
  dissolved: readonly Recorded<'OrganizationDissolved'>[],
): Promise<ReadonlyMap<string, readonly Designation[]>> {
  const ids = dissolved.map(({ data }) => data.organizationId);
  const standing = await dissolutionsAmong(database, ids);
  await caughtUp(gradingsLookup);
  const running = await runningOf(database, ids);
  return new Map(
    dissolved.flatMap(({ id, data: { organizationId, effectiveOn } }) => {
      const hasCome = effectiveOn <= today() && standing.get(organizationId)?.eventId === id;
      return hasCome ? [[id, running.get(organizationId) ?? []] as const] : [];
    }),
  );
}

/** Which decisions to revoke act by today; one whose day is to come the timetable answers. */
function revocationActing(
  { database, today }: ServiceContext,
  decided: readonly Recorded<'RevocationDecided'>[],
): Promise<ReadonlyMap<string, Revocation>> {
  const ids = decided.map(({ id }) => id);
  return revocationsActing(database, ids, today());
}

/** What was concluded of designations before they were known to be in force, by the event that says so. */
async function missedReinspections(
  { database }: ServiceContext,
  begun: readonly Recorded<
    'PriorDesignationRecorded' | 'BranchDesignated' | 'DesignationPassed' | 'DesignationRestored'
  >[],
): Promise<ReadonlyMap<string, readonly Concluded[]>> {
  const concluded = await reinspectionsOf(
    database,
    begun.map(({ data }) => data),
  );
  const isOf = ({ programmeId, organizationId }: Designation, { said }: Concluded): boolean =>
    said.programmeId === programmeId && said.organizationId === organizationId;
  return new Map(begun.map(({ id, data }) => [id, concluded.filter((one) => isOf(data, one))]));
}
