import type { Wording } from './vocabulary.ts';

/** What kind of trouble a refusal is; decides the HTTP status, once. */
export type RefusalKind = 'invalid' | 'not-found' | 'conflict' | 'rule' | 'too-large' | 'unavailable' | 'unauthorized';

/** What went wrong and what to do, in Chinese and English. */
export interface RefusalWords extends Wording {
  readonly kind: RefusalKind;
}

const of =
  (kind: RefusalKind) =>
  (zh: string, en: string): RefusalWords => ({ kind, zh, en });

export const [invalid, notFound, conflict, rule] = [of('invalid'), of('not-found'), of('conflict'), of('rule')];
const [tooLarge, unavailable, unauthorized] = [of('too-large'), of('unavailable'), of('unauthorized')];

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
  ACTS_FOR_NOBODY: rule(
    '须注明代表哪个上级党组织办理',
    'this is decided by the superior; say for which organization you act',
  ),
  ESCALATION_NOT_DUE: rule('尚未到督办时限', 'the escalation is not due'),
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
  BEFORE_LAST_STEP: invalid(
    '日期须晚于上一步的日期',
    'a step is dated back to the day after the step before it at most',
  ),
};

/** The codes of the doors: how a command or a query comes in, whatever it asks. */
export const doorRefusals = {
  COMMAND_UNKNOWN: notFound('没有这个命令，请核对名称', 'there is no such command; check its name'),
  ACTOR_MISSING: unauthorized(
    '命令没有操作人，请经网关提交',
    'the command names no actor; send it through the gateway',
  ),
  TOKEN_REFUSED: unauthorized(
    '调用凭证无效或已过期，请经网关提交',
    'the token is not valid here or has expired; send it through the gateway',
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
  UNFORESEEN: unavailable(
    '系统内部错误，请把参考号告知运维人员',
    'an unforeseen error; give the reference number to the operator',
  ),
  SERVICE_UNAVAILABLE: unavailable('服务暂不可用，请稍后重试', 'the service is not available; try again later'),
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
  BAD_REQUEST: invalid('请求的形式有误', 'the request is not one that GraphQL over HTTP takes'),
};
