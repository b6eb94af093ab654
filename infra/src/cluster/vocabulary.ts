import type { Wording } from '@zhibu/contracts';
import type { Waiting } from './report.ts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** Why a cluster cannot start, and what to do. */
export const faults = {
  waitsInVain: (process: string, { what, error }: Waiting): Wording =>
    words(
      `${process}一直在等它所需的服务，没有等到；请检查该服务的地址、确认它已启动，然后重复同一命令（系统信息：${what}: ${error}）`,
      `${process} waits for ${what} in vain; see that its address is right and that it runs, then repeat the same command (the system says: ${error})`,
    ),
  notReady: (process: string, ms: number, said: string): Wording =>
    words(
      `${process}在${ms / 1000}秒内没有进展，仍未就绪，请查看数据文件夹的logs下的日志（系统信息：${said}）`,
      `${process} is not ready, and came no further for ${ms / 1000} s; see logs in the data folder (the system says: ${said})`,
    ),
  ended: (process: string, said: string): Wording =>
    words(
      `${process}启动时结束，请查看数据文件夹的logs下的日志（系统信息：${said}）`,
      `${process} ended at its start; see logs in the data folder (the system says: ${said})`,
    ),
} as const;

/** What a cluster says of itself. */
export const notices = {
  starting: words('正在启动各进程……', 'Starting the processes …'),
  waiting: (process: string, { what, error }: Waiting): Wording =>
    words(
      `${process}正在等它所需的服务（系统信息：${what}: ${error}）`,
      `${process} waits for ${what} (the system says: ${error})`,
    ),
  reading: (process: string, percent: number): Wording =>
    words(
      `${process}正在首次读取记录，已读${percent}%`,
      `${process} reads what was recorded for the first time: ${percent} % so far`,
    ),
  ready: (url: string, logs: string): Wording =>
    words(
      `就绪：${url}/graphql；日志在 ${logs}；结束：Ctrl-C`,
      `Ready: ${url}/graphql; logs in ${logs}; to end: Ctrl-C`,
    ),
  plain: words(
    '警告：按 --plain 启动，各进程之间和与 Kafka 之间不加密，Kafka 不核对来者；只用于试验，不得用于真实数据',
    'WARNING: --plain: nothing is encrypted between the processes and Kafka, and Kafka lets everybody in; for trials only, never with real data',
  ),
  authority: (file: string): Wording =>
    words(
      `浏览器和其他程序须信任本安装的签发者：${file}`,
      `Browsers and other programs need to believe who signed the certificates here: ${file}`,
    ),
  ended: words('已结束，数据已保存', 'Ended; everything is kept'),
} as const;
