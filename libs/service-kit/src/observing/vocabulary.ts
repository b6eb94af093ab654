import type { Wording } from '@zhibu/contracts';
import { dayOf } from '@zhibu/kernel';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** What each thing that a process leans on means where it is away, and what to do: one sentence. */
export const whenDown = {
  database: words(
    '数据库没有正常应答，请查看数据库是否启动、地址和口令是否正确',
    'the database does not answer as it should; see whether it runs, and whether address and password are right',
  ),
  rowSecurity: words(
    '数据库对查询所用的角色没有启用行级安全，明细不能保密；请以专用于查询的角色连接，不要用所有者或超级用户，并运行npm run provision',
    'a database without row-level security for the role that answers queries keeps no details to itself; connect as gateway_reader, neither as an owner nor as a superuser, and run npm run provision',
  ),
  store: words(
    '事件存储没有正常应答，暂不能办理新事项；请查看存储所在的服务器是否启动',
    'the event store does not answer as it should, and nothing can be recorded; see whether its server runs',
  ),
  storeOf: (service: string): Wording =>
    words(
      `读不到${service}服务的存储，该服务的新记录暂不显示；请查看存储所在的服务器是否启动`,
      `the store of ${service} cannot be read, and what it records is not shown yet; see whether its server runs`,
    ),
  broker: words(
    '消息服务器没有正常应答，新记录暂不送达；请查看消息服务器是否启动、主题是否建立',
    'the broker does not answer as it should, and news are not delivered; see whether it runs and has its topics',
  ),
  relay: words(
    '本服务的新记录暂时送不出去，正在反复重试；请查看消息服务器',
    'what this service records is not carried on; it is tried again; see the broker',
  ),
  faults: words(
    '无法查明存储中的记录是否完整，请查看存储所在的服务器',
    'whether the records of the store are whole cannot be told; see its server',
  ),
  clocks: words('无法查明各进程的时钟是否一致', 'whether the clocks of the processes agree cannot be told'),
  clock: words(
    '无法查明记录末尾的时刻，请查看存储所在的服务器',
    'when the last event was recorded cannot be told; see the server of the store',
  ),
};

/** What health says of a state that is not as it should be. */
export const states = {
  unread: (service: string): Wording =>
    words(
      `还没有读到${service}服务的全部记录，暂不能回答查询；若一直如此，请查看该服务是否启动、消息服务器能否连上`,
      `what ${service} has recorded was not read to its end yet, and no query can be answered; if it stays, see whether it runs, and whether the broker is reached`,
    ),
  lag: (group: string, service: string, events: number): Wording =>
    words(
      `${group}还有${service}服务的${events}条记录没有处理，所示内容暂不是最新；若总不减少，请查看该进程的日志和数据库`,
      `${group} is ${events} events behind ${service}, and what it shows is not the latest; if that does not fall, see the log of the process and its database`,
    ),
  ahead: (service: string, { count, unit }: Duration, recordedAt: string): Wording =>
    words(
      `${service}服务的记录末尾比本机时钟快${count}${unit.zh}（记至${inShanghai(recordedAt)}）：在此之前，新记录都记在这一时刻，截至较早时刻的查询不显示它们；` +
        '若本机时钟慢了，请校正时钟；若数据库的时钟曾经快了，可继续使用并在此之前不按时刻查询，或恢复此前的备份（npm run restore）后补记',
      `the log of ${service} ends ${count} ${unit.en} ahead of this clock, at ${recordedAt}: what it records until then ` +
        'carries that instant, and a query with a knownAt before it does not show it. If the clock of this machine is slow, set it. ' +
        'If the clock of the database once ran ahead, either go on and ask without knownAt until then, or restore the backup ' +
        'from before (npm run restore) and record again what came after',
    ),
  apart: (process: string, { count, unit }: Duration, isAhead: boolean): Wording =>
    words(
      `${process}进程的时钟比本进程${isAhead ? '快' : '慢'}${count}${unit.zh}，两者之间的请求不被受理；请校正各机器的时钟并保持自动校时`,
      `the clock of ${process} is ${count} ${unit.en} ${isAhead ? 'ahead of' : 'behind'} this one, and requests between them are refused; set the clocks of the machines and keep them set by NTP`,
    ),
  denied: words(
    '事件存储拒绝本服务写入，暂不能办理新事项；请按系统信息授予权限',
    'the event store does not let this service write, and nothing can be recorded; give it the right that the system names',
  ),
  damaged: (count: number): Wording =>
    words(
      `存储中有${count}处历史记录被删除或改动，涉及的各项已停止办理，其他不受影响；请按系统信息恢复`,
      `${count} histories of the store were taken away or changed; what rests on them stands still, all else goes on; bring them back as the system says`,
    ),
};

interface Duration {
  readonly count: number;
  readonly unit: Wording;
}

const units = [
  [words('天', 'days'), 86_400_000],
  [words('小时', 'hours'), 3_600_000],
  [words('分钟', 'minutes'), 60_000],
] as const;

/** A duration in the largest unit of which there are two or more. */
export function durationOf(milliseconds: number): Duration {
  const [unit, size] = units.find(([, each]) => milliseconds >= 2 * each) ?? units[2];
  return { count: Math.floor(milliseconds / size), unit };
}

const hours = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' });
const inShanghai = (instant: string): string => `${dayOf(instant)} ${hours.format(new Date(instant))}`;

/** A sentence, and after it, marked as such, what a system said itself. */
export function withDetail(sentence: Wording, detail: string): Wording {
  return { zh: `${sentence.zh}（系统信息：${detail}）`, en: `${sentence.en} (the system says: ${detail})` };
}

/** Several sentences as one. */
export function joined(sentences: readonly Wording[]): Wording {
  return { zh: sentences.map(({ zh }) => zh).join('；'), en: sentences.map(({ en }) => en).join('; ') };
}

/** A sentence on what does not answer in time. @param milliseconds how long it was waited for */
export function late({ zh, en }: Wording, milliseconds: number): Wording {
  const seconds = milliseconds / 1000;
  return { zh: `${zh}（${seconds}秒内没有应答）`, en: `${en} (no answer within ${seconds} s)` };
}
