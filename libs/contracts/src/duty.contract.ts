import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { dutyNames } from './duty.table.ts';
import { conflict, invalid, notFound, rule } from './refusals.ts';
import { basis, code, day, organizationId, personId, text } from './schema.ts';
import { dutyStream } from './streams.ts';

const subject = { personId, dutyId: z.uuid() };
/** Of an end: where the duty was held, so that who audits that organization reads that it is over; absent: at the platform. */
const over = { ...subject, organizationId: organizationId.optional(), effectiveOn: day };
const reason = text(2000);

/**
 * What is held: `organizationId` absent: at the platform. `branchIds`: for which branches under it, of a rater or a
 * verifier, and `aspects` on which. `until`: the last day.
 */
const held = {
  duty: z.enum(dutyNames),
  organizationId: organizationId.optional(),
  branchIds: z.array(organizationId).min(1).max(500).optional(),
  aspects: z.array(code).min(1).max(50).optional(),
  until: day.optional(),
  basis,
};

/** 三员: the duties of who administers the platform. */
const administrators = z.enum(['system-administrator', 'security-administrator', 'audit-administrator']);

export const dutyContract = aggregate(
  {
    service: 'organization',
    aggregate: 'duty',
    streamName: 'duty-<personId>',
    statuses: {
      proposed: { zh: '待批准', en: 'proposed' },
      assigned: { zh: '在岗', en: 'assigned' },
      refused: { zh: '未批准', en: 'refused' },
      ended: { zh: '已免去', en: 'ended' },
    },
    events: {
      /** The administrators of a platform that has none: the one step that nobody confirms. */
      DutiesFounded: {
        words: { zh: '设立管理员', en: 'administrators founded' },
        leadsTo: 'assigned',
        shape: z.strictObject({
          personId,
          effectiveOn: day,
          duties: z.array(z.strictObject({ dutyId: z.uuid(), duty: administrators })).min(1),
        }),
      },
      /** 合并设岗: one person is more than one of the administrators. */
      DutiesMerged: {
        words: { zh: '管理员合并设岗', en: 'administrators merged' },
        leadsTo: 'assigned',
        shape: z.strictObject({ personId, effectiveOn: day, duties: z.array(administrators).min(1) }),
      },
      DutyProposed: {
        words: { zh: '提名岗位职责', en: 'duty proposed' },
        leadsTo: 'proposed',
        shape: z.strictObject({ ...subject, ...held, from: day, proposerId: personId }),
      },
      /** `from`: not before the day on which it was confirmed. */
      DutyAssigned: {
        words: { zh: '批准岗位职责', en: 'duty assigned' },
        leadsTo: 'assigned',
        shape: z.strictObject({ ...subject, ...held, from: day, confirmerId: personId }),
      },
      DutyRefused: {
        words: { zh: '不批准岗位职责', en: 'duty refused' },
        leadsTo: 'refused',
        shape: z.strictObject({ ...over, reason }),
      },
      DutyEnded: {
        words: { zh: '免去岗位职责', en: 'duty ended' },
        leadsTo: 'ended',
        shape: z.strictObject({ ...over, reason, basis: basis.optional() }),
      },
    },
    commands: {
      /** By the platform itself, for whoever opened its set-up link; once. `merged`: one person may be several of them. */
      FoundDuties: {
        right: 'found-duties',
        about: null,
        shape: z.strictObject({
          personId,
          duties: z.array(administrators).min(1).max(3),
          merged: z.boolean().optional(),
        }),
      },
      /** The id follows from what is proposed. `from` absent: today. */
      ProposeDuty: {
        right: 'propose-duty',
        about: 'organizationId',
        shape: z.strictObject({ personId, ...held, from: day.optional() }),
      },
      ConfirmDuty: { right: 'confirm-duty', about: 'dutyId', shape: z.strictObject(subject) },
      RefuseDuty: { right: 'confirm-duty', about: 'dutyId', shape: z.strictObject({ ...subject, reason }) },
      EndDuty: {
        right: 'propose-duty',
        about: 'dutyId',
        shape: z.strictObject({ ...subject, reason, basis: basis.optional() }),
      },
    },
    refusals: {
      DUTY_UNKNOWN: notFound('此人没有这项岗位职责，请核对', 'this person has no such duty; check its id'),
      DUTY_NOT_PROPOSED: rule('这项岗位职责不在待批准状态', 'this duty is not waiting to be confirmed'),
      DUTY_NOT_ASSIGNED: rule('这项岗位职责不在任，无从免去', 'this duty is not held; there is nothing to end'),
      DUTY_BY_INSPECTION: rule(
        '督查人员由督查安排确定，不单独提名',
        'an inspector is named by the inspection; the duty is not proposed',
      ),
      DUTY_PLACE_WRONG: invalid('这类组织不设这项岗位职责', 'the duty is not held at such an organization'),
      DUTY_BRANCHES_WRONG: invalid(
        '评分人和验收人须列明党支部和截止日期，其他岗位职责不得列明党支部',
        'a rater or verifier is named for branches and until a day; another duty is not for branches',
      ),
      DUTY_FROM_PAST: invalid('岗位职责不得自今天以前起算', 'a duty does not begin before today'),
      DUTY_TERM_OVER: invalid('截止日期已过', 'the last day of the duty is past'),
      DUTIES_EXCLUSIVE: rule(
        '系统管理员、安全管理员、审计管理员不得由一人兼任，也不得兼任业务岗位',
        'the three administrators exclude each other and every business duty',
      ),
      DUTIES_FOUNDED_BEFORE: conflict(
        '平台已设立管理员，请由其提名',
        'the platform has administrators; have them propose',
      ),
      CONFIRMER_INVOLVED: rule(
        '批准人不得是提名人或本人，请由他人批准',
        'who confirms is neither the proposer nor the person; have another confirm',
      ),
    },
  },
  (data) => dutyStream(data.personId),
);

export const { events: dutyEvents, commands: dutyCommands } = dutyContract;
export type DutyEvent = EventsOf<typeof dutyContract>;
export type DutyCommand = CommandsOf<typeof dutyContract>;
