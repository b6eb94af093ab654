import { invalid, rule } from './refusals.ts';

/** The codes that gradings refuse with. */
export const gradingRefusals = {
  BRANCH_NOT_ALIVE: rule('该党支部在年度末不存在', 'the branch does not exist on the last day of the period'),
  BRANCH_WITHOUT_COMMITTEE: rule(
    '该党支部在年度末不隶属于任何工委',
    'the branch is under no work committee on the last day of the period',
  ),
  TEMPORARY_NOT_GRADED: rule('临时党支部不参加定级', 'a temporary branch is not graded'),
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
  GRADE_DETERMINED: rule(
    '上级党组织已审定等次；按更正后的材料重新初定请用“更正等次”',
    'a superior has determined the grade; compute anew by ReviseGrade',
  ),
  GRADE_NOT_COMPUTED: rule('该党支部尚未初定等次', 'no grade has been computed for this branch yet'),
  GRADE_UNKNOWN: invalid('标准中没有这个等次', 'the edition has no such grade'),
  EFFECTIVE_BEFORE_PERIOD: invalid('等次不得早于所属年度生效', 'a grade does not take effect before its period begins'),
  EFFECTIVE_AFTER_PERIOD: invalid(
    '等次最迟在所属年度结束后12个月内生效',
    'a grade takes effect within 12 months of the end of its period',
  ),
  GRADE_NOT_DECIDED: rule(
    '本轮尚未核准，也没有上级党组织审定的等次，请直接重新初定等次',
    'the round is not closed and no superior has determined otherwise; compute anew by GradeBranch',
  ),
  SUPERIOR_RATING_REQUIRED: rule(
    '重新定级须依据上级党组织新的评分，请先提交',
    'a reassessment rests on a new rating of the superior; submit it first',
  ),
  DETERMINATION_UNKNOWN: rule(
    '没有可撤回的审定等次，请核对是否已撤回或已被替换',
    'there is no such determination to withdraw; see whether it was withdrawn or replaced',
  ),
  ROUND_STILL_OPEN: rule('本轮核准之后才能重新定级', 'a grade is reassessed only after its round is closed'),
  REASSESSMENT_TOO_LATE: rule(
    '年末前60天内不再重新定级，请在下一年度定级中体现',
    'no grade is reassessed within 60 days before 31 December; leave it to the next period',
  ),
  REASSESSMENT_WITHOUT_VETO: rule(
    '因严重事件重新定级须先记录否决情形',
    'a reassessment for a serious event rests on a veto; record it first',
  ),
  PRIOR_GRADE_UNKNOWN: rule(
    '没有可更正的历史等次，请先录入',
    'there is no grade from before the platform to correct; record it first',
  ),
  PRIOR_GRADE_RECORDED: rule(
    '该年度的历史等次已录入；要更改请用“更正历史等次”',
    'a grade from before the platform is recorded for this period; change it by CorrectPriorGrade',
  ),
  PRIOR_PERIOD_NOT_BEFORE: rule(
    '该工委在本平台的首轮定级之前的年度才能录入历史等次',
    'only periods before the first round of the committee in this scheme may be taken in',
  ),
  BRANCH_NOT_LIVING_IN_PERIOD: rule('该党支部在该年度尚未成立或已撤销', 'the branch did not live in this period'),
  SCHEME_UNKNOWN: invalid(
    '没有这类评定的标准，请先发布标准',
    'no edition of this scheme is published; publish one first',
  ),
};
