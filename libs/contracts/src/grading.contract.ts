import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { assignment, computed, dataMatchField, decision, ratingEntry, subject } from './grading.shapes.ts';
import { invalid, rule } from './refusals.ts';
import { amount, basis, code, count, day, line, text } from './schema.ts';
import { gradingStream } from './streams.ts';

/** Absent: the last day of the period. */
const effectiveOn = day.optional();

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
        }),
      },
      VetoRecorded: {
        words: { zh: '登记一票否决情形', en: 'veto recorded' },
        shape: z.strictObject({ ...subject, veto: code, reason: text(2000).optional() }),
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
          reason: text(2000),
          basis,
        }),
      },
      GradeRevised: {
        words: { zh: '更正等次', en: 'grade revised' },
        leadsTo: 'graded',
        shape: z.strictObject({ ...decision, ...computed, reason: text(2000), basis }),
      },
      PriorGradeRecorded: {
        words: { zh: '录入历史等次', en: 'grade from before the platform recorded' },
        shape: z.strictObject({ ...subject, grade: code, effectiveOn: day, basis, source: line(200) }),
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
      RecordVeto: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...subject, veto: code, reason: text(2000).optional() }),
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
      ReviseGrade: {
        right: 'decide-grade',
        about: 'branchId',
        shape: z.strictObject({ ...subject, reason: text(2000), basis, effectiveOn }),
      },
      RecordPriorGrade: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...subject, grade: code, basis, source: line(200), effectiveOn }),
      },
    },
    refusals: {
      BRANCH_NOT_ALIVE: rule('该党支部在年度末不存在', 'the branch does not exist on the last day of the period'),
      BRANCH_WITHOUT_COMMITTEE: rule(
        '该党支部在年度末不隶属于任何工委',
        'the branch is under no work committee on the last day of the period',
      ),
      BRANCH_OUT_OF_SCOPE: rule('该党支部的领域不适用本轮标准', 'the sector of the branch is not that of the edition'),
      GRADING_NOT_OPENED: rule('该党支部本年度定级尚未开始', 'the grading of this branch is not opened'),
      GRADING_ALREADY_OPENED: rule(
        '该年度已在本平台定级，不能再录入历史等次',
        'this period is graded here; a grade from before the platform cannot be taken in',
      ),
      RATER_UNKNOWN: invalid('标准中没有这个评分主体', 'the edition has no such rater'),
      RATER_NOT_ITEMISED: invalid(
        '该评分主体不按项目评分，请录入测评票',
        'this rater does not rate by item; record the poll',
      ),
      RATING_INVALID: invalid(
        '评分与标准不符，请按所列各处更正',
        'the rating does not fit the edition; correct the places named',
      ),
      POLL_NOT_ASKED: invalid('标准不要求测评', 'the edition asks for no poll'),
      POLL_INVALID: invalid(
        '测评票与标准不符，请按所列各处更正',
        'the poll does not fit the edition; correct the places named',
      ),
      DATA_MATCH_INVALID: invalid(
        '比对数据有误，请按所列各处更正',
        'the data match is wrong; correct the places named',
      ),
      VETO_UNKNOWN: invalid('标准中没有这种一票否决情形', 'the edition has no such veto'),
      VETO_NOT_IN_FORCE: rule(
        '该一票否决情形未登记，无从解除',
        'this veto is not in force; there is nothing to withdraw',
      ),
      INPUTS_MISSING: rule(
        '定级所需的材料不全，请补齐所列各项',
        'inputs that the grade rests on are missing; record those named',
      ),
      GRADE_DETERMINED: rule(
        '上级党组织已审定等次；按更正后的材料重新初定请用“更正等次”',
        'a superior has determined the grade; compute anew by ReviseGrade',
      ),
      GRADE_NOT_COMPUTED: rule('该党支部尚未初定等次', 'no grade has been computed for this branch yet'),
      GRADE_UNKNOWN: invalid('标准中没有这个等次', 'the edition has no such grade'),
      EFFECTIVE_BEFORE_PERIOD: invalid(
        '等次不得早于所属年度生效',
        'a grade does not take effect before its period begins',
      ),
    },
  },
  (data) => gradingStream(data.branchId, data.scheme, data.period),
);

export const { events: gradingEvents, commands: gradingCommands } = gradingContract;
export type GradingEvent = EventsOf<typeof gradingContract>;
export type GradingCommand = CommandsOf<typeof gradingContract>;
export type GradingStatus = keyof typeof gradingContract.statuses;
