import type { Wording } from '@zhibu/contracts';
import type { AccessFault, VerifiedAccesses } from '@zhibu/gateway';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const usage = words(
  `npm run access-log -- find                            列出访问记录，每行一条
npm run access-log -- verify                          核验访问日志及每日封存
npm run access-log -- export 文件 --key 密钥文件        导出，并签名
npm run access-log -- drop --before YYYY-MM           删除该月以前的月份，只限三年以前的
  筛选：--person 人员编号  --organization 组织编号  --operation 操作  --from 日期  --through 日期  --by 办理人编号`,
  `npm run access-log -- find                            accesses, a line each
npm run access-log -- verify                          holds the log, and what was sealed of each day, against each other
npm run access-log -- export FILE --key FILE          writes them, signed
npm run access-log -- drop --before YYYY-MM           drops the months before that one, none younger than three years
  Filter: --person PERSON  --organization CODE  --operation NAME  --from DAY  --through DAY  --by PERSON WHO DOES THIS`,
);

export const faults = {
  tooYoung: (month: string): Wording =>
    words(
      `访问日志保存三年，最早可删至${month}以前`,
      `accesses are kept for three years: --before ${month} at the latest`,
    ),
};

const what: Readonly<Record<AccessFault['kind'], Wording>> = {
  changed: words('已被改动', 'was changed'),
  missing: words('起缺失', 'and after it entries are missing'),
  added: words('是后加的', 'was added'),
  'cut-off': words('起至当日结束缺失', 'and all to the end of the day are missing'),
  head: words('与当日封存的不一致', 'is not what was sealed of the day'),
  'not-sealed': words('不在当日封存之内', 'is not among what was sealed of the day'),
};

export const says = {
  columns: ['时间', '人员', '岗位职责', '操作', '对象', '行数', '结果', '地址', '毫秒'],
  verified: ({ entries, chains, heads }: VerifiedAccesses): Wording =>
    words(
      `已核验访问记录${entries}条、日志链${chains}条、每日封存${heads}份`,
      `${entries} accesses in ${chains} chains and the sealed heads of ${heads} days were verified`,
    ),
  whole: words('访问日志完整', 'the log of accesses is whole'),
  fault: ({ kind, writer, number, day }: AccessFault): Wording =>
    words(
      `${day}：日志链${writer}第${number}条${what[kind].zh}`,
      `${day}: entry ${number} of chain ${writer} ${what[kind].en}`,
    ),
  exported: (file: string, entries: number): Wording =>
    words(`已导出访问记录${entries}条：${file}`, `${entries} accesses exported: ${file}`),
  dropped: (months: readonly string[]): Wording =>
    months.length === 0
      ? words('没有可删除的月份', 'there is no month to drop')
      : words(`已删除月份：${months.join('、')}`, `months dropped: ${months.join(', ')}`),
};
