import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How a proposal to revoke is refused. */
const ofProposals = {
  REVOCATION_UNKNOWN: notFound('没有这件取消命名，请核对编号', 'there is no such revocation; check its id'),
  REVOCATION_KNOWN: conflict(
    '这个编号已用于另一件取消命名，请另取编号',
    'a revocation of this id says something else; take another id',
  ),
  DESIGNATION_NOT_IN_FORCE: rule(
    '该组织没有生效的此项命名，请核对命名项目和组织',
    'no such designation of the organization is in force; check programme and organization',
  ),
  REVOCATION_OPEN: conflict(
    '该命名已有一件取消命名尚未办结，请先办结',
    'a revocation of this designation is under way; bring it to its end first',
  ),
  GROUND_TWICE: invalid('同一情形只列一次，请合并其发现', 'a ground is named once; put its findings together'),
  GROUND_FINDING_UNKNOWN: invalid(
    '所列发现须出自对该组织已作出结论的督查，请核对督查编号和发现编号',
    'a finding is of a concluded inspection of this organization; check the ids of inspection and finding',
  ),
  EVIDENCE_REMOTE_ONLY: rule(
    '须有至少一次已作出结论的实地检查，仅有远程抽查和后台调度的不得取消命名，请先实地检查',
    'at least one concluded on-site inspection stands behind a revocation; remote and back-office checks alone do not do, so inspect on site first',
  ),
};

/** How what comes between proposal and decision is refused. */
const ofHearings = {
  NOT_THE_PROPOSING_BODY: rule(
    '须由提出取消命名的单位或其上级办理',
    'only the body that proposed, or one above it, does this; have it do so',
  ),
  REVOCATION_DECIDED: rule('这件取消命名已作出决定', 'the revocation is decided already'),
  BRANCH_NOTIFIED: conflict('已用另一文书告知该组织', 'the organization was notified by another paper; that stands'),
  BRANCH_NOT_NOTIFIED: rule('尚未告知该组织，请先送达告知书', 'the organization is not notified yet; notify it first'),
  STATEMENT_STANDS: conflict('该组织已提交陈述，不再更改', 'the organization has submitted its statement; that stands'),
  GRACE_GRANTED: conflict('宽限期只给一次', 'grace is granted once; that stands'),
  GRACE_OUT_OF_BOUNDS: invalid(
    '宽限期须晚于今天且不超过30天，请改填截止日期',
    'grace ends after today and within 30 days; name another day',
  ),
};

/** How decisions are refused. */
const ofDecisions = {
  DECIDED_BY_PROPOSER: rule('提出人不得作出决定，请由他人办理', 'who proposed does not decide; have somebody else'),
  BELOW_THE_DESIGNATING_LEVEL: rule(
    '须由命名机关同级或上级决定，请由其办理',
    'the level that designated, or one above it, decides; have it do so',
  ),
  RESPONSE_PENDING: rule(
    '陈述期未满且该组织尚未陈述，请在期满后决定',
    'the organization may still respond; decide when its time is over',
  ),
  GRACE_RUNNING: rule(
    '宽限期未满且尚无其他人员作出结论的第二次实地检查，请先检查',
    'grace is running and no second inspection on site by other persons is concluded; inspect first',
  ),
  SECOND_INSPECTION_MISSING: rule(
    '宽限期已满但没有其他人员作出结论的第二次实地检查，请先检查，或写明未检查的理由后决定',
    'grace is over without a second inspection on site by other persons; inspect first, or decide with the reason why there was none',
  ),
  REVOKED_FROM_OUT_OF_PLACE: invalid(
    '保留命名的，不填写取消日期',
    'what is retained is revoked from no day; leave the day out',
  ),
};

/** How appeals are refused. */
const ofAppeals = {
  NOTHING_TO_APPEAL: rule('没有可申诉的取消命名决定', 'there is no decision to revoke that could be appealed'),
  APPEAL_OUT_OF_TIME: rule('申诉须在决定后15天内提出', 'an appeal is lodged within 15 days of the decision'),
  APPEAL_LODGED: conflict('该组织已提出申诉，不再更改', 'the organization has lodged its appeal; that stands'),
  APPEAL_MISSING: rule('该组织没有提出申诉', 'no appeal is lodged'),
  APPEAL_DECIDED: conflict('该申诉已按另一结果处理', 'the appeal is decided otherwise already'),
  APPEAL_OF_ANOTHER_LEVEL: rule(
    '申诉须由作出决定单位的上一级处理，没有上一级的由本级其他人员处理',
    'an appeal is decided by a level above the one that decided, or, where there is none, by others of the same body',
  ),
  APPEAL_BY_SAME_HAND: rule(
    '提出或决定取消命名的人员不得处理其申诉，请由他人办理',
    'who proposed or decided the revocation does not decide the appeal; have somebody else',
  ),
};

/** How a revocation refuses. */
export const revocationRefusals = { ...ofProposals, ...ofHearings, ...ofDecisions, ...ofAppeals };
