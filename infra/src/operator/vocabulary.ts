import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** Where a command is told to work, as its usage says it. */
export const placeUsage = words(
  '在哪里：--data 数据文件夹（或 ZHIBU_DATA），或 --database postgres://主机/数据库（或 DATABASE_URL、STORE_URL_服务），密码用 PASSWORD_OWNER、PASSWORD_服务、PASSWORD_GATEWAY、PASSWORD_ACCESS、PASSWORD_PEOPLE 或其 _FILE',
  'Where: --data FOLDER (or ZHIBU_DATA), or --database postgres://HOST/DATABASE (or DATABASE_URL, STORE_URL_<SERVICE>) with PASSWORD_OWNER, PASSWORD_<SERVICE>, PASSWORD_GATEWAY, PASSWORD_ACCESS, PASSWORD_PEOPLE or their _FILE',
);

/** What the exit codes of operators' commands mean. */
export const exitUsage = words(
  '退出码：0 完成；1 未如所愿，原因见输出；2 参数或设置有误；3 没有执行',
  'Exit codes: 0 done; 1 not as it should be, the output says why; 2 wrong arguments or settings; 3 not carried out',
);

/** Why a command cannot begin, and what to do. */
export const faults = {
  usage: ({ zh, en }: Wording): Wording => words(`用法：${zh}`, `Usage: ${en}`),
  arguments: (problem: string): Wording => words(`参数有误：${problem}`, `Wrong arguments: ${problem}`),
  both: (folder: string, server: string): Wording =>
    words(
      `${folder}和${server}都给出了，只能用一个：数据文件夹，或地址`,
      `Both ${folder} and ${server} are given; name one: a data folder, or where the server is`,
    ),
  neither: (folder: string): Wording =>
    words(
      `没有数据文件夹${folder}，也没有给出数据库地址。请用 --data 指明文件夹，或用 DATABASE_URL 指明数据库`,
      `There is no data folder ${folder}, and no database is named. Name a folder by --data, or the database by DATABASE_URL`,
    ),
  settings: (wrong: readonly Wording[]): Wording =>
    words(
      `设置有误：${wrong.map(({ zh }) => zh).join('；')}`,
      `Wrong settings: ${wrong.map(({ en }) => en).join('; ')}`,
    ),
  configuration: (message: string): Wording =>
    words(
      `设置有误，请更正后重复同一命令（系统信息：${message}）`,
      `Settings are wrong; correct them and repeat the same command (the system says: ${message})`,
    ),
  unreachable: (address: string, why: string): Wording =>
    words(
      `无法连接数据库${address}。请确认地址无误、数据库已启动（系统信息：${why}）`,
      `The database at ${address} cannot be reached. See that the address is right and the server runs (the system says: ${why})`,
    ),
  denied: (address: string, role: string, setting: string): Wording =>
    words(
      `数据库${address}不接受角色${role}，请检查${setting}`,
      `The database at ${address} refuses the role ${role}; check ${setting}`,
    ),
  notProvisioned: (address: string, schema: string): Wording =>
    words(
      `数据库${address}里没有${schema}的结构，请先运行 provision`,
      `The database at ${address} has no schema ${schema}; run provision first`,
    ),
  noPlatform: (folder: string): Wording =>
    words(
      `数据文件夹${folder}上没有正在运行的平台。请先启动它，或用 --server 指明地址`,
      `No platform runs on the data folder ${folder}. Start it, or name one by --server`,
    ),
  failed: (message: string): Wording =>
    words(
      `没有完成，请按系统信息排除原因后重复同一命令（系统信息：${message}）`,
      `Not carried out; remove the cause and repeat the same command (the system says: ${message})`,
    ),
} as const;

/** A setting that is wrong, by its name; what it holds is never shown. */
export const wrong = {
  missing: (name: string): Wording => words(`缺少${name}`, `${name} is missing`),
  database: (name: string): Wording =>
    words(
      `${name}不是数据库地址（postgres://主机/数据库）`,
      `${name} is not the URL of a database (postgres://HOST/DATABASE)`,
    ),
  shown: (name: string): Wording =>
    words(
      `${name}里不能写密码，命令行人人可见；请用环境变量或文件`,
      `${name} must not hold a password, for others see a command line; give it by environment or file`,
    ),
  twice: (name: string): Wording =>
    words(`${name}和${name}_FILE只能给一个`, `${name} and ${name}_FILE are both given; give one`),
  file: (name: string, code: string): Wording =>
    words(
      `无法读取${name}_FILE所指的文件（系统信息：${code}）`,
      `the file that ${name}_FILE names cannot be read (the system says: ${code})`,
    ),
} as const;
