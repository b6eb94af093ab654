import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How the schedule of an inspection is refused. */
const ofSchedules = {
  INSPECTION_KNOWN: conflict(
    '这个编号的督查已安排且内容不同，请另取编号',
    'an inspection of this id is scheduled with other content; take another id',
  ),
  NOT_A_PARTY_ORGANIZATION: invalid(
    '督查对象须为党组织，请选择该单位的党组织',
    'a Party organization is inspected; name one of the unit',
  ),
  NOT_AN_INSPECTING_BODY: rule(
    '督查由该组织之上（含）的省委、市委或市直工委安排，请以其名义办理',
    'a province, a city or a work committee, at or above the organization, inspects it; act for one of them',
  ),
  VISIT_DAY_OUT_OF_BOUNDS: invalid(
    '督查日期须为今天或两年以内的日期',
    'the day of the visit is today or lies at most two years ahead',
  ),
  INSPECTION_TEAM_WRONG: invalid(
    '督查组须有两名以上不同的人员，组长须在其中',
    'the team is two or more different persons, with the leader among them',
  ),
  TEAM_OF_THE_UNIT: rule(
    '督查组不得有被督查单位的人员，请更换所列人员',
    'the team holds nobody of the inspected unit; replace the persons named',
  ),
  TEAM_RATED_THE_BRANCH: rule(
    '督查组不得有当年为该党支部评分的人员，请更换所列人员',
    'the team holds nobody who rated the branch in the period; replace the persons named',
  ),
  INSPECTION_GROUND_MISSING: invalid(
    '须写明计划事项、抽取编号或文件依据',
    'state the item of the plan, the draw or the basis on which the inspection rests',
  ),
  NOT_IN_THE_PLAN: rule(
    '督查单位当年的督查计划中没有这个事项，请核对编号或先调整计划',
    'the body’s plan of the year of the visit has no such item; check its id, or amend the plan first',
  ),
  OUTSIDE_THE_PLAN_ITEM: rule(
    '所列内容与计划事项不符，请更正或先调整计划',
    'the field named is not as the item of the plan has it; correct it, or amend the plan first',
  ),
  NOT_DRAWN_TO_VISIT: rule(
    '该党支部不在这次抽取的应查名单内，请核对抽取编号',
    'the branch is not among those to be visited by this draw; check its id',
  ),
  REVIEWED_DESIGNATIONS_MISSING: invalid('复核须写明所复核的命名项目', 'a reinspection names the programmes reviewed'),
  BUDGET_COMPREHENSIVE_USED: rule(
    '该组织当年的综合督查次数已用完；确需再查须有文件依据',
    'the comprehensive visit of the year is used; a further one needs a basis',
  ),
  BUDGET_SPECIAL_USED: rule(
    '该组织当年的专项督查次数已用完；确需再查须有文件依据',
    'the special visits of the year are used; a further one needs a basis',
  ),
};

/** How what is found is refused. */
const ofFindings = {
  NOT_ON_THE_TEAM: rule('只有督查组成员可以登记，请由其办理', 'only a member of the team records this'),
  FINDING_DIFFERS: conflict(
    '这个编号的发现已登记为另一内容，请核对两个版本；确需更改的，撤回原有的，以新的编号登记',
    'the finding of this id is recorded otherwise; compare the two versions; to change it, withdraw it and record it under another id',
  ),
  FINDING_UNKNOWN: notFound('本次督查没有这条发现，请核对编号', 'the inspection has no such finding; check its id'),
  FINDING_WITHDRAWN: conflict(
    '这条发现已撤回，请以新的编号登记',
    'the finding is withdrawn; record it under another id',
  ),
  DESIGNATION_NOT_REVIEWED: invalid(
    '该命名项目不在本次督查的范围内',
    'the programme is not among those reviewed by this inspection',
  ),
  TOO_MANY_FINDINGS: rule('一次督查最多登记100条，请合并同类内容', 'an inspection has at most 100; join those alike'),
  FOUND_BEFORE_SCHEDULED: invalid(
    '登记的日期不得早于安排督查之日，请核对日期',
    'the day lies before the day on which the inspection was scheduled; check it',
  ),
  SPOT_CHECK_DIFFERS: conflict(
    '这个编号的抽问已登记为另一内容，请另取编号',
    'the spot check of this id is recorded otherwise; take another id',
  ),
  SPOT_CHECK_WRONG: invalid('答对数不得超过提问数', 'no more are right than were asked'),
};

/** How the conclusion of an inspection and what follows it are refused. */
const ofConclusions = {
  INSPECTION_UNKNOWN: notFound('没有这次督查，请核对编号', 'there is no such inspection; check its id'),
  INSPECTION_OF_ANOTHER_BODY: rule(
    '只有安排本次督查的单位可以办理，请由其办理',
    'only the body that holds this inspection does this; have it do so',
  ),
  INSPECTION_CONCLUDED: rule('本次督查已有结论，不再更改', 'the inspection is concluded; it changes no more'),
  INSPECTION_CANCELLED: rule('本次督查已取消', 'the inspection is cancelled'),
  INSPECTION_NOT_CONCLUDED: rule(
    '本次督查尚无结论，请先作出结论',
    'the inspection is not concluded; conclude it first',
  ),
  INSPECTION_NOT_OVERTAKEN: rule(
    '该组织没有撤销，请另选取消的原因',
    'the organization is not dissolved; state another reason',
  ),
  VISITED_BEFORE_SCHEDULED: invalid(
    '实际督查日期不得早于安排督查之日',
    'the visit took place on or after the day on which it was scheduled',
  ),
  VISITED_BEFORE_FINDING: invalid(
    '实际督查日期不得早于已登记的发现和抽问的日期，请核对日期',
    'the day of the visit lies before a day on which something was found or asked; check it',
  ),
  CONCLUDED_LATE: rule('已超过作出结论的期限，请写明理由', 'the term for the conclusion is over; state the reason'),
  NOTICE_NOT_CALLED_FOR: rule('督查合格，无需整改通知', 'the inspection passed; no notice is issued'),
  NOTICE_KNOWN: conflict('本次督查已发整改通知，不再另发', 'the notice of this inspection is issued; there is one'),
  NOTICE_NOT_ISSUED: rule('本次督查没有整改通知', 'no notice of this inspection is issued'),
  NOTICE_DUE_OUT_OF_BOUNDS: invalid(
    '整改时限须晚于今天，最长180天',
    'the due date lies after today, at most 180 days ahead',
  ),
  NOTICE_NOT_ACKNOWLEDGED: rule('整改通知尚未签收，请先签收', 'the notice is not acknowledged; acknowledge it first'),
  NOTICE_ANSWERED: conflict('整改通知已答复且内容不同', 'the notice is replied to with other content'),
};

/** How an inspection from before the platform is refused. */
const ofPriors = {
  INSPECTION_PRIOR: rule(
    '本次为本平台启用以前的督查，只作记录，不再办理',
    'the inspection is from before the platform; it is a record, and nothing more is done about it',
  ),
  INSPECTION_NOT_PRIOR: rule(
    '只有以往督查可以按登记有误取消，请另选取消的原因',
    'only an inspection from before the platform is recorded in error; state another reason',
  ),
  PRIOR_INSPECTION_DIFFERS: conflict(
    '这个编号的以往督查已登记且内容不同，请核对所列各项；登记有误的，先按登记有误取消，再以新的编号登记',
    'the inspection from before the platform is recorded otherwise under this id; compare what is named; if it was recorded in error, cancel it for that reason and record it under another id',
  ),
  PRIOR_INSPECTION_RECORDED: conflict(
    '该单位当天的这次督查已以另一编号登记，请核对；不得重复登记',
    'this visit of the body on that day is recorded under another id; it is recorded once',
  ),
  PRIOR_INSPECTION_OF_ANOTHER_BODY: rule(
    '以往督查由督查单位或其上级登记，请由其登记；依文件导入或代为录入的，请写明该文件由哪个督查单位发出',
    'the body that inspected or one above it records this; have it do so, or take it in from its paper and name that body',
  ),
  NOT_BEFORE_FIRST_VISIT: rule(
    '督查日期须早于今天，并早于该单位在本平台首次制定督查计划或安排督查之日；此后的督查请按程序安排',
    'the day lies before today, and before the body first adopted a plan or scheduled here; a later visit is scheduled',
  ),
  NOT_LIVING_THEN: invalid(
    '该组织当日尚未成立或已撤销，请核对督查日期',
    'the organization did not live on that day; check the day of the visit',
  ),
  PRIOR_OUTCOME_WRONG: invalid(
    '有较重问题的不得为合格，有严重问题的须为不合格，请核对结论和所列问题',
    'with a major finding it did not pass, and with a grave one it failed; check the outcome and the findings',
  ),
};

/** How an inspection refuses. */
export const inspectionRefusals = { ...ofSchedules, ...ofFindings, ...ofConclusions, ...ofPriors } as const;
