import type { Wording } from '@zhibu/contracts';

/** What is wrong, or odd, with a row that can be read: by itself, by the edition, or beside the rows of its own file. */
export const rowWords = {
  'phone-invalid': { zh: '不是电话号码（6至20位数字、空格、连字符）', en: 'is not a phone number' },
  'person-twice': { zh: '同一人员已在第{detail}行', en: 'the same person stands in row {detail}' },
  'kind-unknown': { zh: '不是组织类别', en: 'is not a kind of organization' },
  'kind-has-none': {
    zh: '这类组织没有此项内容，请清空',
    en: 'organizations of this kind have no such thing; leave it empty',
  },
  'parent-missing': { zh: '必须填写上级组织', en: 'a parent must be named' },
  'change-unknown': {
    zh: '变动只能是 撤销（dissolve）或 恢复（reinstate）；更名、调整隶属直接修改相应列',
    en: 'a change is dissolve or reinstate; a rename or a move is made in its own column',
  },
  'change-without-day': {
    zh: '撤销或恢复须写明生效日期（effectiveOn列）',
    en: 'a dissolution or reinstatement needs its day (effectiveOn)',
  },
  'basis-missing': { zh: '恢复须写明依据文号（basis列）', en: 'a reinstatement needs its basis' },
  'members-incomplete': { zh: '填了预备党员数，就要填正式党员数', en: 'probationary members without full members' },
  'election-before-opening': { zh: '换届日期早于成立日期', en: 'the election lies before the opening' },
  'effective-before-opening': { zh: '生效日期早于成立日期', en: 'the effective day lies before the opening' },
  'prior-grade-invalid': {
    zh: '格式应为 类别:年度:等次，以分号分隔',
    en: 'must read scheme:year:grade, separated by semicolons',
  },
  'prior-grade-duplicate': { zh: '同一类别同一年度有两个等次', en: 'two grades of one scheme and year' },
  'prior-grade-before-opening': { zh: '党支部成立之前不会有等次', en: 'a grade from before the branch was opened' },
  'prior-grade-not-branch': { zh: '只有党支部才有等次', en: 'only a branch has grades' },
  'rater-unknown': { zh: '本版标准没有此评定主体，或其不逐项评分', en: 'the edition has no such itemised rater' },
  'item-unknown': { zh: '本版标准没有此项目', en: 'the edition has no such item' },
  'deduction-or-bonus': { zh: '扣分和加分应填且只填一个', en: 'exactly one of deduction and bonus must be given' },
  'deduction-misplaced': { zh: '加分项目不能扣分', en: 'a bonus item takes no deduction' },
  'bonus-misplaced': { zh: '此项目不能加分', en: 'this item takes no bonus' },
  'rows-too-many': {
    zh: '同一评定主体对同一党支部的行数超过{detail}',
    en: 'more than {detail} rows of one rater for one branch',
  },
  'ballots-zero': { zh: '票数不能为0', en: 'there must be at least one ballot' },
  'ballots-sum': { zh: '各选项之和（{detail}）不等于票数', en: 'the answers add up to {detail}, not to the ballots' },
  'poll-duplicate': { zh: '该党支部的测评已在第{detail}行', en: 'the branch was polled in row {detail} already' },
  'field-unknown': { zh: '不是五个基本的字段', en: 'is not a field of the five basics' },
  'field-duplicate': {
    zh: '该党支部的这个字段已在第{detail}行',
    en: 'the branch has this field in row {detail} already',
  },
  'six-haves-unknown': { zh: '不是“六有”的项目', en: 'is none of the six haves' },
  'standing-unknown': { zh: '不是“六有”的情形', en: 'is no standing of the six haves' },
  'occasion-unknown': { zh: '不是检查的时机', en: 'is no occasion of a check' },
  'check-outside-period': { zh: '日期不在{detail}年度内', en: 'the day lies outside {detail}' },
  'instead-missing': {
    zh: '功能具备的，须写明由什么代替、在哪里',
    en: 'say what serves instead, and where, of what is met by function',
  },
  'six-haves-duplicate': {
    zh: '这次检查的这一项已在第{detail}行',
    en: 'this item of the check stands in row {detail}',
  },
  'checked-by-another': {
    zh: '与同一次检查的第{detail}行检查人不同',
    en: 'names another person than row {detail} of the same check',
  },
  'six-haves-incomplete': {
    zh: '这次检查缺少：{detail}；“六有”须逐项登记',
    en: 'the check lacks: {detail}; each of the six haves is recorded',
  },
  'scope-unknown': { zh: '不是督查范围', en: 'is no scope of an inspection' },
  'mode-unknown': { zh: '不是督查方式', en: 'is no mode of an inspection' },
  'purpose-unknown': { zh: '不是督查目的', en: 'is no purpose of an inspection' },
  'outcome-unknown': { zh: '不是督查结论', en: 'is no outcome of an inspection' },
  'outcome-too-good': {
    zh: '有较重问题的不得为合格，有严重问题的须为不合格；请核对结论和所列问题',
    en: 'with a major finding it did not pass, and with a grave one it failed; check the outcome and the findings',
  },
  'team-size-invalid': { zh: '督查组人数应为2至20', en: 'a team is of 2 to 20' },
  'visit-findings-invalid': {
    zh: '格式应为 方面:项目:严重程度:内容，以分号分隔',
    en: 'must read aspect:item:severity:words, separated by semicolons',
  },
  'visit-outside-period': { zh: '日期不在{detail}年度内', en: 'the day lies outside {detail}' },
  'visit-duplicate': {
    zh: '同一单位当天对该组织的这次督查已在第{detail}行，请删去一行',
    en: 'this visit of the body on that day stands in row {detail} already; leave one out',
  },
  'veto-unknown': { zh: '本版标准没有此一票否决情形', en: 'the edition has no such veto' },
  'activity-kind-unknown': { zh: '不是组织生活类别', en: 'is not a kind of organizational life' },
  'activity-outside-period': { zh: '日期不在{detail}年度内', en: 'the day lies outside {detail}' },
  'activity-duplicate': {
    zh: '同一外部编号已在第{detail}行，内容不同',
    en: 'the external id stands in row {detail} with other content',
  },
  'note-missing': {
    zh: '上级评分有{detail}项扣分没有写明原因（note列，10至500字）',
    en: '{detail} deductions of the superior have no note of 10 to 500 characters',
  },
  'evidence-missing': {
    zh: '上级评分有{detail}项扣3分以上的没有佐证（evidence列）',
    en: '{detail} deductions of the superior of 3 points or more have no evidence',
  },
  'list-too-long': { zh: '超过{detail}项', en: 'has more than {detail} entries' },
  'bonus-above-points': {
    zh: '加分超过项目分值（{detail}），按分值计',
    en: 'the bonus is above its points ({detail}) and counts as those',
  },
  'term-without-election': { zh: '没有换届日期，任期未采用', en: 'a term without an election is left out' },
  'designation-unknown': {
    zh: '不是命名：应为 级别:类别，也可写明命名日期、文号（级别:类别:日期:文号），以分号分隔',
    en: 'is no designation: write level:kind, or with its day and document level:kind:day:document, separated by semicolons',
  },
  'designation-duplicate': { zh: '同一级别同一类别的命名写了两次', en: 'two designations of one level and kind' },
  'designation-before-opening': { zh: '组织成立之前不会有命名', en: 'a designation from before the opening' },
} as const satisfies Readonly<Record<string, Wording>>;

/** The fields of the five basics (五个基本) that the smart-party-building system (智慧党建) exports. */
export const fiveBasicsWords = {
  fullMembers: '正式党员',
  committeeSize: '支委人数',
  partyDays: '主题党日',
  membersMeetings: '党员大会',
  lectures: '党课',
  funds: '经费',
} as const;
