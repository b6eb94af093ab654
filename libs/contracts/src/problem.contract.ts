import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import {
  commonDeclared,
  commonNamed,
  datedBackReason,
  escalationTold,
  problemAsked,
  dismissal,
  onProblem,
  problemFact,
  problemFinding,
  problemShows,
  rectificationFact,
  rectificationOrder,
} from './problem.shapes.ts';
import { problemRefusals, problemStatuses } from './problem.words.ts';
import { basis, day, evidenceLines, line, organizationId, personId, text } from './schema.ts';
import { problemStream } from './streams.ts';
import { toldLevels } from './vocabulary.ts';

const reason = text(2000);

export const problemContract = aggregate(
  {
    service: 'rectification',
    aggregate: 'problem',
    streamName: 'problem-<id>',
    statuses: problemStatuses,
    events: {
      /**
       * `itemText`: the item as the edition words it, or the title. `recurrenceOf`: the problem of the same organization,
       * aspect and item closed within 365 days before. `inspectedBy`: the body whose inspection found it, which judges it
       * beside the superior. `openBy`: until when a rectification of it is to be opened.
       */
      ProblemIdentified: {
        words: { zh: '列入问题清单', en: 'problem identified' },
        leadsTo: 'identified',
        shape: z.strictObject({
          ...problemFact,
          ...problemFinding,
          openBy: day,
          itemText: line(500).optional(),
          recurrenceOf: z.uuid().optional(),
          inspectedBy: organizationId.optional(),
        }),
      },
      /** Found once more while it is open; a due date stands here where a rectification goes on. */
      ProblemConfirmedAgain: {
        words: { zh: '问题再次出现', en: 'problem found again' },
        shape: z.strictObject({
          ...problemFact,
          ...problemShows,
          dueOn: day.optional(),
          dueVersion: z.int().min(1).optional(),
        }),
      },
      /** 共性问题: one rectification for all. `problems`: those that it takes over; `branches` of `among` have it. */
      CommonProblemDeclared: {
        words: { zh: '认定共性问题', en: 'common problem declared' },
        shape: z.strictObject({ ...problemFact, ...commonDeclared }),
      },
      ProblemDismissed: {
        words: { zh: '问题不予认定', en: 'problem dismissed' },
        leadsTo: 'dismissed',
        shape: z.strictObject({ ...problemFact, ...dismissal, ...datedBackReason }),
      },
      RectificationOpened: {
        words: { zh: '列入整改清单', en: 'rectification opened' },
        leadsTo: 'rectifying',
        shape: z.strictObject({ ...rectificationFact, ...rectificationOrder, ...datedBackReason }),
      },
      RectificationReassigned: {
        words: { zh: '变更整改责任人', en: 'rectification reassigned' },
        shape: z.strictObject({ ...rectificationFact, post: line(100), responsibleId: personId, reason }),
      },
      ProgressReported: {
        words: { zh: '报告整改进展', en: 'progress reported' },
        shape: z.strictObject({ ...rectificationFact, says: text(8000), reporterId: personId, ...datedBackReason }),
      },
      ExtensionRequested: {
        words: { zh: '申请延期整改', en: 'extension requested' },
        shape: z.strictObject({
          ...rectificationFact,
          until: day,
          reason,
          requesterId: personId,
          basis: basis.optional(),
        }),
      },
      ExtensionGranted: {
        words: { zh: '同意延期整改', en: 'extension granted' },
        shape: z.strictObject({ ...rectificationFact, reason }),
      },
      ExtensionRefused: {
        words: { zh: '不同意延期整改', en: 'extension refused' },
        shape: z.strictObject({ ...rectificationFact, reason }),
      },
      CompletionReported: {
        words: { zh: '报告整改完成', en: 'completion reported' },
        leadsTo: 'reported',
        shape: z.strictObject({
          ...problemFact,
          says: text(8000),
          evidence: evidenceLines,
          reporterId: personId,
          ...datedBackReason,
        }),
      },
      CompletionVerified: {
        words: { zh: '整改验收合格', en: 'completion verified' },
        leadsTo: 'verified',
        shape: z.strictObject({ ...problemFact, verifierId: personId, ...datedBackReason }),
      },
      /** The due date stood still while the completion waited to be verified. */
      CompletionRejected: {
        words: { zh: '整改验收不合格', en: 'completion rejected' },
        leadsTo: 'rectifying',
        shape: z.strictObject({ ...rectificationFact, verifierId: personId, reason }),
      },
      ProblemClosed: {
        words: { zh: '销号', en: 'problem closed' },
        leadsTo: 'closed',
        shape: z.strictObject({ ...problemFact, ...datedBackReason }),
      },
      ProblemReopened: {
        words: { zh: '重新列入问题清单', en: 'problem reopened' },
        leadsTo: 'identified',
        shape: z.strictObject({ ...problemFact, openBy: day, reason }),
      },
      /**
       * `answeringId`: whose the level is, as far as the tree was known; the organization itself, its unit, its work committee.
       * `dueVersion` 0 or that of the rectification before: none was opened in time. Level `superior`: a completion that was
       * reported waits for its verification since `dueOn`; the superior, or the body that found it, verifies.
       */
      RectificationEscalated: {
        words: { zh: '逾期督办', en: 'overdue rectification escalated' },
        shape: z.strictObject({ ...problemFact, ...escalationTold }),
      },
    },
    commands: {
      /** The id follows from the source. `title`: of a problem beyond the edition. `editionId` absent: what is in force for it. */
      IdentifyProblem: {
        right: 'judge-problem',
        about: 'organizationId',
        shape: z.strictObject({
          ...problemFinding,
          title: line(500).optional(),
          editionId: line(200).optional(),
          effectiveOn: day.optional(),
        }),
      },
      ConfirmProblemAgain: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({ problemId: z.uuid(), ...problemShows, effectiveOn: day.optional() }),
      },
      /** By a work committee, of an item that most of its branches have; the id follows from the document. */
      DeclareCommonProblem: { right: 'declare-common', about: 'organizationId', shape: z.strictObject(commonNamed) },
      DismissProblem: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({ ...onProblem, ...dismissal }),
      },
      /** 细化到项、量化到岗、具体到人. */
      OpenRectification: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({ ...onProblem, ...rectificationOrder, dueOn: day }),
      },
      ReassignRectification: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({ ...onProblem, post: line(100), responsibleId: personId, reason }),
      },
      ReportProgress: {
        right: 'rectify',
        about: 'problemId',
        shape: z.strictObject({ ...onProblem, says: text(8000) }),
      },
      RequestExtension: {
        right: 'rectify',
        about: 'problemId',
        shape: z.strictObject({ ...onProblem, until: day, reason, basis: basis.optional() }),
      },
      GrantExtension: { right: 'grant', about: 'problemId', shape: z.strictObject(onProblem) },
      RefuseExtension: { right: 'grant', about: 'problemId', shape: z.strictObject({ ...onProblem, reason }) },
      /** The reporter is whoever sends it. */
      ReportCompletion: {
        right: 'report-completion',
        about: 'problemId',
        shape: z.strictObject({ ...onProblem, says: text(8000), evidence: evidenceLines }),
      },
      /** The verifier is whoever sends it; a rejection states its reason. */
      VerifyCompletion: {
        right: 'verify',
        about: 'problemId',
        shape: z.strictObject({ ...onProblem, accepted: z.boolean() }),
      },
      CloseProblem: { right: 'judge-problem', about: 'problemId', shape: z.strictObject(onProblem) },
      ReopenProblem: { right: 'judge-problem', about: 'problemId', shape: z.strictObject({ ...onProblem, reason }) },
      /** Sent by the scheduler, for the how manieth due date it was found overdue. */
      Escalate: {
        right: 'system',
        about: 'problemId',
        shape: z.strictObject({ problemId: z.uuid(), level: z.enum(toldLevels), dueVersion: z.int().min(0) }),
      },
    },
    refusals: problemRefusals,
  },
  (data) => problemStream(problemAsked(data)),
);

export const { events: problemEvents, commands: problemCommands } = problemContract;
export type ProblemEvent = EventsOf<typeof problemContract>;
export type ProblemCommand = CommandsOf<typeof problemContract>;
export type ProblemStatus = keyof typeof problemContract.statuses;
