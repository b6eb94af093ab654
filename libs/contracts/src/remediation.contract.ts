import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { invalid, rule } from './refusals.ts';
import { code, day, evidenceLines, line, organizationId, period, personId, text } from './schema.ts';
import { remediationStream } from './streams.ts';
import { toldLevels } from './vocabulary.ts';

const subject = { branchId: organizationId, year: period };
const fact = { ...subject, effectiveOn: day };
const reason = text(2000);
/** `effectiveOn` absent: today; a day that is past comes with a reason. */
const asked = { ...subject, effectiveOn: day.optional(), reason: reason.optional() };
/** A confirmed grade of lagging standing, one a scheme. */
const ground = z.strictObject({ scheme: code, roundId: line(200) });
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
          evidence: evidenceLines.optional(),
          reporterId: personId,
        }),
      },
      /**
       * A plan or a monthly report is missing; `acceptance`: the term is over and nobody has accepted or continued, which is told
       * to the superior, or to the party group once it may not be continued. `answeringId`: as far as the tree was known.
       */
      RemediationEscalated: {
        words: { zh: '整顿逾期督办', en: 'overdue remediation escalated' },
        shape: z.strictObject({
          ...fact,
          ...owed,
          owes: z.enum(['plan', 'report', 'acceptance']),
          level: z.enum(toldLevels),
          answeringId: organizationId.optional(),
        }),
      },
      /** `inspectionId`: the follow-up on the spot that it rests on. */
      RemediationAccepted: {
        words: { zh: '后进整顿验收合格', en: 'remediation accepted' },
        leadsTo: 'accepted',
        shape: z.strictObject({ ...fact, inspectionId: code, note: text(2000).optional(), reason: reason.optional() }),
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
        shape: z.strictObject({ ...asked, says: text(8000), evidence: evidenceLines.optional() }),
      },
      /** Sent by the scheduler, for the how manieth plan or report it was found missing; level `superior`: of the term. */
      EscalateRemediation: {
        right: 'system',
        about: 'branchId',
        shape: z.strictObject({ ...subject, level: z.enum(toldLevels), dueVersion: z.int().min(1) }),
      },
      AcceptRemediation: {
        right: 'accept-remediation',
        about: 'branchId',
        shape: z.strictObject({ ...asked, inspectionId: code, note: text(2000).optional() }),
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
      FOLLOW_UP_REQUIRED: rule(
        '验收须以列为整顿对象之后对该党支部作出合格结论的实地整改回访为依据，请填写该次督查的编号',
        'name the follow-up inspection of this branch on site that was concluded with a pass after its remediation was opened',
      ),
      ACCEPTED_BEFORE_FOLLOW_UP: invalid(
        '验收日期不得早于整改回访作出结论之日，请改填日期',
        'an acceptance is not dated before the follow-up inspection was concluded; give a later day',
      ),
      TERM_PAST: invalid('整顿期限须晚于制定方案之日', 'the term ends after the day of the plan'),
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
