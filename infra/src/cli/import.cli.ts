import { dayOf, lastDayOf } from '@zhibu/kernel';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultDataFolder } from '../launcher/settings.ts';
import { Arguments, runProgram, wrong } from '../terminal/arguments.adapter.ts';
import { platformOf, serverOptions } from '../operator/server.ts';
import { inBoth, processTerminal } from '../terminal/terminal.adapter.ts';
import { runImport } from '../import/intake.ts';
import type { ImportOptions } from '../import/options.ts';
import { APPROVAL_FORM, programmeBasesOf } from '../import/programme-basis.ts';
import { writeTemplates } from '../import/template.adapter.ts';

const USAGE = `npm run import -- --edition FILE [--edition FILE]... --period YYYY [--server URL | --data FOLDER] [--as-of YYYY-MM-DD] [--actor REF]
  [--programme-basis LEVEL:KIND=APPROVAL:TEXT]... [--close-round [--closed-on YYYY-MM-DD] [--quota-basis TEXT]] [--dry-run] [--accept-good-rows [--rejects FOLDER]] [--warnings FOLDER] [--wait MINUTES] FOLDER
npm run import -- --templates FOLDER [--edition FILE] [--period YYYY]
${inBoth({
  zh: '第一个 --edition 定评定类别；同类别的各版标准各评其领域的组织，其他类别的一并发布；以往等次须是其类别的标准所列等次',
  en: 'The first --edition says in which scheme is graded; those of its scheme grade side by side, each its sector, others are published beside them; a prior grade is one that an edition of its scheme has',
})}
${inBoth({
  zh: '退出码：0 完成；1 行有误，未提交；2 完成，有退回的行；3 平台拒绝、不在、等待逾时或中断；4 完成，有已核准或已审定的等次须由人更正',
  en: 'Exit codes: 0 done; 1 rows wrong, nothing sent; 2 done, rows rejected (the last line says where grades are for a person to revise, too); 3 refused, absent, waited for in vain or interrupted; 4 done, grades that are confirmed or determined are for a person to revise',
})}
${inBoth({
  zh: '错误和提醒写入 --warnings 所指文件夹；不写则在数据文件夹的 imports 下，没有数据文件夹则在系统临时文件夹；从不写在所导入的文件夹旁。平台或某个服务暂不能应答时自动等待，最多 --wait 分钟（10），逾时以3退出',
  en: 'Faults and warnings are written into the folder of --warnings, else into imports in the data folder, else, without one, into the temporary folder of the system; never beside what is imported. While the platform or a service cannot be asked, this waits, --wait minutes (10) at most, and then ends with 3',
})}
${inBoth(APPROVAL_FORM)}
${inBoth({ zh: '例：', en: 'For example:' })}
npm run import -- --edition infra/demo/editions/classification-2022.json --edition infra/demo/editions/appraisal-2021.json
  --period 2022 --programme-basis committee:party-building-site=approved:示例〔2020〕1号 --dry-run infra/demo/edges-24`;

const lists = ['edition', 'programme-basis'];
const texts = [
  'period',
  ...serverOptions,
  'as-of',
  'actor',
  'quota-basis',
  'closed-on',
  'rejects',
  'templates',
  'warnings',
  'wait',
];
const flags = ['close-round', 'dry-run', 'accept-good-rows'];

const MOST_MINUTES = 24 * 60;

/** As a shell takes it. */
const quoted = (text: string): string =>
  /^[\w./:=@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

await runProgram(USAGE, async (signal) => {
  const given = new Arguments(process.argv.slice(2), { texts, flags, lists });
  const terminal = processTerminal();
  const templates = given.text('templates');
  if (templates !== undefined) {
    await writeTemplates(
      templates,
      { edition: given.list('edition')[0], period: given.text('period') ?? String(new Date().getFullYear()) },
      terminal,
    );
    return 0;
  }
  return runImport(await optionsOf(given), platformOf(given, signal), terminal);
});

async function folderIn({ positionals }: Arguments): Promise<string> {
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0)
    throw wrong({ zh: '应给出一个文件夹', en: 'name one folder' }, positionals.join(' '));
  if (!(await stat(folder).catch(() => undefined))?.isDirectory())
    throw wrong({ zh: '没有这个文件夹', en: 'there is no such folder' }, folder);
  return resolve(folder);
}

async function optionsOf(given: Arguments): Promise<ImportOptions> {
  const folder = await folderIn(given);
  const editions = given.list('edition');
  if (editions.length === 0) throw wrong({ zh: '缺少参数', en: 'missing' }, '--edition');
  const [period, quotaBasis, closedOn] = [given.period('period'), given.text('quota-basis'), given.day('closed-on')];
  const today = dayOf(new Date());
  const asOf = given.day('as-of') ?? (lastDayOf(period) < today ? lastDayOf(period) : today);
  if (asOf > today) throw wrong({ zh: '不得晚于今天', en: 'must not lie in the future' }, `--as-of ${asOf}`);
  for (const option of ['quota-basis', 'closed-on']) {
    if (given.text(option) !== undefined && !given.flag('close-round'))
      throw wrong({ zh: `--${option} 须与 --close-round 同用`, en: `--${option} goes with --close-round` }, '');
  }
  return {
    folder,
    editions,
    period,
    quotaBasis,
    closedOn,
    programmeBases: programmeBasesOf(given.list('programme-basis')),
    asOf,
    rejects: given.text('rejects'),
    reports: reportsIn(given),
    waitMinutes: minutesIn(given),
    command: ['npm run import --', ...process.argv.slice(2).map(quoted)].join(' '),
    closeRound: given.flag('close-round'),
    dryRun: given.flag('dry-run'),
    acceptGoodRows: given.flag('accept-good-rows'),
  };
}

function minutesIn(given: Arguments): number {
  const text = given.text('wait') ?? '10';
  const minutes = Number(text);
  if (!/^\d{1,4}(\.\d+)?$/.test(text) || minutes > MOST_MINUTES)
    throw wrong({ zh: '分钟数应为0至1440', en: 'minutes are 0 to 1440' }, `--wait ${text}`);
  return minutes;
}

/** The folder that is named; else in the data folder, where there is one. */
function reportsIn(given: Arguments): string {
  const named = given.text('warnings');
  if (named !== undefined && named !== '') return resolve(named);
  const data = resolve(given.text('data') ?? (process.env['ZHIBU_DATA'] || defaultDataFolder));
  return existsSync(data) ? join(data, 'imports') : join(tmpdir(), 'zhibu-imports');
}
