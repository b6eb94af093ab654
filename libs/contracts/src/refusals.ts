import type { Wording } from './vocabulary.ts';

/** What kind of trouble a refusal is; decides the HTTP status, once. */
export type RefusalKind = 'invalid' | 'not-found' | 'conflict' | 'rule' | 'too-large' | 'unavailable' | 'unauthorized';

export interface RefusalWords extends Wording {
  readonly kind: RefusalKind;
}

const words = (kind: RefusalKind, zh: string, en: string): RefusalWords => ({ kind, zh, en });

/**
 * Every stable code that a caller can meet: what went wrong and what to do, in Chinese and English.
 * A code thrown anywhere and not listed here fails a test.
 */
export const refusalWords: Readonly<Record<string, RefusalWords>> = {
  // The doors
  COMMAND_UNKNOWN: words('not-found', '没有这个命令，请核对名称', 'there is no such command; check its name'),
  ACTOR_MISSING: words('unauthorized', '命令没有操作人，请经网关提交', 'the command names no actor; send it through the gateway'),
  NOT_FOUND: words('not-found', '没有这个地址', 'there is nothing at this address'),
  JSON_INVALID: words('invalid', '请求正文不是有效的JSON', 'the body is not valid JSON'),
  BODY_TOO_LARGE: words('too-large', '请求正文过大，请分批提交', 'the body is too large; send it in parts'),
  BATCH_TOO_LARGE: words('too-large', '一批最多500个命令，请分批提交', 'a batch has at most 500 commands; send it in parts'),
  INPUT_INVALID: words('invalid', '输入有误，请按所列字段更正', 'the input is wrong; correct the fields named'),
  COMMAND_ID_REUSED: words('conflict', '同一命令编号已用于其他内容，请换一个编号', 'this command id was used with another body; take another id'),
  REVISION_CONFLICT: words('conflict', '数据已被他人更新，请刷新后重试', 'the stream has moved on; read it again and retry'),
  EVENT_TOO_LARGE: words('too-large', '单个事件超过256KiB，请减少内容', 'an event is over 256 KiB; send less in one command'),
  UNFORESEEN: words('unavailable', '系统内部错误，请把参考号告知运维人员', 'an unforeseen error; give the reference number to the operator'),
  SERVICE_UNAVAILABLE: words('unavailable', '服务暂不可用，请稍后重试', 'the service is not available; try again later'),
};
