import {
  conflict,
  forbidden,
  invalid,
  misdirected,
  notFound,
  rule,
  tooLarge,
  tooMany,
  tooSlow,
  unauthorized,
  unavailable,
} from './refusal-kinds.ts';

export * from './refusal-kinds.ts';

/** The codes that more than one aggregate refuses with. */
export const sharedRefusals = {
  EDITION_RETIRED: rule('标准已停用，请选用现行版本', 'the edition is retired; take one in force'),
  ROUND_NOT_OPEN: rule('本轮定级尚未开始，请先开始', 'the round is not open; open it first'),
  ROUND_CLOSED: rule(
    '本轮定级已核准；更正请用“更正等次”',
    'the round is closed and its grades are confirmed; correct one by ReviseGrade',
  ),
  BRANCH_UNKNOWN: notFound('没有这个党支部，请核对编号', 'there is no such branch; check its code'),
  NOT_A_BRANCH: invalid('该组织不是党支部', 'this organization is not a branch'),
  BRANCH_EXEMPT: rule('该党支部免于本轮定级', 'the branch is exempt from this round'),
  BRANCH_DISSOLVED: rule('该党支部在当日已撤销', 'the branch is dissolved on that day'),
  ORGANIZATION_UNKNOWN: notFound('没有登记这个组织，请核对编号', 'no such organization is registered; check its code'),
  ORGANIZATION_DISSOLVED: rule('该组织在当日已撤销', 'the organization is dissolved on that day'),
  REGISTRATION_CANCELLED: rule(
    '该组织的登记已注销，可重新登记',
    'the registration of this organization was cancelled; it may be registered again',
  ),
  BEFORE_OPENING: rule('日期不得早于组织成立之日', 'the date lies before the day the organization opened'),
  NOT_THE_SUPERIOR: rule(
    '只有该组织的上级党组织可以决定，请由其上级办理',
    'only a superior of the organization decides this; have one of them do it',
  ),
  NOT_THE_COMMITTEE: rule('只有所属的工委可以办理，请由工委办理', 'only the work committee does this; have it do so'),
  NOT_THE_BODY: rule('只有命名机关可以办理，请由其办理', 'only the designating body does this; have it do so'),
  ACTS_FOR_NOBODY: rule(
    '须注明代表哪个上级党组织办理',
    'this is decided by the superior; say for which organization you act',
  ),
  ESCALATION_NOT_DUE: rule('尚未到督办时限', 'the escalation is not due'),
  EVIDENCE_UNKNOWN: notFound(
    '该组织没有提交过这一摘要的佐证文件，请先提交文件',
    'no such evidence was handed in for the organization; hand the file in first',
  ),
  REASON_REQUIRED: invalid('须写明理由', 'state the reason'),
  WORKING_DAYS_UNKNOWN: rule(
    '该年度的工作日历尚未公布，请先公布再计算期限',
    'the working days of that year are not published; publish them first',
  ),
  DATA_MATCH_INVALID: invalid('比对数据有误，请按所列各处更正', 'the data match is wrong; correct the places named'),
  VETO_UNKNOWN: invalid('标准中没有这种一票否决情形', 'the edition has no such veto'),
  VETO_NOT_IN_FORCE: rule('该一票否决情形未登记，无从解除', 'this veto is not in force; there is nothing to withdraw'),
  INPUTS_MISSING: rule(
    '定级所需的材料不全，请补齐所列各项',
    'inputs that the grade rests on are missing; record those named',
  ),
  EFFECTIVE_IN_FUTURE: invalid('日期不得晚于今天', 'the date lies in the future'),
  ACT_TOO_FAR: invalid(
    '最多提前2年宣布，请改填较近的日期',
    'an act is announced at most 2 years ahead; name an earlier day',
  ),
  ACT_TOO_EARLY: invalid('日期不得早于上一步', 'an act takes effect on the day of the step before it or later'),
  BEFORE_LAST_STEP: invalid(
    '日期须晚于上一步的日期',
    'a step is dated back to the day after the step before it at most',
  ),
};

/** The codes of the doors: how a command or a query comes in, whatever it asks. */
export const doorRefusals = {
  EVENT_UNKNOWN: notFound('没有这条记录，请核对编号', 'there is no such event; check its id'),
  PROCESS_UNKNOWN: notFound(
    '没有这一事项，请核对类别和编号',
    'there is nothing of this kind by this id; check the kind and the id',
  ),
  COMMAND_UNKNOWN: notFound('没有这个命令，请核对名称', 'there is no such command; check its name'),
  ACTOR_MISSING: unauthorized(
    '命令没有操作人，请经网关提交',
    'the command names no actor; send it through the gateway',
  ),
  TOKEN_REFUSED: unauthorized(
    '调用凭证无效或已过期，请经网关提交',
    'the token is not valid here or has expired; send it through the gateway',
  ),
  CLOCKS_APART: unavailable(
    '平台各进程的时钟相差过大，请求未被受理；请系统管理员校正各机器的时钟，再重试',
    'the clocks of the processes are too far apart, so the request was not taken; have the operator set the clocks of the machines, then try again',
  ),
  ORGANIZATION_ONLY_NAMED: forbidden(
    '上级组织只显示编号、类别和名称，请去掉其他内容后再查询',
    'of an organization above yours only code, kind and name are shown; ask for nothing else of it',
  ),
  DUTY_MISSING: forbidden(
    '您的岗位职责不含办理此事的权限，请由有此权限的人办理',
    'none of your duties gives the right to this; have somebody do it whose duty does',
  ),
  LOG_DUTY_MISSING: forbidden(
    '只有审计人员可以读取事件日志；您没有这一岗位，或该岗位已经结束，请联系安全管理员',
    'logs are read by auditors; you hold no such duty, or it has ended: ask the security administrator',
  ),
  ACCESS_LOG_DUTY_MISSING: forbidden(
    '只有审计管理员可以查看、导出和核验访问日志；您没有这一岗位，请联系安全管理员',
    'the log of accesses is for audit administrators, and you hold no such duty: ask the security administrator',
  ),
  SIGNER_DUTY_MISSING: forbidden(
    '签署人的岗位职责不含办理此事的权限，请核对签署人',
    'none of the duties of who signed gives the right to this; check who signed',
  ),
  NOT_ON_BEHALF: forbidden(
    '此事须由本人办理，不得代为录入',
    'this is done by who answers for it, and not entered on behalf of another',
  ),
  NOT_FOUND: notFound('没有这个地址', 'there is nothing at this address'),
  JSON_INVALID: invalid('请求正文不是有效的JSON', 'the body is not valid JSON'),
  BODY_TOO_LARGE: tooLarge('请求正文过大，请分批提交', 'the body is too large; send it in parts'),
  BATCH_TOO_LARGE: tooLarge('一批最多500个命令，请分批提交', 'a batch has at most 500 commands; send it in parts'),
  INPUT_INVALID: invalid('输入有误，请按所列字段更正', 'the input is wrong; correct the fields named'),
  COMMAND_ID_REUSED: conflict(
    '同一命令编号已用于其他内容，请换一个编号',
    'this command id was used with another body; take another id',
  ),
  REVISION_CONFLICT: conflict('数据已被他人更新，请刷新后重试', 'the stream has moved on; read it again and retry'),
  EVENT_TOO_LARGE: tooLarge(
    '一次提交的内容超过256KB，请减少内容',
    'an event is over 256 KiB; send less in one command',
  ),
  STREAM_CORRUPT: unavailable(
    '该项的历史记录已损坏，已停止处理；请联系系统管理员核验记录',
    'this history is corrupt and is not decided on; have the operator run npm run verify-log',
  ),
  STREAM_DAMAGED: unavailable(
    '该项的一部分记录已从存储中被删除，已停止处理，其他各项不受影响；请联系系统管理员，健康检查与日志写明如何恢复',
    'some of this history was taken away from the store; it is not decided on, all others are; health and log tell the operator how to bring it back',
  ),
  UNFORESEEN: unavailable(
    '系统内部错误，请把参考号告知运维人员',
    'an unforeseen error; give the reference number to the operator',
  ),
  SERVICE_UNAVAILABLE: unavailable('服务暂不可用，请稍后重试', 'the service is not available; try again later'),
  ACCESS_LOG_UNAVAILABLE: unavailable(
    '访问日志暂不能写入，系统暂停受理查询和办理，请稍后重试或联系系统管理员',
    'accesses cannot be logged now, so nothing is answered; try again later, or have the operator look at health',
  ),
  CONTENT_TYPE_UNSUPPORTED: invalid('请以JSON格式提交', 'send the body as application/json'),
  KNOWN_AT_IN_FUTURE: invalid('所问的时刻尚未到来', 'the instant asked about lies in the future'),
  KNOWN_AT_NOT_READ: unavailable(
    '截至该时刻的记录尚未全部可查，请稍后再查',
    'what was recorded by that instant is not all read yet; ask again later',
  ),
  QUERY_TOO_LARGE: invalid(
    '查询过深或过宽，请减少层数或每页数量',
    'the query is too deep or too wide; select less, or smaller pages',
  ),
  GRAPHQL_PARSE_FAILED: invalid('查询语句有语法错误', 'the query is not GraphQL'),
  GRAPHQL_VALIDATION_FAILED: invalid('查询语句与接口定义不符', 'the query does not fit the schema'),
  OPERATION_RESOLUTION_FAILURE: invalid('请指明要执行的操作', 'name the operation to run'),
  BAD_REQUEST: invalid('请求的形式有误', 'the request is not well formed'),
  PERSISTED_QUERY_NOT_SUPPORTED: invalid('请提交查询语句本身，不支持以摘要代替', 'send the query itself, not its hash'),
  SUBSCRIPTION_UNSUPPORTED: invalid('不支持订阅，请改用查询', 'there are no subscriptions; ask by a query'),
  INPUT_TOO_LARGE: tooLarge(
    '内容的项数或层数过多，请减少内容',
    'the input has too many fields, entries or levels; send less',
  ),
  ENCODING_UNSUPPORTED: invalid(
    '请以UTF-8编码提交，压缩方式限gzip、deflate、br之一',
    'send the body in UTF-8, as it is or in one of gzip, deflate, br',
  ),
  HOST_UNKNOWN: misdirected(
    '本系统不以这个主机名提供服务，请核对网址',
    'nothing is served under this host name; check the address (the operator: HOSTS)',
  ),
  HOST_AMBIGUOUS: invalid('请求未写明或重复写明主机名', 'a request names its host once'),
  ORIGIN_UNKNOWN: misdirected('不受理来自其他网站的请求', 'requests from pages of other sites are not answered'),
  HEADERS_TOO_LARGE: tooLarge('请求头过多或过长', 'the headers are too many or too long'),
  REQUEST_TOO_SLOW: tooSlow('请求未在时限内发送完毕，请重新提交', 'the request was not sent in time; send it again'),
  TOO_MANY_AT_ONCE: tooMany(
    '您同时进行的操作过多，请等前面的完成后重试',
    'too many of your operations wait for each other; try again when they are done',
  ),
  BUDGET_SPENT: tooMany(
    '您这一分钟的查询量已用完，请稍后重试',
    'your queries of this minute are used up; try again later',
  ),
  DEADLINE_PASSED: unavailable(
    '查询未能在10秒内完成，请缩小范围后重试',
    'the query was not answered within 10 seconds; ask for less',
  ),
};
