import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { invalid, rule } from './refusals.ts';
import { basis, code, day, line, organizationId, period, personId, text } from './schema.ts';
import { remediationStream } from './streams.ts';
import { escalationLevels } from './vocabulary.ts';

const subject = { branchId: organizationId, year: period };
const fact = { ...subject, effectiveOn: day };
const reason = text(2000);
/** `effectiveOn` absent: today; a day that is past comes with a reason. */
const asked = { ...subject, effectiveOn: day.optional(), reason: reason.optional() };
/** A confirmed grade of lagging standing, one a scheme. */
const ground = z.strictObject({ scheme: code, roundId: line(200) });
const evidence = z.array(line(500)).max(50);
/** What the branch owes next, until when, and the how manieth that is. */
const owed = { owes: z.enum(['plan', 'report']), dueOn: day, dueVersion: z.int().min(1) };

export const remediationContract = aggregate(
  {
    service: 'rectification',
    aggregate: 'remediation',
    streamName: 'remediation-<branchId>:<year>',
    statuses: {
      open: { zh: '整顿中', en: 'under way' },
      accepted: { zh: '验收合格，待确认', en: 'accepted, to be confirmed' },
      confirmed: { zh: '整顿完成', en: 'acceptance confirmed' },
      withdrawn: { zh: '已终止', en: 'withdrawn' },
    },
    events: {
      /** 列为后进整顿对象. */
      RemediationOpened: {
        words: { zh: '列为后进整顿对象', en: 'remediation opened' },
        leadsTo: 'open',
        shape: z.strictObject({ ...fact, ...owed, grounds: z.array(ground).min(1) }),
      },
      /** A second lagging grade of the year. */
      GroundAdded: {
        words: { zh: '增列后进等次', en: 'ground added' },
        shape: z.strictObject({ ...fact, ...owed, grounds: z.array(ground).min(1) }),
      },
      /** `until`: the term of the remediation. */
      RemediationPlanned: {
        words: { zh: '制定整顿方案', en: 'remediation planned' },
        shape: z.strictObject({
          ...fact,
          ...owed,
          helperId: personId,
          problems: text(8000).optional(),
          measures: text(8000),
          until: day,
        }),
      },
      RemediationReported: {
        words: { zh: '报告整顿进展', en: 'remediation reported' },
        shape: z.strictObject({
          ...fact,
          ...owed,
          says: text(8000),
          evidence: evidence.optional(),
          reporterId: personId,
        }),
      },
      /** A plan or a monthly report is missing. `answeringId`: whose the level is, as far as the tree was known. */
      RemediationEscalated: {
        words: { zh: '整顿逾期督办', en: 'overdue remediation escalated' },
        shape: z.strictObject({
          ...fact,
          ...owed,
          level: z.enum(escalationLevels),
          answeringId: organizationId.optional(),
        }),
      },
      /** `basis`: the paper of the on-site follow-up. */
      RemediationAccepted: {
        words: { zh: '后进整顿验收合格', en: 'remediation accepted' },
        leadsTo: 'accepted',
        shape: z.strictObject({ ...fact, basis, note: text(2000).optional(), reason: reason.optional() }),
      },
      AcceptanceConfirmed: {
        words: { zh: '确认整顿验收', en: 'acceptance confirmed' },
        leadsTo: 'confirmed',
        shape: z.strictObject({ ...fact, note: text(2000).optional(), reason: reason.optional() }),
      },
      RemediationContinued: {
        words: { zh: '继续整顿', en: 'remediation continued' },
        leadsTo: 'open',
        shape: z.strictObject({ ...fact, ...owed, until: day, reason }),
      },
      RemediationWithdrawn: {
        words: { zh: '终止整顿', en: 'remediation withdrawn' },
        leadsTo: 'withdrawn',
        shape: z.strictObject({ ...fact, because: z.enum(['grade-changed', 'branch-dissolved']), reason }),
      },
    },
    commands: {
      OpenRemediation: { right: 'system', about: 'branchId', shape: z.strictObject(asked) },
      AddGround: { right: 'system', about: 'branchId', shape: z.strictObject(asked) },
      /** `until` absent: six months after today. */
      PlanRemediation: {
        right: 'rectify',
        about: 'branchId',
        shape: z.strictObject({
          ...asked,
          helperId: personId,
          problems: text(8000).optional(),
          measures: text(8000),
          until: day.optional(),
        }),
      },
      ReportRemediation: {
        right: 'rectify',
        about: 'branchId',
        shape: z.strictObject({ ...asked, says: text(8000), evidence: evidence.optional() }),
      },
      /** Sent by the scheduler, for the how manieth plan or report it was found missing. */
      EscalateRemediation: {
        right: 'system',
        about: 'branchId',
        shape: z.strictObject({ ...subject, level: z.enum(escalationLevels), dueVersion: z.int().min(1) }),
      },
      AcceptRemediation: {
        right: 'accept-remediation',
        about: 'branchId',
        shape: z.strictObject({ ...asked, basis, note: text(2000).optional() }),
      },
      /** 工委确认. */
      ConfirmAcceptance: {
        right: 'confirm-remediation',
        about: 'branchId',
        shape: z.strictObject({ ...asked, note: text(2000).optional() }),
      },
      ContinueRemediation: {
        right: 'accept-remediation',
        about: 'branchId',
        shape: z.strictObject({ ...asked, reason }),
      },
      WithdrawRemediation: { right: 'system', about: 'branchId', shape: z.strictObject({ ...asked, reason }) },
    },
    refusals: {
      NO_CONFIRMED_LAGGING_GRADE: rule(
        '该党支部本年度没有已核准的后进等次',
        'the branch has no confirmed grade of lagging standing in that year',
      ),
      REMEDIATION_NOT_OPEN: rule('该党支部没有正在进行的整顿', 'no remediation of this branch is under way'),
      REMEDIATION_NOT_PLANNED: rule('请先制定整顿方案', 'plan the remediation first'),
      REMEDIATION_NOT_ACCEPTED: rule(
        '整顿尚未验收合格，无从确认',
        'the remediation is not accepted; there is nothing to confirm',
      ),
      REMEDIATION_STILL_DUE: rule(
        '后进等次仍然有效，整顿不能终止',
        'the lagging grade still holds; its remediation is not withdrawn',
      ),
      REMEDIATION_PROBLEMS_OPEN: rule(
        '该党支部还有问题未销号，不能验收',
        'problems of the branch are still open; close them first',
      ),
      TERM_PAST: invalid('整顿期限须晚于今天', 'the term ends after today'),
      TERM_TOO_LONG: invalid('整顿期限最长六个月', 'the term of a remediation is six months at most'),
      CONTINUATIONS_EXHAUSTED: rule(
        '继续整顿最多两次，请党组（党委）约谈书记并研究',
        'a remediation is continued twice at most; the secretary’s review goes to the party group',
      ),
    },
  },
  (data) => remediationStream(data.branchId, data.year),
);

export const { events: remediationEvents, commands: remediationCommands } = remediationContract;
export type RemediationEvent = EventsOf<typeof remediationContract>;
export type RemediationCommand = CommandsOf<typeof remediationContract>;
export type RemediationStatus = keyof typeof remediationContract.statuses;
