import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How the register refuses, about the tree and the life of an organization. */
const registerRefusals = {
  ORGANIZATION_EXISTS: conflict(
    '该编号已登记且内容不同；变更请用更名、隶属调整等，登记有误请用更正登记',
    'this code is registered with other content; use rename, move and the like for a change, a correction for an error',
  ),
  PARENT_REQUIRED: invalid('须写明上级组织', 'name the parent organization'),
  PARENT_UNKNOWN: notFound(
    '上级组织尚未登记，请先登记',
    'the parent organization is not registered; register it first',
  ),
  PARENT_KIND: rule('这类组织不能隶属于该上级', 'an organization of this kind does not stand under that parent'),
  PARENT_DISSOLVED: rule(
    '上级组织在当日已撤销，不能隶属于它',
    'the parent organization is dissolved on that day; nothing stands under it',
  ),
  PARENT_NOT_OPEN: rule(
    '上级组织在当日尚未成立，不能调整到其下；请写其成立之日或以后的日期',
    'the parent organization is not open on that day; name the day it opens or a later one',
  ),
  UNIT_TOO_DEEP: rule(
    '下属单位之下不能再设下属单位',
    'a unit under a unit has no units under it: one level is all there is',
  ),
  LIVING_CHILDREN: rule(
    '尚有下级组织，请先撤销或调整其隶属',
    'organizations still stand under it; dissolve or move them first',
  ),
  SUPERVISION_OPEN: rule(
    '该组织的督查或取消命名尚未办结，请先办结或取消；确需撤销的须有文件依据',
    'an inspection or a revocation of it is open; end or cancel it first, or state the basis of the dissolution',
  ),
  ORGANIZATION_REFERRED_TO: rule(
    '已有记录涉及该组织，登记不能注销；确已不存在的请撤销',
    'records refer to this organization, so its registration stays; dissolve it if it is no more',
  ),
  TOO_FAR_AHEAD: invalid('生效日期最多可提前两年公布', 'an act is announced at most two years ahead'),
  FACT_BEFORE_OPENING: rule(
    '已有记录早于更正后的成立之日，请先更正这些记录或另写日期',
    'a recorded fact would precede the corrected opening; correct it first, or name another day',
  ),
  KIND_IN_USE: rule(
    '已有记录只适用于原组织类别，类别不能更正',
    'records exist that only the registered kind can have, so the kind is not corrected',
  ),
  NOT_DISSOLVED: rule('该组织没有撤销，无须恢复', 'the organization is not dissolved; there is nothing to take back'),
  REINSTATED_TOO_LATE: rule(
    '撤销已超过90日，不能恢复；请重新登记为新的组织',
    'the dissolution is more than 90 days past; register a new organization instead',
  ),
};

/** How the register refuses, about what an organization has and holds. */
const leadershipRefusals = {
  KIND_HAS_NONE: rule('这类组织没有此项内容', 'organizations of this kind have no such thing'),
  NOT_JOINT: rule('该党支部不是联合党支部', 'the branch is not a joint one'),
  NOT_A_MEMBER_UNIT: invalid(
    '所列单位不是该联合党支部的成员单位',
    'a unit named is not one of the joint branch’s units',
  ),
  UNITS_AND_TOTAL_DIFFER: invalid(
    '各单位党员数之和与合计不符',
    'the members of the units do not add up to those of the branch',
  ),
  TEMPORARY_INCOMPLETE: invalid(
    '临时党支部须写明任务、批准的上级党组织和预定期限',
    'a temporary branch names its purpose, the superior that approved it and its expected end',
  ),
  ONLY_TEMPORARY: invalid(
    '任务、批准机关和预定期限只用于临时党支部',
    'purpose, approving superior and expected end are those of a temporary branch alone',
  ),
  NO_ELECTION_IN_TEMPORARY: rule(
    '临时党支部不进行换届选举，书记由批准其成立的党组织指定',
    'a temporary branch holds no election; its secretary is appointed',
  ),
  POST_TWICE: invalid('同一人或书记职务在委员名单中出现两次', 'a person, or the secretary, stands twice in the list'),
  NO_ELECTION_TO_CONFIRM: rule('当日没有待批准的选举结果，请先登记换届', 'no election awaits confirmation on that day'),
  NO_TERM_TO_EXTEND: rule(
    '当日没有任期可延，请先登记换届',
    'there is no term on that day to extend; record its election first',
  ),
  EXTENSION_WITHIN_TERM: invalid('延期须晚于任期届满之日', 'an extension reaches beyond the end of the term'),
};

export const organizationRefusals = { ...registerRefusals, ...leadershipRefusals };
