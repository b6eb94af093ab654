import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const usage = words(
  `npm run parked -- list                               列出停下的记录
  npm run parked -- show 记录                          查看其错误和后面等待的内容
  npm run parked -- retry 记录                         重新处理（--all 为全部）
  npm run parked -- discard 记录 --reason 理由           丢弃出错的那一条，其后的继续处理
  可选：--group 接收方  --actor 操作人`,
  `npm run parked -- list                               what is parked
  npm run parked -- show STREAM                        its error and the events that wait
  npm run parked -- retry STREAM                       apply them again (--all: every stream)
  npm run parked -- discard STREAM --reason TEXT       discard the one event that failed; those behind it go on
  Options: --group CONSUMER  --actor NAME`,
);

export const faults = {
  reasonMissing: words('丢弃必须说明理由：--reason 理由', 'A discard needs a reason: --reason TEXT'),
  notParked: (stream: string): Wording =>
    words(
      `记录${stream}没有停下。查看全部：npm run parked -- list`,
      `Stream ${stream} is not parked. See what is: npm run parked -- list`,
    ),
  severalConsumers: (stream: string, groups: readonly string[]): Wording =>
    words(
      `记录${stream}在多个接收方停下，请用 --group 指明其一：${groups.join('、')}`,
      `Stream ${stream} is parked for several consumers; name one by --group: ${groups.join(', ')}`,
    ),
};

export const says = {
  nothing: words('没有停下的记录', 'Nothing is parked'),
  columns: ['接收方', '服务', '记录', '停下时间', '等待条数', '错误'],
  parked: (row: {
    readonly group: string;
    readonly stream: string;
    readonly since: string;
    readonly failures: number;
    readonly waiting: number;
  }): Wording =>
    words(
      `${row.stream}（接收方${row.group}）自${row.since}停下，失败${row.failures}次，等待${row.waiting}条`,
      `${row.stream} (consumer ${row.group}) parked since ${row.since}, failed ${row.failures} times, ${row.waiting} events waiting`,
    ),
  retried: (stream: string, group: string, events: number): Wording =>
    words(
      `${stream}（接收方${group}）已处理${events}条，继续进行`,
      `${stream} (consumer ${group}): ${events} events applied, no longer parked`,
    ),
  retryFailed: (stream: string, group: string, events: number): Wording =>
    words(
      `${stream}（接收方${group}）重试失败：已处理${events}条，其余仍停下`,
      `${stream} (consumer ${group}): the retry failed; ${events} events were applied, the rest stays parked`,
    ),
  retryWaits: (stream: string, group: string): Wording =>
    words(
      `${stream}（接收方${group}）的重试已登记，但平台未运行或该接收方受阻；平台恢复后会自动执行`,
      `${stream} (consumer ${group}): the retry is noted, but the platform does not run or the consumer is blocked; it will be carried out once it goes on`,
    ),
  discarded: (event: string, group: string, left: number): Wording =>
    words(
      `已丢弃${event}（接收方${group}），其后${left}条继续处理`,
      `Discarded ${event} (consumer ${group}); the ${left} events behind it go on`,
    ),
};
