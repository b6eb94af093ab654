import { z } from 'zod';
import { type EventOf, eventsOf } from './contract.ts';
import { basis, count, day, line, organizationId, personId, text } from './schema.ts';
import { activityKinds, findingCodes, organizationKinds } from './vocabulary.ts';

/**
 * A breach of the regulations as far as this organization's own stream shows it, with the days on which it
 * stands: `from` included, `to` excluded, open when absent. So it is right on any day without an event on it.
 */
export const datedFinding = z.strictObject({ code: z.enum(findingCodes), from: day, to: day.optional() });
export type DatedFinding = z.infer<typeof datedFinding>;

/** Every event of an organization names all its findings as they stand after it; the latest event's list holds. */
const fact = { organizationId, effectiveOn: day, findings: z.array(datedFinding) };

export const organizationEvents = eventsOf(
  { service: 'organization', aggregate: 'organization' },
  {
    OrganizationRegistered: z.strictObject({
      ...fact,
      code: organizationId,
      kind: z.enum(organizationKinds),
      parentId: organizationId.optional(),
      name: line(200),
      sector: line(64).optional(),
    }),
    OrganizationRenamed: z.strictObject({ ...fact, name: line(200) }),
    OrganizationMoved: z.strictObject({ ...fact, parentId: organizationId, basis: basis.optional() }),
    OrganizationDissolved: z.strictObject({ ...fact, reason: text(2000), basis: basis.optional() }),
    MembershipReported: z.strictObject({ ...fact, fullMembers: count(), probationaryMembers: count() }),
    /** `committeeSize` absent: nobody stated it. 0: there is no committee. */
    ElectionHeld: z.strictObject({ ...fact, termYears: count(10), committeeSize: count(99).optional() }),
    TermExtended: z.strictObject({ ...fact, until: day, reason: text(2000), basis: basis.optional() }),
    SecretaryConfirmed: z.strictObject({ ...fact, personId }),
    SecretaryVacated: z.strictObject({ ...fact, reason: text(2000).optional() }),
    CellsSet: z.strictObject({ ...fact, cells: count(999) }),
    ProfileSet: z.strictObject({
      ...fact,
      feature: line(200).optional(),
      brand: line(200).optional(),
      highlight: line(200).optional(),
    }),
    RegistrationCancelled: z.strictObject({ ...fact, reason: text(2000) }),
  },
);

export const activityEvents = eventsOf(
  { service: 'organization', aggregate: 'activity' },
  {
    ActivityRecorded: z.strictObject({
      branchId: organizationId,
      externalId: line(128),
      kind: z.enum(activityKinds),
      heldOn: day,
      attendance: count(),
    }),
  },
);

export type OrganizationEvent = EventOf<(typeof organizationEvents)[keyof typeof organizationEvents]>;
export type ActivityEvent = EventOf<(typeof activityEvents)[keyof typeof activityEvents]>;
