import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { problemEvidence, problemFinding } from './problem.shapes.ts';
import { conflict, invalid, notFound, rule } from './refusals.ts';
import { code, day, organizationId, line, personId, text } from './schema.ts';
import { problemId, problemStream } from './streams.ts';
import { escalationLevels } from './vocabulary.ts';

const fact = { problemId: z.uuid(), branchId: organizationId, effectiveOn: day };

/** While a rectification goes on: its due date, and the how manieth of the problem this is. */
const running = { dueOn: day, dueVersion: z.int().min(1) };

const on = { problemId: z.uuid(), effectiveOn: day.optional() };

export const problemContract = aggregate(
  {
    service: 'rectification',
    aggregate: 'problem',
    streamName: 'problem-<id>',
    statuses: {
      identified: { zh: '待整改', en: 'identified, not yet being rectified' },
      rectifying: { zh: '整改中', en: 'being rectified' },
      reported: { zh: '待验收', en: 'completion reported, not yet verified' },
      verified: { zh: '已验收，待销号', en: 'verified, not yet closed' },
      closed: { zh: '已销号', en: 'closed' },
      dismissed: { zh: '不予认定', en: 'dismissed' },
    },
    events: {
      /**
       * `recurrenceOf`: the problem of the same branch, aspect and item closed within 365 days before. `inspectedBy`: the
       * body whose inspection found it, which judges it beside the superior.
       */
      ProblemIdentified: {
        words: { zh: '列入问题清单', en: 'problem identified' },
        leadsTo: 'identified',
        shape: z.strictObject({
          ...fact,
          ...problemFinding,
          recurrenceOf: z.uuid().optional(),
          inspectedBy: organizationId.optional(),
        }),
      },
      ProblemDismissed: {
        words: { zh: '问题不予认定', en: 'problem dismissed' },
        leadsTo: 'dismissed',
        shape: z.strictObject({ ...fact, reason: text(2000) }),
      },
      RectificationOpened: {
        words: { zh: '列入整改清单', en: 'rectification opened' },
        leadsTo: 'rectifying',
        shape: z.strictObject({
          ...fact,
          ...running,
          item: code,
          post: line(100),
          responsibleId: personId,
          measures: text(8000).optional(),
        }),
      },
      ProgressReported: {
        words: { zh: '报告整改进展', en: 'progress reported' },
        shape: z.strictObject({ ...fact, ...running, says: text(8000), reporterId: personId }),
      },
      ExtensionRequested: {
        words: { zh: '申请延期整改', en: 'extension requested' },
        shape: z.strictObject({ ...fact, ...running, until: day, reason: text(2000) }),
      },
      ExtensionGranted: {
        words: { zh: '同意延期整改', en: 'extension granted' },
        shape: z.strictObject({ ...fact, ...running, reason: text(2000) }),
      },
      ExtensionRefused: {
        words: { zh: '不同意延期整改', en: 'extension refused' },
        shape: z.strictObject({ ...fact, ...running, reason: text(2000) }),
      },
      CompletionReported: {
        words: { zh: '报告整改完成', en: 'completion reported' },
        leadsTo: 'reported',
        shape: z.strictObject({ ...fact, says: text(8000), evidence: problemEvidence, reporterId: personId }),
      },
      CompletionVerified: {
        words: { zh: '整改验收合格', en: 'completion verified' },
        leadsTo: 'verified',
        shape: z.strictObject({ ...fact, verifierId: personId, note: text(2000).optional() }),
      },
      CompletionRejected: {
        words: { zh: '整改验收不合格', en: 'completion rejected' },
        leadsTo: 'rectifying',
        shape: z.strictObject({ ...fact, ...running, verifierId: personId, reason: text(2000) }),
      },
      ProblemClosed: { words: { zh: '销号', en: 'problem closed' }, leadsTo: 'closed', shape: z.strictObject(fact) },
      ProblemReopened: {
        words: { zh: '重新列入问题清单', en: 'problem reopened' },
        leadsTo: 'identified',
        shape: z.strictObject({ ...fact, reason: text(2000) }),
      },
      /** `organizationId`: whose the level is, as far as the tree was known; the branch itself, its unit, its work committee. */
      RectificationEscalated: {
        words: { zh: '逾期督办', en: 'overdue rectification escalated' },
        shape: z.strictObject({
          ...fact,
          ...running,
          level: z.enum(escalationLevels),
          organizationId: organizationId.optional(),
        }),
      },
    },
    commands: {
      /** The id follows from the source. */
      IdentifyProblem: {
        right: 'judge-problem',
        about: 'branchId',
        shape: z.strictObject({ ...problemFinding, effectiveOn: day.optional() }),
      },
      DismissProblem: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({ ...on, reason: text(2000) }),
      },
      /** 细化到项、量化到岗、具体到人. */
      OpenRectification: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({
          ...on,
          item: code,
          post: line(100),
          responsibleId: personId,
          dueOn: day,
          measures: text(8000).optional(),
        }),
      },
      ReportProgress: { right: 'rectify', about: 'problemId', shape: z.strictObject({ ...on, says: text(8000) }) },
      RequestExtension: {
        right: 'rectify',
        about: 'problemId',
        shape: z.strictObject({ ...on, until: day, reason: text(2000) }),
      },
      GrantExtension: { right: 'grant', about: 'problemId', shape: z.strictObject(on) },
      RefuseExtension: { right: 'grant', about: 'problemId', shape: z.strictObject({ ...on, reason: text(2000) }) },
      /** The reporter is whoever sends it. */
      ReportCompletion: {
        right: 'report-completion',
        about: 'problemId',
        shape: z.strictObject({ ...on, says: text(8000), evidence: problemEvidence }),
      },
      /** The verifier is whoever sends it; a rejection states its reason. */
      VerifyCompletion: {
        right: 'verify',
        about: 'problemId',
        shape: z.strictObject({ ...on, accepted: z.boolean(), reason: text(2000).optional() }),
      },
      CloseProblem: { right: 'judge-problem', about: 'problemId', shape: z.strictObject(on) },
      ReopenProblem: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({ ...on, reason: text(2000) }),
      },
      /** Sent by the scheduler, for the how manieth due date it was found overdue. */
      Escalate: {
        right: 'system',
        about: 'problemId',
        shape: z.strictObject({ problemId: z.uuid(), level: z.enum(escalationLevels), dueVersion: z.int().min(1) }),
      },
    },
    refusals: {
      PROBLEM_UNKNOWN: notFound('没有这个问题，请核对编号', 'there is no such problem; check its id'),
      PROBLEM_EXISTS: conflict(
        '同一来源编号已对应另一个问题，请换一个编号',
        'this source reference already stands for another problem; take another reference',
      ),
      PROBLEM_CLOSED: rule('问题已销号；如有反复请重新列入', 'the problem is closed; reopen it if it is back'),
      PROBLEM_DISMISSED: rule('问题已不予认定', 'the problem is dismissed'),
      PROBLEM_NOT_CLOSED: rule('问题尚未销号，无需重新列入', 'the problem is not closed; there is nothing to reopen'),
      RECTIFICATION_NOT_OPEN: rule(
        '整改尚未开始，请先明确事项、岗位、责任人和时限',
        'no rectification is under way; open it with its item, post, responsible person and due date',
      ),
      RECTIFICATION_OPEN: conflict('整改已在进行且内容不同', 'a rectification is already under way with other content'),
      RECTIFICATION_OTHER_ITEM: invalid('整改事项与问题不符', 'the item is not that of the problem'),
      DUE_DATE_PAST: invalid('时限须晚于当日', 'the due date lies before the day it is set on'),
      EXTENSION_NOT_LATER: invalid('延期须晚于原时限', 'an extension reaches beyond the due date'),
      EXTENSION_PENDING: conflict('已有延期申请待批，请先批复', 'another extension is requested and not yet answered'),
      EXTENSION_NOT_REQUESTED: rule('没有待批的延期申请', 'no extension is requested'),
      EXTENSIONS_EXHAUSTED: rule('整改最多延期两次', 'a rectification is extended twice at most'),
      EVIDENCE_REQUIRED: rule('报告完成须附至少一项佐证', 'completion needs at least one piece of evidence'),
      COMPLETION_REPORTED: rule('已报告完成，等待验收', 'completion is reported and waits to be verified'),
      COMPLETION_NOT_REPORTED: rule('尚未报告完成，无从验收', 'completion is not reported; there is nothing to verify'),
      COMPLETION_NOT_VERIFIED: rule(
        '整改未经验收，不能销号',
        'the rectification is not verified; it is not closed before',
      ),
      VERIFIER_NOT_INDEPENDENT: rule(
        '验收人不得是责任人或报告人',
        'the verifier is neither the responsible person nor the reporter',
      ),
      REASON_REQUIRED: invalid('须写明理由', 'state the reason'),
      ESCALATION_NOT_DUE: rule('尚未到督办时限', 'the escalation is not due'),
    },
  },
  (data) => problemStream('problemId' in data ? data.problemId : problemId(data)),
);

export const { events: problemEvents, commands: problemCommands } = problemContract;
export type ProblemEvent = EventsOf<typeof problemContract>;
export type ProblemCommand = CommandsOf<typeof problemContract>;
export type ProblemStatus = keyof typeof problemContract.statuses;
