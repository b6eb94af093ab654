import { z } from 'zod';
import { periodOf } from '@zhibu/kernel';
import { type CommandOf, commandsOf } from './contract.ts';
import { basis, count, day, line, organizationId, personId, text } from './schema.ts';
import { activityStream, organizationStream } from './streams.ts';
import { activityKinds, organizationKinds } from './vocabulary.ts';

const on = { organizationId, effectiveOn: day };

export const organizationCommands = commandsOf(
  {
    service: 'organization',
    aggregate: 'organization',
    streamOf: (data) => organizationStream('code' in data ? data.code : data.organizationId),
  },
  {
    /** The code becomes the organization's id for ever. */
    RegisterOrganization: z.strictObject({
      code: organizationId,
      kind: z.enum(organizationKinds),
      parentId: organizationId.optional(),
      name: line(200),
      sector: line(64).optional(),
      openedOn: day,
    }),
    RenameOrganization: z.strictObject({ ...on, name: line(200) }),
    MoveOrganization: z.strictObject({ ...on, parentId: organizationId, basis: basis.optional() }),
    DissolveOrganization: z.strictObject({ ...on, reason: text(2000), basis: basis.optional() }),
    ReportMembership: z.strictObject({ ...on, fullMembers: count(), probationaryMembers: count() }),
    /** `effectiveOn` is the day the election was held; `termYears` absent: as the regulation has it for the kind. */
    RecordElection: z.strictObject({
      ...on,
      termYears: z.int().min(1).max(10).optional(),
      committeeSize: count(99).optional(),
    }),
    ExtendTerm: z.strictObject({ ...on, until: day, reason: text(2000), basis: basis.optional() }),
    ConfirmSecretary: z.strictObject({ ...on, personId }),
    VacateSecretary: z.strictObject({ ...on, reason: text(2000).optional() }),
    SetCells: z.strictObject({ ...on, cells: count(999) }),
    SetProfile: z.strictObject({
      ...on,
      feature: line(200).optional(),
      brand: line(200).optional(),
      highlight: line(200).optional(),
    }),
    CancelRegistration: z.strictObject({ ...on, reason: text(2000) }),
  },
);

export const activityCommands = commandsOf(
  {
    service: 'organization',
    aggregate: 'activity',
    streamOf: (data) => activityStream(data.branchId, periodOf(data.heldOn)),
  },
  {
    RecordActivity: z.strictObject({
      branchId: organizationId,
      externalId: line(128),
      kind: z.enum(activityKinds),
      heldOn: day,
      attendance: count(),
    }),
  },
);

export type OrganizationCommand = CommandOf<(typeof organizationCommands)[keyof typeof organizationCommands]>;
export type ActivityCommand = CommandOf<(typeof activityCommands)[keyof typeof activityCommands]>;
