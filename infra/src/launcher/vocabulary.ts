import type { Wording } from '@zhibu/contracts';

/** Says something to the person who started the platform. */
export type Say = (wording: Wording) => void;

const words = (zh: string, en: string): Wording => ({ zh, en });

/** Why a start fails, and what to do. */
export const faults = {
  settings: (wrong: readonly Wording[]): Wording =>
    words(
      `设置有误：${wrong.map(({ zh }) => zh).join('；')}。请更正后重新启动。`,
      `Wrong settings: ${wrong.map(({ en }) => en).join('; ')}. Correct them and start again.`,
    ),
  portBusy: (port: string): Wording =>
    words(
      `端口${port}已被占用。请结束占用它的程序，或换一个端口：npm start -- --port ${otherThan(port)}`,
      `Port ${port} is in use. End the program that uses it, or take another: npm start -- --port ${otherThan(port)}`,
    ),
  folderHeld: (holder: { readonly folder: string; readonly pid: number; readonly purpose: string }): Wording =>
    words(
      `数据文件夹${holder.folder}正被另一个程序使用（${holder.purpose}，进程号${holder.pid}）。请先结束它，或用 --data 指定别的文件夹。`,
      `The data folder ${holder.folder} is held by another program (${holder.purpose}, process ${holder.pid}). End that one first, or name another folder by --data.`,
    ),
  formatNewer: (folder: string, found: number, known: number): Wording =>
    words(
      `数据文件夹${folder}由更新版本的程序写成（格式${found}，本程序读格式${known}）。请更新程序，或用 --data 指定别的文件夹。`,
      `The data folder ${folder} was written by a newer program (format ${found}; this one reads ${known}). Update the program, or name another folder by --data.`,
    ),
  formatOlder: (folder: string, found: number, known: number): Wording =>
    words(
      `数据文件夹${folder}由更早版本的程序写成（格式${found}，本程序读格式${known}）。请用当时的版本 npm run backup，再用本版本 npm run restore 到新文件夹。`,
      `The data folder ${folder} was written by an older program (format ${found}; this one reads ${known}). Make a backup with that version (npm run backup) and restore it with this one into a new folder.`,
    ),
  postgresVersion: (folder: string, found: string, known: string): Wording =>
    words(
      `数据文件夹${folder}属于PostgreSQL ${found}，本程序带的是${known}。请用当时的版本 npm run backup，再用本版本 npm run restore 到新文件夹。`,
      `The data folder ${folder} belongs to PostgreSQL ${found}; this program brings ${known}. Make a backup with the version that wrote it (npm run backup) and restore it with this one into a new folder.`,
    ),
  notOurs: (folder: string): Wording =>
    words(
      `文件夹${folder}里有别的内容，不是本平台的数据文件夹。请用 --data 指定一个空文件夹或新文件夹。`,
      `The folder ${folder} holds something else and is no data folder of this platform. Name an empty or new folder by --data.`,
    ),
  folderBroken: (folder: string, file: string): Wording =>
    words(
      `数据文件夹${folder}不完整：${file}缺失或已损坏。请从备份恢复到新文件夹（npm run restore）。`,
      `The data folder ${folder} is not whole: ${file} is missing or damaged. Restore a backup into a new folder (npm run restore).`,
    ),
  peopleKeyMissing: (folder: string, file: string): Wording =>
    words(
      `数据文件夹${folder}中没有平台密钥${file}，而姓名或动态口令密钥已由它加密。请从原数据文件夹或另行保存处取回备份时的${file}，放入${folder}后重新启动；不会另建新密钥。`,
      `The data folder ${folder} lacks the key of the installation, ${file}, and names or one-time secrets are sealed by it. Bring the ${file} of the time of the backup from the folder before, or from where it is kept apart, into ${folder} and start again; no other key is made.`,
    ),
  folderUnusable: (folder: string, code: string): Wording =>
    words(
      `数据文件夹${folder}无法使用，请检查路径和权限，或用 --data 指定可写的文件夹（系统信息：${code}）。`,
      `The data folder ${folder} cannot be used; check the path and its permissions, or name a folder that can be written to by --data (the system says: ${code}).`,
    ),
  diskFull: (folder: string): Wording =>
    words(
      `磁盘已满，无法写入${folder}。请腾出空间，或用 --data 指定别的磁盘上的文件夹，然后重新启动；已有数据不受影响。`,
      `The disk is full: ${folder} cannot be written to. Free some space, or name a folder on another disk by --data, then start again; what was recorded is kept.`,
    ),
  noServerUser: words(
    'PostgreSQL不能以root身份运行，而系统里没有也建不了用户postgres。请执行 useradd --system postgres，或以普通用户启动。',
    'PostgreSQL does not run as root, and the user postgres neither exists nor can be made. Run useradd --system postgres, or start as an ordinary user.',
  ),
  noBinaries: (machine: string): Wording =>
    words(
      `没有适用于本机（${machine}）的PostgreSQL。请在受支持的系统上运行（linux、macOS、Windows x64）。`,
      `There is no PostgreSQL for this machine (${machine}). Run on a supported one (Linux, macOS, Windows x64).`,
    ),
  postgresFailed: (why: string): Wording =>
    words(
      `PostgreSQL未能启动，原因见数据文件夹中的postgres.log（系统信息：${why}）。`,
      `PostgreSQL did not start; see postgres.log in the data folder (the system says: ${why}).`,
    ),
  postgresLost: ({ zh, en }: Wording): Wording =>
    words(
      `数据库意外停止，且无法重新启动，平台现在结束；已记录的数据都在。${zh}`,
      `The database ended and cannot be started again, so the platform ends too; everything recorded is kept. ${en}`,
    ),
  postgresEndsAgain: words(
    '数据库重新启动后又反复停止。请查看数据文件夹中的postgres.log，排除原因后重新启动。',
    'The database ends again and again. See postgres.log in the data folder, remove the cause and start again.',
  ),
  schemaMismatch: (what: string): Wording =>
    words(
      `数据库结构与本程序不符，请更新程序，或用 --data 指定别的文件夹（系统信息：${what}）。`,
      `The database does not fit this program; update the program, or name another folder by --data (the system says: ${what}).`,
    ),
} as const;

/** A setting that is wrong, by its name. */
export const wrong = {
  unknown: (name: string): Wording =>
    words(
      `没有选项${name}（有 --data、--empty、--port）`,
      `there is no option ${name} (there are --data, --empty, --port)`,
    ),
  value: (name: string, text: string, says: Wording): Wording =>
    words(`${name}的值"${text}"不对，应为${says.zh}`, `${name} is "${text}" and must be ${says.en}`),
  port: words('1至65535的整数', 'a whole number from 1 to 65535'),
  http: words('http或https地址', 'a URL (http:, https:)'),
  folder: words('文件夹路径', 'the path of a folder'),
} as const;

/** What the platform says of itself while it starts and ends. */
export const notices = {
  firstStart: (folder: string): Wording => words(`正在新建数据文件夹${folder}`, `Making the data folder ${folder}`),
  leftBehind: words(
    '上次没有正常结束，正在收回遗留的PostgreSQL',
    'The last run did not end in order; stopping the PostgreSQL it left behind',
  ),
  demonstration: words(
    '正在载入示范城市（1,000个党支部及其一年的整改）；可以中断，下次启动会接着载入',
    'Loading the demonstration city (1,000 branches and a year of theirs); it can be interrupted and goes on at the next start',
  ),
  demonstrationFailed: words(
    '示范城市没有载入完，原因见上；下次启动会接着载入',
    'The demonstration city is not loaded wholly, for the reason above; the next start goes on with it',
  ),
  postgresEnded: words(
    '数据库意外停止，正在重新启动……',
    'The database ended without being asked to; starting it again …',
  ),
  postgresBack: words('数据库已重新启动', 'The database is there again'),
  ending: words('正在结束……', 'Ending …'),
  ended: words('已结束，数据已保存', 'Ended; everything is kept'),
} as const;

/** Where to look, once the platform answers. */
export function whereToLook(url: string): readonly Wording[] {
  return [
    words(
      `平台已就绪：${url}/graphql（用浏览器打开即可查询，附示例）`,
      `Ready: ${url}/graphql (open it in a browser to query, with examples)`,
    ),
    words(`健康状况：${url}/health/ready`, `Health: ${url}/health/ready`),
    words(
      '导入自己的数据：npm run import -- --help；结束：Ctrl-C',
      'Your own data: npm run import -- --help; to end: Ctrl-C',
    ),
  ];
}

function otherThan(port: string): string {
  const next = Number(port) + 1;
  return String(next > 1 && next <= 65_535 ? next : 4001);
}
