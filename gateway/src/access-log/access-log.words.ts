import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** What health says of the log of accesses. */
export const accessLogWords = {
  full: words(
    '待写入的访问日志过多，已暂停受理；写入跟上后自动恢复',
    'too many accesses wait to be logged, so nothing is answered; it goes on by itself when they are written',
  ),
  failing: words(
    '访问日志不能写入数据库，已暂停受理；数据库恢复后自动恢复',
    'accesses cannot be written to the database, so nothing is answered; it goes on by itself when the database is back',
  ),
} as const;
