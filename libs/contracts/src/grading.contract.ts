import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { assignment, computed, dataMatchField, decision, ratingEntry, subject } from './grading.shapes.ts';
import { amount, basis, code, count, day, line, text } from './schema.ts';
import { gradingRefusals } from './grading.refusals.ts';
import { gradingStream } from './streams.ts';

/** Absent: the day of the decision that it replaces; of the first one the last day of the period, or today before that. */
const effectiveOn = day.optional();
/** The event that a decision takes the place of, or takes away. */
const corrects = z.uuid();
const reassessedBecause = z.enum(['remediation-accepted', 'serious-event', 'designation-revoked', 'objection-upheld']);

export const gradingContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'grading',
    streamName: 'grading-<branchId>:<scheme>:<period>',
    statuses: { opened: { zh: '评定中', en: 'opened, not yet graded' }, graded: { zh: '已定级', en: 'graded' } },
    events: {
      GradingOpened: {
        words: { zh: '开始定级', en: 'grading opened' },
        leadsTo: 'opened',
        shape: z.strictObject(assignment),
      },
      RatingSubmitted: {
        words: { zh: '提交评分', en: 'rating submitted' },
        shape: z.strictObject({ ...subject, rater: code, entries: z.array(ratingEntry).max(2000) }),
      },
      PollRecorded: {
        words: { zh: '录入测评票', en: 'poll recorded' },
        shape: z.strictObject({ ...subject, ballots: count(), answers: z.record(code, count()) }),
      },
      DataMatchRecorded: {
        words: { zh: '比对五个基本数据', en: 'five-basics data matched' },
        shape: z.strictObject({
          ...subject,
          source: line(200),
          fields: z.array(dataMatchField).max(500),
          mismatches: z.array(dataMatchField),
          /** Taken over from the standing match, for the grading brought none of its own. */
          standing: z.literal(true).optional(),
        }),
      },
      VetoRecorded: {
        words: { zh: '登记一票否决情形', en: 'veto recorded' },
        shape: z.strictObject({
          ...subject,
          veto: code,
          reason: text(2000).optional(),
          basis: basis.optional(),
          effectiveOn: day,
        }),
      },
      VetoWithdrawn: {
        words: { zh: '解除一票否决情形', en: 'veto withdrawn' },
        shape: z.strictObject({ ...subject, veto: code, reason: text(2000) }),
      },
      BranchGraded: {
        words: { zh: '初定等次', en: 'branch graded' },
        leadsTo: 'graded',
        shape: z.strictObject({ ...decision, ...computed }),
      },
      GradeDetermined: {
        words: { zh: '上级党组织审定等次', en: 'grade determined by the superior' },
        shape: z.strictObject({
          ...decision,
          computedGrade: code,
          score: amount,
          inputsHash: z.string().length(64),
          /** The provisional decision that it replaces; absent after the closing: a new decision. */
          replaces: z.uuid().optional(),
          reason: text(2000),
          basis,
        }),
      },
      DeterminationWithdrawn: {
        words: { zh: '撤回审定等次', en: 'determination withdrawn' },
        shape: z.strictObject({ ...assignment, corrects, effectiveOn: day, reason: text(2000), basis }),
      },
      GradeRevised: {
        words: { zh: '更正等次', en: 'grade revised' },
        leadsTo: 'graded',
        shape: z.strictObject({ ...decision, ...computed, corrects, reason: text(2000), basis }),
      },
      GradeReassessed: {
        words: { zh: '重新定级', en: 'grade reassessed' },
        leadsTo: 'graded',
        shape: z.strictObject({
          ...decision,
          ...computed,
          because: reassessedBecause,
          /** The word of the computed grade, where the grade may not rise so far at once. */
          limitedFrom: line(50).optional(),
          reason: text(2000).optional(),
          basis,
        }),
      },
      PriorGradeRecorded: {
        words: { zh: '录入历史等次', en: 'grade from before the platform recorded' },
        shape: z.strictObject({ ...subject, grade: code, effectiveOn: day, basis, source: line(200) }),
      },
      PriorGradeCorrected: {
        words: { zh: '更正历史等次', en: 'grade from before the platform corrected' },
        shape: z.strictObject({
          ...subject,
          grade: code,
          effectiveOn: day,
          basis,
          source: line(200),
          corrects,
          reason: text(2000),
        }),
      },
    },
    commands: {
      OpenGrading: { right: 'open-round', about: 'branchId', shape: z.strictObject(subject) },
      /** A rater's whole rating; sent again it replaces the one before. No entry for an item: nothing lost. */
      SubmitRating: {
        right: 'rate',
        about: 'branchId',
        shape: z.strictObject({ ...subject, rater: code, entries: z.array(ratingEntry).max(2000) }),
      },
      RecordPoll: {
        right: 'rate',
        about: 'branchId',
        shape: z.strictObject({ ...subject, ballots: count(), answers: z.record(code, count()) }),
      },
      /** `source` names the system the second value comes from. */
      RecordDataMatch: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...subject, source: line(200), fields: z.array(dataMatchField).max(500) }),
      },
      /** `effectiveOn`: when what the veto rests on was established; absent: today. */
      RecordVeto: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({
          ...subject,
          veto: code,
          reason: text(2000).optional(),
          basis: basis.optional(),
          effectiveOn: day.optional(),
        }),
      },
      WithdrawVeto: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...subject, veto: code, reason: text(2000) }),
      },
      GradeBranch: { right: 'rate', about: 'branchId', shape: z.strictObject({ ...subject, effectiveOn }) },
      DetermineGrade: {
        right: 'decide-grade',
        about: 'branchId',
        shape: z.strictObject({ ...subject, grade: code, reason: text(2000), basis, effectiveOn }),
      },
      /** `determination`: the event to take away; absent: the latest that stands. */
      WithdrawDetermination: {
        right: 'decide-grade',
        about: 'branchId',
        shape: z.strictObject({ ...subject, determination: z.uuid().optional(), reason: text(2000), basis }),
      },
      /** Takes the days of the computed decision that it corrects. */
      ReviseGrade: {
        right: 'decide-grade',
        about: 'branchId',
        shape: z.strictObject({ ...subject, reason: text(2000), basis }),
      },
      ReassessGrade: {
        right: 'decide-grade',
        about: 'branchId',
        shape: z.strictObject({
          ...subject,
          because: reassessedBecause,
          reason: text(2000).optional(),
          basis,
          effectiveOn: day.optional(),
        }),
      },
      RecordPriorGrade: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...subject, grade: code, basis, source: line(200), effectiveOn }),
      },
      CorrectPriorGrade: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({
          ...subject,
          grade: code,
          basis,
          source: line(200),
          effectiveOn: day.optional(),
          reason: text(2000),
        }),
      },
    },
    refusals: gradingRefusals,
  },
  (data) => gradingStream(data.branchId, data.scheme, data.period),
);

export const { events: gradingEvents, commands: gradingCommands } = gradingContract;
export type GradingEvent = EventsOf<typeof gradingContract>;
export type GradingCommand = CommandsOf<typeof gradingContract>;
export type GradingStatus = keyof typeof gradingContract.statuses;
