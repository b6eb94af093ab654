import type { Recorded } from '@zhibu/contracts';
import { type Dissolution, dissolutionsAmong } from '@zhibu/register';
import type { ServiceContext } from '@zhibu/service-kit';
import { inspectionsLookup, openInspections } from './inspections.lookup.ts';

/** What the reactions rest on beyond their events, by the names under which the table is finding it. */
export const facts = { inspectionsOvertaken, missedDissolution };

/**
 * What is not concluded of the organizations dissolved, by an own log that is read to its end. Of one whose day is to come
 * nothing ends yet, nor by one that was taken back since.
 */
async function inspectionsOvertaken(
  { database, caughtUp, today }: ServiceContext,
  dissolved: readonly Recorded<'OrganizationDissolved'>[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = dissolved.map(({ data }) => data.organizationId);
  const standing = await dissolutionsAmong(database, ids);
  await caughtUp(inspectionsLookup);
  const open = await openInspections(database, ids);
  return new Map(
    dissolved.flatMap(({ id, data: { organizationId, effectiveOn } }) => {
      const hasCome = effectiveOn <= today() && standing.get(organizationId)?.eventId === id;
      return hasCome ? [[id, open.get(organizationId) ?? []] as const] : [];
    }),
  );
}

/** The dissolutions that inspections have missed, by event; what lies ahead is not missed. */
async function missedDissolution(
  { database, today }: ServiceContext,
  scheduled: readonly Recorded<'InspectionScheduled'>[],
): Promise<ReadonlyMap<string, Dissolution>> {
  const dissolutions = await dissolutionsAmong(
    database,
    scheduled.map(({ data }) => data.organizationId),
  );
  return new Map(
    scheduled.flatMap(({ id, data }) => {
      const dissolution = dissolutions.get(data.organizationId);
      return dissolution && dissolution.dissolvedOn <= today() ? [[id, dissolution] as const] : [];
    }),
  );
}
