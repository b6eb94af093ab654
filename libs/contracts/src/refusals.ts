import type { Wording } from './vocabulary.ts';

/** What kind of trouble a refusal is; decides the HTTP status, once. */
export type RefusalKind = 'invalid' | 'not-found' | 'conflict' | 'rule' | 'too-large' | 'unavailable' | 'unauthorized';

export interface RefusalWords extends Wording {
  readonly kind: RefusalKind;
}

const words = (kind: RefusalKind, zh: string, en: string): RefusalWords => ({ kind, zh, en });

const codes = {
  // The doors
  COMMAND_UNKNOWN: words('not-found', '没有这个命令，请核对名称', 'there is no such command; check its name'),
  ACTOR_MISSING: words(
    'unauthorized',
    '命令没有操作人，请经网关提交',
    'the command names no actor; send it through the gateway',
  ),
  TOKEN_REFUSED: words(
    'unauthorized',
    '调用凭证无效或已过期，请经网关提交',
    'the token is not valid here or has expired; send it through the gateway',
  ),
  NOT_FOUND: words('not-found', '没有这个地址', 'there is nothing at this address'),
  JSON_INVALID: words('invalid', '请求正文不是有效的JSON', 'the body is not valid JSON'),
  BODY_TOO_LARGE: words('too-large', '请求正文过大，请分批提交', 'the body is too large; send it in parts'),
  BATCH_TOO_LARGE: words(
    'too-large',
    '一批最多500个命令，请分批提交',
    'a batch has at most 500 commands; send it in parts',
  ),
  INPUT_INVALID: words('invalid', '输入有误，请按所列字段更正', 'the input is wrong; correct the fields named'),
  COMMAND_ID_REUSED: words(
    'conflict',
    '同一命令编号已用于其他内容，请换一个编号',
    'this command id was used with another body; take another id',
  ),
  REVISION_CONFLICT: words(
    'conflict',
    '数据已被他人更新，请刷新后重试',
    'the stream has moved on; read it again and retry',
  ),
  EVENT_TOO_LARGE: words(
    'too-large',
    '单个事件超过256KiB，请减少内容',
    'an event is over 256 KiB; send less in one command',
  ),
  STREAM_CORRUPT: words(
    'unavailable',
    '该数据的历史记录已损坏，已停止处理；请管理员运行 npm run verify-log',
    'this history is corrupt and is not decided on; have the operator run npm run verify-log',
  ),
  UNFORESEEN: words(
    'unavailable',
    '系统内部错误，请把参考号告知运维人员',
    'an unforeseen error; give the reference number to the operator',
  ),
  SERVICE_UNAVAILABLE: words(
    'unavailable',
    '服务暂不可用，请稍后重试',
    'the service is not available; try again later',
  ),

  // Assessment: edition
  EDITION_UNKNOWN: words('not-found', '没有这个标准版本，请核对编号', 'there is no such edition; check its id'),
  EDITION_EXISTS: words(
    'conflict',
    '该文号的标准已存在且内容不同；内容变更须另立新版本',
    'an edition of this document exists with other content; a change is a new edition',
  ),
  EDITION_ID_MISMATCH: words(
    'invalid',
    '内容的类别和文号与该版本不一致',
    'scheme and document number of the content are not those of this edition',
  ),
  EDITION_ALREADY_PUBLISHED: words(
    'conflict',
    '标准已发布，内容不再更改；变更须另立新版本',
    'the edition is published and never changes; a change is a new edition',
  ),
  EDITION_NOT_PUBLISHED: words('rule', '标准尚未发布，请先发布', 'the edition is not published; publish it first'),
  EDITION_INVALID: words(
    'rule',
    '标准内容不能据以定级，请按所列各处更正',
    'nothing can be graded by this content; correct the places named',
  ),
  EDITION_PERIOD_GRADED: words(
    'rule',
    '生效日所在年度已按其他版本定级',
    'the period of its effective date is already graded under another edition',
  ),
  EDITION_RETIRED: words('rule', '标准已停用，请选用现行版本', 'the edition is retired; take one in force'),
  EDITION_SCHEME_MISMATCH: words(
    'invalid',
    '标准的类别与本轮不一致',
    'the edition is of another scheme than the round',
  ),
  EDITION_NOT_IN_FORCE: words(
    'rule',
    '标准在该年度末尚未生效',
    'the edition is not yet in force on the last day of the period',
  ),
  RETIREMENT_TOO_EARLY: words(
    'invalid',
    '停用日期不得早于生效日期',
    'an edition is not retired before it takes effect',
  ),

  // Assessment: round
  COMMITTEE_UNKNOWN: words('not-found', '没有这个工委，请核对编号', 'there is no such work committee; check its code'),
  NOT_A_WORK_COMMITTEE: words(
    'invalid',
    '该组织不是工委，定级由工委组织',
    'this organization is not a work committee; rounds are held by one',
  ),
  ROUND_OTHER_EDITION: words('conflict', '本轮已按另一版本标准开始', 'the round is already open under another edition'),
  ROUND_NOT_OPEN: words('rule', '本轮定级尚未开始，请先开始', 'the round is not open; open it first'),
  ROUND_CLOSED: words(
    'rule',
    '本轮定级已核准；更正请用“修正等次”',
    'the round is closed and its grades are confirmed; correct one by ReviseGrade',
  ),
  ROUND_EMPTY: words('rule', '本轮范围内没有党支部', 'no branch is in the scope of the round'),
  ROUND_UNGRADED: words(
    'rule',
    '范围内还有党支部未定级，核准前须全部定级',
    'branches in scope are not graded yet; grade every one of them first',
  ),
  QUOTA_EXCEEDED: words('rule', '等次比例超出限额，须写明依据', 'a quota of the edition is exceeded; state a basis'),

  // Assessment: grading
  BRANCH_UNKNOWN: words('not-found', '没有这个党支部，请核对编号', 'there is no such branch; check its code'),
  NOT_A_BRANCH: words('invalid', '该组织不是党支部', 'this organization is not a branch'),
  BRANCH_NOT_ALIVE: words('rule', '该党支部在年度末不存在', 'the branch does not exist on the last day of the period'),
  BRANCH_WITHOUT_COMMITTEE: words(
    'rule',
    '该党支部在年度末不隶属于任何工委',
    'the branch is under no work committee on the last day of the period',
  ),
  BRANCH_OUT_OF_SCOPE: words(
    'rule',
    '该党支部的领域不适用本轮标准',
    'the sector of the branch is not that of the edition',
  ),
  GRADING_NOT_OPENED: words('rule', '该党支部本年度定级尚未开始', 'the grading of this branch is not opened'),
  GRADING_ALREADY_OPENED: words(
    'rule',
    '该年度已在本平台定级，不能再录入历史等次',
    'this period is graded here; a grade from before the platform cannot be taken in',
  ),
  RATER_UNKNOWN: words('invalid', '标准中没有这个评分主体', 'the edition has no such rater'),
  RATER_NOT_ITEMISED: words(
    'invalid',
    '该评分主体不按项目评分，请录入测评票',
    'this rater does not rate by item; record the poll',
  ),
  RATING_INVALID: words(
    'invalid',
    '评分与标准不符，请按所列各处更正',
    'the rating does not fit the edition; correct the places named',
  ),
  POLL_NOT_ASKED: words('invalid', '标准不要求测评', 'the edition asks for no poll'),
  POLL_INVALID: words(
    'invalid',
    '测评票与标准不符，请按所列各处更正',
    'the poll does not fit the edition; correct the places named',
  ),
  DATA_MATCH_INVALID: words(
    'invalid',
    '比对数据有误，请按所列各处更正',
    'the data match is wrong; correct the places named',
  ),
  VETO_UNKNOWN: words('invalid', '标准中没有这个否决项', 'the edition has no such veto'),
  VETO_NOT_IN_FORCE: words(
    'rule',
    '该否决项未生效，无从撤回',
    'this veto is not in force; there is nothing to withdraw',
  ),
  INPUTS_MISSING: words(
    'rule',
    '定级所需的材料不全，请补齐所列各项',
    'inputs that the grade rests on are missing; record those named',
  ),
  GRADE_DETERMINED: words(
    'rule',
    '上级已另行确定等次；按更正后的材料重算请用“修正等次”',
    'a superior has determined the grade; compute anew by ReviseGrade',
  ),
  GRADE_NOT_COMPUTED: words('rule', '该党支部尚未计算等次', 'no grade has been computed for this branch yet'),
  GRADE_UNKNOWN: words('invalid', '标准中没有这个等次', 'the edition has no such grade'),
  EFFECTIVE_BEFORE_PERIOD: words(
    'invalid',
    '等次不得早于所属年度生效',
    'a grade does not take effect before its period begins',
  ),

  // Rectification
  PROBLEM_UNKNOWN: words('not-found', '没有这个问题，请核对编号', 'there is no such problem; check its id'),
  PROBLEM_EXISTS: words(
    'conflict',
    '同一来源编号已对应另一个问题，请换一个编号',
    'this source reference already stands for another problem; take another reference',
  ),
  PROBLEM_CLOSED: words('rule', '问题已销号；如有反复请重新列入', 'the problem is closed; reopen it if it is back'),
  PROBLEM_DISMISSED: words('rule', '问题已撤销', 'the problem is dismissed'),
  PROBLEM_NOT_CLOSED: words(
    'rule',
    '问题尚未销号，无需重新列入',
    'the problem is not closed; there is nothing to reopen',
  ),
  RECTIFICATION_NOT_OPEN: words(
    'rule',
    '整改尚未开始，请先明确事项、岗位、责任人和时限',
    'no rectification is under way; open it with its item, post, responsible person and due date',
  ),
  RECTIFICATION_OPEN: words(
    'conflict',
    '整改已在进行且内容不同',
    'a rectification is already under way with other content',
  ),
  RECTIFICATION_OTHER_ITEM: words('invalid', '整改事项与问题不符', 'the item is not that of the problem'),
  DUE_DATE_PAST: words('invalid', '时限须晚于当日', 'the due date lies before the day it is set on'),
  EXTENSION_NOT_LATER: words('invalid', '延期须晚于原时限', 'an extension reaches beyond the due date'),
  EXTENSION_PENDING: words(
    'conflict',
    '已有延期申请待批，请先批复',
    'another extension is requested and not yet answered',
  ),
  EXTENSION_NOT_REQUESTED: words('rule', '没有待批的延期申请', 'no extension is requested'),
  EXTENSIONS_EXHAUSTED: words('rule', '整改最多延期两次', 'a rectification is extended twice at most'),
  EVIDENCE_REQUIRED: words('rule', '报告完成须附至少一项佐证', 'completion needs at least one piece of evidence'),
  COMPLETION_REPORTED: words('rule', '已报告完成，等待验收', 'completion is reported and waits to be verified'),
  COMPLETION_NOT_REPORTED: words(
    'rule',
    '尚未报告完成，无从验收',
    'completion is not reported; there is nothing to verify',
  ),
  COMPLETION_NOT_VERIFIED: words(
    'rule',
    '整改未经验收，不能销号',
    'the rectification is not verified; it is not closed before',
  ),
  VERIFIER_NOT_INDEPENDENT: words(
    'rule',
    '验收人不得是责任人或报告人',
    'the verifier is neither the responsible person nor the reporter',
  ),
  REASON_REQUIRED: words('invalid', '须写明理由', 'state the reason'),
  ESCALATION_NOT_DUE: words('rule', '尚未到督办时限', 'the escalation is not due'),
  NOT_THE_SUPERIOR: words('rule', '只有该党支部的上级党组织可以决定', 'only the superior of the branch decides this'),
  EFFECTIVE_IN_FUTURE: words('invalid', '日期不得晚于今天', 'the date lies in the future'),
  BEFORE_LAST_STEP: words('invalid', '日期不得早于上一步的日期', 'the date lies before that of the step before'),
  BRANCH_DISSOLVED: words('rule', '该党支部在当日已撤销', 'the branch is dissolved on that day'),
  NO_CONFIRMED_LAGGING_GRADE: words(
    'rule',
    '该党支部本年度没有已核准的后进等次',
    'the branch has no confirmed grade of lagging standing in that year',
  ),
  REMEDIATION_NOT_OPEN: words('rule', '该党支部没有正在进行的整顿', 'no remediation of this branch is under way'),
  REMEDIATION_STILL_DUE: words(
    'rule',
    '后进等次仍然有效，整顿不能撤回',
    'the lagging grade still holds; its remediation is not withdrawn',
  ),
  REMEDIATION_PROBLEMS_OPEN: words(
    'rule',
    '该党支部还有问题未销号，不能验收',
    'problems of the branch are still open; close them first',
  ),

  // Gateway
  CONTENT_TYPE_UNSUPPORTED: words('invalid', '请以application/json提交', 'send the body as application/json'),
  KNOWN_AT_IN_FUTURE: words('invalid', '所问的知悉时刻尚未到来', 'the instant asked about lies in the future'),
  KNOWN_AT_NOT_READ: words(
    'unavailable',
    '截至该时刻的记录尚未全部进入查询视图，请稍后再查',
    'what was recorded by that instant is not all read yet; ask again later',
  ),
  QUERY_TOO_LARGE: words(
    'invalid',
    '查询过深或过宽，请减少层数或每页数量',
    'the query is too deep or too wide; select less, or smaller pages',
  ),
  GRAPHQL_PARSE_FAILED: words('invalid', '查询语句有语法错误', 'the query is not GraphQL'),
  GRAPHQL_VALIDATION_FAILED: words('invalid', '查询语句与接口定义不符', 'the query does not fit the schema'),
  OPERATION_RESOLUTION_FAILURE: words('invalid', '请指明要执行的操作', 'name the operation to run'),
  BAD_REQUEST: words('invalid', '请求的形式有误', 'the request is not one that GraphQL over HTTP takes'),

  // Organization
  ORGANIZATION_UNKNOWN: words(
    'not-found',
    '没有登记这个组织，请核对编号',
    'no such organization is registered; check its code',
  ),
  ORGANIZATION_EXISTS: words(
    'conflict',
    '该编号已登记且内容不同；变更请用更名、隶属调整等',
    'this code is registered with other content; use rename, move and the like for a change',
  ),
  ORGANIZATION_DISSOLVED: words('rule', '该组织在当日已撤销', 'the organization is dissolved on that day'),
  REGISTRATION_CANCELLED: words(
    'rule',
    '该组织的登记已注销，可重新登记',
    'the registration of this organization was cancelled; it may be registered again',
  ),
  BEFORE_OPENING: words('rule', '日期不得早于组织成立之日', 'the date lies before the day the organization opened'),
  PARENT_REQUIRED: words('invalid', '须写明上级组织', 'name the parent organization'),
  PARENT_UNKNOWN: words(
    'not-found',
    '上级组织尚未登记，请先登记',
    'the parent organization is not registered; register it first',
  ),
  PARENT_KIND: words(
    'rule',
    '这类组织不能隶属于该上级',
    'an organization of this kind does not stand under that parent',
  ),
  PARENT_DISSOLVED: words(
    'rule',
    '上级组织已撤销，不能隶属于它',
    'the parent organization is dissolved; nothing stands under it',
  ),
  LIVING_CHILDREN: words(
    'rule',
    '尚有下级组织，请先撤销或调整其隶属',
    'organizations still stand under it; dissolve or move them first',
  ),
  ORGANIZATION_REFERRED_TO: words(
    'rule',
    '已有记录涉及该组织，登记不能注销；确已不存在的请撤销',
    'records refer to this organization, so its registration stays; dissolve it if it is no more',
  ),
  TERM_YEARS_REQUIRED: words(
    'invalid',
    '这类组织没有统一的任期，请写明任期年数',
    'no regular term is laid down for this kind; state the years of the term',
  ),
  NO_TERM_TO_EXTEND: words(
    'rule',
    '当日没有任期可延，请先登记换届',
    'there is no term on that day to extend; record its election first',
  ),
  EXTENSION_WITHIN_TERM: words('invalid', '延期须晚于任期届满之日', 'an extension reaches beyond the end of the term'),

  // Activities
  ACTIVITY_DIFFERS: words(
    'conflict',
    '同一外部编号的活动已登记且内容不同',
    'an activity of this external id is recorded with other content',
  ),
} satisfies Readonly<Record<string, RefusalWords>>;

/** A stable code that a caller can meet. */
export type RefusalCode = keyof typeof codes;

/**
 * Every stable code that a caller can meet: what went wrong and what to do, in Chinese and English.
 * A code thrown anywhere and not listed here fails a test.
 */
export const refusalWords: Readonly<Record<string, RefusalWords>> = codes;
