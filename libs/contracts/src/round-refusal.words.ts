import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How a round refuses. */
export const roundRefusals = {
  EDITION_SCHEME_MISMATCH: invalid('标准的类别与本轮不一致', 'the edition is of another scheme than the round'),
  EDITION_NOT_IN_FORCE: rule('标准在该年度末尚未生效', 'the edition is not yet in force on the last day of the period'),
  EDITION_SUPERSEDED: rule(
    '该年度末已有更新的标准生效；仍用本标准的，须写明依据',
    'a later edition is in force on the last day of the period; take that one, or state a basis',
  ),
  EDITIONS_OVERLAP: conflict(
    '本轮已有标准适用于同一领域的同类组织',
    'an edition of the round grades the same kind of organization of the same sector already',
  ),
  GROUPS_MISSING: invalid(
    '标准按单位组计算比例，须写明各组包含的单位',
    'the edition counts a quota over groups of units; say which units each group has',
  ),
  GROUPS_OVERLAP: invalid('同一单位不得列入两个组', 'a unit stands in one group only'),
  STEPS_DISORDERED: invalid(
    '步骤须按顺序排列，每步一次，起止日期不得倒置',
    'the steps stand in their order, each once, and none ends before it begins',
  ),
  PERIOD_TOO_FAR: invalid('最多提前2年开始一轮定级', 'a round is opened at most 2 years ahead'),
  ROUND_UNKNOWN: notFound('该工委这一年度没有开始过这类定级', 'the committee has opened no such round in that year'),
  COMMITTEE_UNKNOWN: notFound('没有这个工委，请核对编号', 'there is no such work committee; check its code'),
  NOT_A_WORK_COMMITTEE: invalid(
    '该组织不是工委，定级由工委组织',
    'this organization is not a work committee; rounds are held by one',
  ),
  ROUND_OTHER_EDITION: conflict(
    '本轮已按另一版本标准开始；为其他领域或对象增加标准请用“本轮增加标准”',
    'the round is already open under another edition; add one for other organizations by AddRoundEdition',
  ),
  BRANCH_OUTSIDE_ROUND: rule(
    '该组织不在本轮范围内，无须免于定级',
    'the organization is not in the scope of the round, so it needs no exemption',
  ),
  BRANCH_ALREADY_GRADED: rule('该党支部本轮已定级，不能免于定级', 'the branch is graded in this round already'),
  EXEMPTION_DIFFERS: conflict('该党支部已因另一理由免于本轮定级', 'the branch is exempt for another reason already'),
  EXEMPTION_UNFOUNDED: rule(
    '标准规定的免于定级理由不成立，请核对成立日期和类型；另有依据的，请写明依据',
    'the reason that the edition gives does not hold; check the day of founding and the form, or state a basis',
  ),
  BASIS_MISSING: invalid('须写明依据', 'state a basis'),
  UNIT_OUTSIDE_ROUND: rule(
    '本轮范围内没有该单位的党支部，请核对单位编号',
    'no branch of this unit is in the scope of the round; check its code',
  ),
  LIST_CHANGED: conflict(
    '该单位的等次已有变化，请重新审核现在的名单',
    'the grades of the unit have changed since; review the list as it stands now',
  ),
  UNIT_REVIEW_MISSING: rule(
    '还有单位的党组（党委）未审核，或审核后等次有变化，须先审核',
    'the party groups of some units have not reviewed their grades, or a grade has changed since; have them reviewed',
  ),
  NOTICE_EMPTY: rule('没有党支部的等次需要公示', 'no branch has a grade that is made public'),
  NOTICE_STARTED: conflict('这份名单的公示已经开始', 'the notice of this list has started on another day'),
  NOTICE_MISSING: rule('本轮须先公示，请先开始公示', 'the round has no notice; start it first'),
  NOTICE_STALE: rule(
    '公示后等次有变化，须重新公示',
    'a grade of the list has changed since the notice; start it again',
  ),
  NOTICE_NOT_OVER: rule('公示期未满', 'the notice is not over'),
  OBJECTION_OPEN: rule('公示的异议尚未办结', 'an objection to the notice is not resolved'),
  OBJECTION_EXISTS: conflict('这个异议编号已用于其他内容', 'this objection id stands for another objection'),
  OBJECTION_OUT_OF_TIME: rule('异议须在公示期内提出', 'an objection is raised while the notice runs'),
  OBJECTION_UNKNOWN: notFound('没有这个异议，请核对编号', 'there is no such objection; check its id'),
  OBJECTION_RESOLVED: conflict('该异议已按另一结果办结', 'the objection is resolved with another outcome'),
  BRANCH_NOT_IN_NOTICE: invalid('该党支部不在公示名单内', 'the branch is not in the list of the notice'),
  ROUND_NOT_CLOSED: rule('本轮尚未核准，请直接定级，无须补评', 'the round is still open; grade the branch in it'),
  ROUND_EMPTY: rule('本轮范围内没有党支部', 'no branch is in the scope of the round'),
  ROUND_UNGRADED: rule(
    '范围内还有党支部未定级，核准前须全部定级',
    'branches in scope are not graded yet; grade every one of them first',
  ),
  CLOSED_TOO_EARLY: rule(
    '当年的定级结果12月1日起方可核准',
    'the round of a running period is not closed before 1 December',
  ),
  CLOSED_BEFORE_DECISION: invalid(
    '核准日期不得早于本轮最后一项等次的生效日期',
    'a round is not closed before its latest decision takes effect',
  ),
  QUOTA_EXCEEDED: rule('等次比例超出限额，须写明依据', 'a quota of the edition is exceeded; state a basis'),
};
