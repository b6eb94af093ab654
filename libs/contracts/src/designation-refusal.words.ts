import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How an application is refused. */
const ofApplications = {
  MAY_NOT_APPLY: rule('尚不符合申报条件，请先解决所列情况', 'the conditions are not met; put in order what is named'),
  OUTSIDE_WINDOW: rule('不在该项目的申报时间内', 'the programme takes no applications on this day'),
  NOT_A_SUBJECT: invalid('该类组织不在该项目的范围内', 'the programme is not for organizations of this kind'),
  NOT_UNDER_BODY: rule('该组织不隶属于命名机关', 'the organization does not stand under the designating body'),
  ALREADY_DESIGNATED: rule('该组织已获此项命名', 'the organization is designated already'),
  REVOKED_WITHIN_YEAR: rule('取消命名满一年后方可再次申报', 'it may apply again a year after the revocation'),
  APPLICATION_OPEN: conflict('该组织的申报正在办理', 'an application of the organization is being dealt with'),
  APPLICATION_MISSING: rule('该组织没有正在办理的申报', 'no application of the organization is being dealt with'),
  REVIEW_OUT_OF_ORDER: rule(
    '审核须按顺序进行：上级党组织、党组（党委）、工委实地审核',
    'reviews go in their order: the superior, the party group, the committee on the spot',
  ),
  REVIEW_BASIS_MISSING: invalid(
    '党组（党委）审核须写明其依据',
    'state the paper of the party group on which its review rests',
  ),
  RETURN_INCOMPLETE: invalid(
    '退回申报的，须写明需补正的事项和期限',
    'what is returned names its items and a day that is still to come',
  ),
  ACCEPTANCE_OUT_OF_PLACE: invalid(
    '验收督查只在工委实地审核通过时填写',
    'an acceptance inspection goes with the committee’s review that passes',
  ),
  ACCEPTANCE_NOT_PASSED: rule(
    '该组织没有这个编号的合格验收督查，请核对编号；尚未作出结论的，请先作出结论',
    'no acceptance inspection of this id was passed by the organization; check its id, or conclude it first',
  ),
  REVIEWED_BY_APPLICANT: rule('申报人不得审核本申报，请由他人办理', 'who applied does not review; have somebody else'),
};

/** How the notice and the objections to it refuse. */
const ofNotices = {
  NOT_IN_BATCH: rule('该组织不在研究决定的名单内', 'the organization is not in the batch that was decided'),
  BATCH_BEFORE_APPLICATION: rule(
    '该名单是在本次申报审核完毕之前研究决定的，请列入下一批名单',
    'the batch was decided before this application had passed its reviews; name it in the next one',
  ),
  NOTICE_DATED_BACK: invalid(
    '补记已经开始的公示，须写明公示文件',
    'a notice that began before today is recorded by its paper; state it',
  ),
  DESIGNATION_NOTICE_MISSING: rule('尚未公示，请先开始公示', 'there is no public notice; start it first'),
  DESIGNATION_NOTICE_NOT_OVER: rule('公示期未满', 'the public notice is not over'),
  DESIGNATION_OBJECTION_OPEN: rule('公示的异议尚未办结', 'an objection to the notice is not resolved'),
  DESIGNATION_OBJECTION_UPHELD: rule(
    '公示的异议成立，不予命名；请办理不予通过',
    'an objection to the notice was upheld; the application is to be rejected',
  ),
  DESIGNATION_OBJECTION_EXISTS: conflict(
    '这个异议编号已用于其他内容',
    'this objection id stands for another objection',
  ),
  DESIGNATION_OBJECTION_OUT_OF_TIME: rule('异议须在公示期内提出', 'an objection is raised while the notice runs'),
  DESIGNATION_OBJECTION_UNKNOWN: notFound('没有这个异议，请核对编号', 'there is no such objection; check its id'),
  DESIGNATION_OBJECTION_OWN: rule(
    '登记该异议的人不得办结，请由他人办理',
    'who recorded the objection does not resolve it; have somebody else do it',
  ),
  DESIGNATION_OBJECTION_RESOLVED: conflict('该异议已按另一结果办结', 'the objection is resolved with another outcome'),
};

/** How what is in force refuses. */
const inForce = {
  NOT_DESIGNATED: rule('该组织没有生效的此项命名', 'no such designation of the organization is in force'),
  PRIOR_DESIGNATION_RECORDED: conflict(
    '该组织的此项命名已登记且内容不同',
    'this designation of the organization is recorded with other content',
  ),
  PRIOR_OF_ANOTHER_BODY: rule(
    '以往命名由命名机关或其上级登记，请由其登记；依文件导入或代为录入的，请写明该文件由命名机关发出',
    'the designating body or one above it records this; have it do so, or take it in from its paper and name that body',
  ),
  NOT_PRIOR: rule(
    '该日命名项目已在本平台设立，请按申报程序办理',
    'the programme was registered here by that day; a designation is applied for',
  ),
  REINSPECTION_BY_INSPECTION: rule(
    '复核由督查结论登记，请安排复核督查；该项目设立以前的复核，凭其文件登记',
    'a reinspection is recorded by the conclusion of its inspection; schedule one; one from before the programme was registered is recorded by its paper',
  ),
  REINSPECTION_BASIS_MISSING: invalid('以往的复核须写明文件', 'state the paper of a reinspection from before'),
  PROBLEMS_MISSING: invalid('复核未合格的，须写明问题', 'name the problems of a reinspection that is not passed'),
  GRACE_USED: rule('限期整改只有一次，请作出合格或不合格的结论', 'there is one grace; conclude passed or failed'),
  REINSPECTION_FAILED: rule(
    '复核不合格，请提出取消命名或说明不取消的理由',
    'the reinspection failed; propose a revocation, or record why none is proposed',
  ),
  REINSPECTION_NOT_FAILED: rule('该命名没有不合格的复核', 'no reinspection of the designation has failed'),
  RENEWAL_TOO_EARLY: rule('到期前12个月内方可延续', 'a designation is renewed within 12 months before it ends'),
  RENEWAL_WITHOUT_REINSPECTION: rule(
    '延续命名须有12个月内合格的复核',
    'a renewal rests on a reinspection passed within 12 months',
  ),
  EXPIRY_NOT_DUE: rule('命名尚未到期', 'the designation does not expire yet'),
  NOTHING_TO_RESTORE: rule('没有可恢复的命名', 'there is no designation to restore'),
  NO_SUCCESSION: rule(
    '原组织没有6个月内随其撤销而终止或将要终止的此项命名，请核对原组织',
    'the predecessor has no such designation that ended within 6 months, or is to end, by its dissolution; check it',
  ),
  SUCCESSION_CONFIRMED: rule(
    '原组织的此项命名已由另一组织承接，请核对',
    'another organization goes on with this designation of the predecessor already; check it',
  ),
  SUCCESSION_UNSETTLED: rule(
    '原组织的此项命名限期整改、复核不合格或取消命名尚未办结，不得承接，请先办结；命名已终止的，请重新申报',
    'the predecessor’s designation is on grace, its reinspection failed, or a revocation is under way; bring that to its end first, or apply anew where the designation has ended',
  ),
  NO_PLAQUE_DUE: rule('该命名没有应交回的牌匾', 'no plaque of this designation is to be returned'),
};

/** How a designation refuses. */
export const designationRefusals = { ...ofApplications, ...ofNotices, ...inForce };
