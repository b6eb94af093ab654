import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { conflict, invalid, notFound, rule } from './refusals.ts';
import { basis, count, day, line, organizationId, personId, text } from './schema.ts';
import { organizationStream } from './streams.ts';
import { findingCodes, organizationKinds } from './vocabulary.ts';

/**
 * A breach of the regulations as far as this organization's own stream shows it, with the days on which it
 * stands: `from` included, `to` excluded, open when absent. So it is right on any day without an event on it.
 */
export const datedFinding = z.strictObject({ code: z.enum(findingCodes), from: day, to: day.optional() });
export type DatedFinding = z.infer<typeof datedFinding>;

/** Every event of an organization names all its findings as they stand after it; the latest event's list holds. */
const fact = { organizationId, effectiveOn: day, findings: z.array(datedFinding) };

const on = { organizationId, effectiveOn: day };

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
          kind: z.enum(organizationKinds),
          parentId: organizationId.optional(),
          name: line(200),
          sector: line(64).optional(),
        }),
      },
      OrganizationRenamed: {
        words: { zh: '更名', en: 'renamed' },
        shape: z.strictObject({ ...fact, name: line(200) }),
      },
      OrganizationMoved: {
        words: { zh: '调整隶属关系', en: 'moved under another parent' },
        shape: z.strictObject({ ...fact, parentId: organizationId, basis: basis.optional() }),
      },
      OrganizationDissolved: {
        words: { zh: '撤销', en: 'dissolved' },
        leadsTo: 'dissolved',
        shape: z.strictObject({ ...fact, reason: text(2000), basis: basis.optional() }),
      },
      MembershipReported: {
        words: { zh: '报告党员数', en: 'membership reported' },
        shape: z.strictObject({ ...fact, fullMembers: count(), probationaryMembers: count() }),
      },
      /** `committeeSize` absent: nobody stated it. 0: there is no committee. */
      ElectionHeld: {
        words: { zh: '换届', en: 'election held' },
        shape: z.strictObject({ ...fact, termYears: count(10), committeeSize: count(99).optional() }),
      },
      TermExtended: {
        words: { zh: '延期换届', en: 'term extended' },
        shape: z.strictObject({ ...fact, until: day, reason: text(2000), basis: basis.optional() }),
      },
      SecretaryConfirmed: {
        words: { zh: '书记任职', en: 'secretary confirmed' },
        shape: z.strictObject({ ...fact, personId }),
      },
      SecretaryVacated: {
        words: { zh: '书记空缺', en: 'secretary vacated' },
        shape: z.strictObject({ ...fact, reason: text(2000).optional() }),
      },
      CellsSet: { words: { zh: '设置党小组', en: 'cells set' }, shape: z.strictObject({ ...fact, cells: count(999) }) },
      ProfileSet: {
        words: { zh: '确定特色、品牌、亮点', en: 'profile set' },
        shape: z.strictObject({
          ...fact,
          feature: line(200).optional(),
          brand: line(200).optional(),
          highlight: line(200).optional(),
        }),
      },
      RegistrationCancelled: {
        words: { zh: '注销登记', en: 'registration cancelled' },
        leadsTo: 'cancelled',
        shape: z.strictObject({ ...fact, reason: text(2000) }),
      },
    },
    commands: {
      /** The code becomes the organization's id for ever. */
      RegisterOrganization: {
        right: 'register',
        about: 'code',
        shape: z.strictObject({
          code: organizationId,
          kind: z.enum(organizationKinds),
          parentId: organizationId.optional(),
          name: line(200),
          sector: line(64).optional(),
          openedOn: day,
        }),
      },
      RenameOrganization: {
        right: 'register',
        about: 'organizationId',
        shape: z.strictObject({ ...on, name: line(200) }),
      },
      MoveOrganization: {
        right: 'register',
        about: 'organizationId',
        shape: z.strictObject({ ...on, parentId: organizationId, basis: basis.optional() }),
      },
      DissolveOrganization: {
        right: 'register',
        about: 'organizationId',
        shape: z.strictObject({ ...on, reason: text(2000), basis: basis.optional() }),
      },
      ReportMembership: {
        right: 'record-facts',
        about: 'organizationId',
        shape: z.strictObject({ ...on, fullMembers: count(), probationaryMembers: count() }),
      },
      /** `effectiveOn` is the day the election was held; `termYears` absent: as the regulation has it for the kind. */
      RecordElection: {
        right: 'record-facts',
        about: 'organizationId',
        shape: z.strictObject({
          ...on,
          termYears: z.int().min(1).max(10).optional(),
          committeeSize: count(99).optional(),
        }),
      },
      ExtendTerm: {
        right: 'record-facts',
        about: 'organizationId',
        shape: z.strictObject({ ...on, until: day, reason: text(2000), basis: basis.optional() }),
      },
      ConfirmSecretary: { right: 'record-facts', about: 'organizationId', shape: z.strictObject({ ...on, personId }) },
      VacateSecretary: {
        right: 'record-facts',
        about: 'organizationId',
        shape: z.strictObject({ ...on, reason: text(2000).optional() }),
      },
      SetCells: { right: 'record-facts', about: 'organizationId', shape: z.strictObject({ ...on, cells: count(999) }) },
      SetProfile: {
        right: 'record-facts',
        about: 'organizationId',
        shape: z.strictObject({
          ...on,
          feature: line(200).optional(),
          brand: line(200).optional(),
          highlight: line(200).optional(),
        }),
      },
      CancelRegistration: {
        right: 'register',
        about: 'organizationId',
        shape: z.strictObject({ ...on, reason: text(2000) }),
      },
    },
    refusals: {
      ORGANIZATION_EXISTS: conflict(
        '该编号已登记且内容不同；变更请用更名、隶属调整等',
        'this code is registered with other content; use rename, move and the like for a change',
      ),
      PARENT_REQUIRED: invalid('须写明上级组织', 'name the parent organization'),
      PARENT_UNKNOWN: notFound(
        '上级组织尚未登记，请先登记',
        'the parent organization is not registered; register it first',
      ),
      PARENT_KIND: rule('这类组织不能隶属于该上级', 'an organization of this kind does not stand under that parent'),
      PARENT_DISSOLVED: rule(
        '上级组织已撤销，不能隶属于它',
        'the parent organization is dissolved; nothing stands under it',
      ),
      LIVING_CHILDREN: rule(
        '尚有下级组织，请先撤销或调整其隶属',
        'organizations still stand under it; dissolve or move them first',
      ),
      ORGANIZATION_REFERRED_TO: rule(
        '已有记录涉及该组织，登记不能注销；确已不存在的请撤销',
        'records refer to this organization, so its registration stays; dissolve it if it is no more',
      ),
      TERM_YEARS_REQUIRED: invalid(
        '这类组织没有统一的任期，请写明任期年数',
        'no regular term is laid down for this kind; state the years of the term',
      ),
      NO_TERM_TO_EXTEND: rule(
        '当日没有任期可延，请先登记换届',
        'there is no term on that day to extend; record its election first',
      ),
      EXTENSION_WITHIN_TERM: invalid('延期须晚于任期届满之日', 'an extension reaches beyond the end of the term'),
    },
  },
  (data) => organizationStream('code' in data ? data.code : data.organizationId),
);

export const { events: organizationEvents, commands: organizationCommands } = organizationContract;
export type OrganizationEvent = EventsOf<typeof organizationContract>;
export type OrganizationCommand = CommandsOf<typeof organizationContract>;
export type OrganizationStatus = keyof typeof organizationContract.statuses;
