import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import * as shapes from './organization.shapes.ts';
import { organizationRefusals } from './organization.words.ts';
import { basis, count, day, organizationId, personId, text } from './schema.ts';
import { organizationStream } from './streams.ts';

const { fact, on } = shapes;
const registers = { right: 'register', about: 'organizationId' } as const;
const reports = { right: 'record-facts', about: 'organizationId' } as const;

export const organizationContract = aggregate(
  {
    service: 'organization',
    aggregate: 'organization',
    streamName: 'organization-<code>',
    statuses: {
      registered: { zh: '存续', en: 'in being' },
      dissolved: { zh: '已撤销', en: 'dissolved' },
      cancelled: { zh: '登记已注销', en: 'registration cancelled' },
    },
    events: {
      OrganizationRegistered: {
        words: { zh: '登记组织', en: 'organization registered' },
        leadsTo: 'registered',
        shape: z.strictObject({
          ...fact,
          code: organizationId,
          ...shapes.identity,
          parentId: organizationId.optional(),
        }),
      },
      /** The registration as it should have been from the start, whole; `effectiveOn` is the day of the correction. */
      RegistrationCorrected: {
        words: { zh: '更正登记', en: 'registration corrected' },
        shape: z.strictObject({ ...fact, ...shapes.identity, openedOn: day, ...shapes.reasoned }),
      },
      OrganizationRenamed: {
        words: { zh: '更名', en: 'renamed' },
        shape: z.strictObject({ ...fact, name: shapes.identity.name, basis: basis.optional() }),
      },
      OrganizationMoved: {
        words: { zh: '调整隶属关系', en: 'moved under another parent' },
        shape: z.strictObject({ ...fact, parentId: organizationId, basis: basis.optional() }),
      },
      OrganizationDissolved: {
        words: { zh: '撤销', en: 'dissolved' },
        leadsTo: 'dissolved',
        shape: z.strictObject({ ...fact, ...shapes.mayBeReasoned }),
      },
      /** The dissolution was an error: it is as if it had never been. `effectiveOn` is the day of the decision. */
      OrganizationReinstated: {
        words: { zh: '恢复（撤销有误）', en: 'reinstated, its dissolution being an error' },
        leadsTo: 'registered',
        shape: z.strictObject({ ...fact, ...shapes.reasoned }),
      },
      MembershipReported: {
        words: { zh: '报告党员数', en: 'membership reported' },
        shape: z.strictObject({ ...fact, ...shapes.membership }),
      },
      FormSet: { words: { zh: '确定支部形式', en: 'form set' }, shape: z.strictObject({ ...fact, ...shapes.formed }) },
      SectorSet: {
        words: { zh: '确定领域', en: 'sector set' },
        shape: z.strictObject({ ...fact, sector: shapes.identity.sector.unwrap() }),
      },
      JointUnitsSet: {
        words: { zh: '确定联合党支部成员单位', en: 'units of a joint branch set' },
        shape: z.strictObject({ ...fact, unitIds: z.array(organizationId).min(1).max(50) }),
      },
      CommitteeSet: {
        words: { zh: '确定委员会职务', en: 'committee set' },
        shape: z.strictObject({ ...fact, posts: z.array(shapes.committeePost).max(99) }),
      },
      ElectionHeld: {
        words: { zh: '换届', en: 'election held' },
        shape: z.strictObject({ ...fact, termYears: count(10), ...shapes.election }),
      },
      ElectionResultConfirmed: {
        words: { zh: '批准选举结果', en: 'election result confirmed' },
        shape: z.strictObject({ ...fact, heldOn: day, basis }),
      },
      TermExtended: {
        words: { zh: '延期换届', en: 'term extended' },
        shape: z.strictObject({ ...fact, until: day, ...shapes.reasoned }),
      },
      SecretaryConfirmed: {
        words: { zh: '书记任职', en: 'secretary confirmed' },
        shape: z.strictObject({ ...fact, personId }),
      },
      SecretaryAppointed: {
        words: { zh: '指定书记', en: 'secretary appointed' },
        shape: z.strictObject({ ...fact, personId, basis }),
      },
      SecretaryVacated: {
        words: { zh: '书记空缺', en: 'secretary vacated' },
        shape: z.strictObject({ ...fact, reason: text(2000).optional() }),
      },
      CellsSet: { words: { zh: '设置党小组', en: 'cells set' }, shape: z.strictObject({ ...fact, cells: count(999) }) },
      ProfileSet: {
        words: { zh: '确定特色、品牌、亮点', en: 'profile set' },
        shape: z.strictObject({ ...fact, ...shapes.profile }),
      },
      RegistrationCancelled: {
        words: { zh: '注销登记', en: 'registration cancelled' },
        leadsTo: 'cancelled',
        shape: z.strictObject({ ...fact, reason: text(2000) }),
      },
    },
    commands: {
      /** The code becomes the organization's id for ever. Without a parent: it is about the platform. */
      RegisterOrganization: {
        right: 'register',
        about: 'parentId',
        shape: z.strictObject({
          code: organizationId,
          ...shapes.identity,
          parentId: organizationId.optional(),
          openedOn: day,
        }),
      },
      /** What is left out stays as it was registered. */
      CorrectRegistration: {
        ...registers,
        shape: z.strictObject({
          ...on,
          kind: shapes.identity.kind.optional(),
          name: shapes.identity.name.optional(),
          sector: shapes.identity.sector,
          openedOn: day.optional(),
          ...shapes.reasoned,
        }),
      },
      RenameOrganization: {
        ...registers,
        shape: z.strictObject({ ...on, name: shapes.identity.name, basis: basis.optional() }),
      },
      MoveOrganization: {
        ...registers,
        shape: z.strictObject({ ...on, parentId: organizationId, basis: basis.optional() }),
      },
      DissolveOrganization: { ...registers, shape: z.strictObject({ ...on, ...shapes.mayBeReasoned }) },
      ReinstateOrganization: { ...registers, shape: z.strictObject({ ...on, ...shapes.reasoned }) },
      ReportMembership: { ...reports, shape: z.strictObject({ ...on, ...shapes.membership }) },
      SetForm: { ...registers, shape: z.strictObject({ ...on, ...shapes.formed }) },
      SetSector: { ...registers, shape: z.strictObject({ ...on, sector: shapes.identity.sector.unwrap() }) },
      SetJointUnits: {
        ...registers,
        shape: z.strictObject({ ...on, unitIds: z.array(organizationId).min(1).max(50) }),
      },
      SetCommittee: { ...reports, shape: z.strictObject({ ...on, posts: z.array(shapes.committeePost).max(99) }) },
      /** `effectiveOn` is the day the election was held; `termYears` absent: as the regulation has it for the kind. */
      RecordElection: {
        ...reports,
        shape: z.strictObject({ ...on, termYears: z.int().min(1).max(10).optional(), ...shapes.election }),
      },
      /** `effectiveOn` is the day of the superior's answer; the last election before it is meant. */
      ConfirmElectionResult: { ...reports, shape: z.strictObject({ ...on, basis }) },
      ExtendTerm: { ...reports, shape: z.strictObject({ ...on, until: day, ...shapes.reasoned }) },
      ConfirmSecretary: { ...reports, shape: z.strictObject({ ...on, personId }) },
      /** 指定: by the superior, without an election. */
      AppointSecretary: { ...reports, shape: z.strictObject({ ...on, personId, basis }) },
      VacateSecretary: { ...reports, shape: z.strictObject({ ...on, reason: text(2000).optional() }) },
      SetCells: { ...reports, shape: z.strictObject({ ...on, cells: count(999) }) },
      SetProfile: { ...reports, shape: z.strictObject({ ...on, ...shapes.profile }) },
      CancelRegistration: { ...registers, shape: z.strictObject({ ...on, reason: text(2000) }) },
    },
    refusals: organizationRefusals,
  },
  (data) => organizationStream('code' in data ? data.code : data.organizationId),
);

export const { events: organizationEvents, commands: organizationCommands } = organizationContract;
export type OrganizationEvent = EventsOf<typeof organizationContract>;
export type OrganizationCommand = CommandsOf<typeof organizationContract>;
export type OrganizationStatus = keyof typeof organizationContract.statuses;
