import { lastDayOf } from '@zhibu/kernel';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Arguments, runProgram, wrong } from '../terminal/arguments.adapter.ts';
import { platformOf, serverOptions } from '../operator/server.ts';
import { inBoth, processTerminal } from '../terminal/terminal.adapter.ts';
import { runImport } from '../import/intake.ts';
import type { ImportOptions } from '../import/options.ts';
import { writeTemplates } from '../import/template.adapter.ts';

const USAGE = `npm run import -- --edition FILE [--edition FILE]... --period YYYY [--server URL | --data FOLDER] [--as-of YYYY-MM-DD] [--actor REF]
  [--close-round [--quota-basis TEXT]] [--dry-run] [--accept-good-rows [--rejects FOLDER]] FOLDER
npm run import -- --templates FOLDER [--edition FILE] [--period YYYY]
${inBoth({
  zh: '第一个 --edition 是评定所依据的标准，其余一并发布；以往等次须是其类别的标准所列等次',
  en: 'The first --edition is graded by, the others are published beside it; a prior grade is one that an edition of its scheme has',
})}
${inBoth({
  zh: '退出码：0 完成；1 行有误，未提交；2 完成，有退回的行；3 平台拒绝、不在或中断',
  en: 'Exit codes: 0 done; 1 rows wrong, nothing sent; 2 done, rows rejected; 3 refused, absent or interrupted',
})}
${inBoth({ zh: '例：', en: 'For example:' })}
npm run import -- --edition infra/demo/editions/classification-2022.json --edition infra/demo/editions/appraisal-2021.json
  --period 2022 --dry-run infra/demo/edges-24`;

const lists = ['edition'];
const texts = ['period', ...serverOptions, 'as-of', 'actor', 'quota-basis', 'rejects', 'templates'];
const flags = ['close-round', 'dry-run', 'accept-good-rows'];

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
  const [period, quotaBasis] = [given.period('period'), given.text('quota-basis')];
  if (quotaBasis !== undefined && !given.flag('close-round'))
    throw wrong({ zh: '--quota-basis 须与 --close-round 同用', en: '--quota-basis goes with --close-round' }, '');
  return {
    folder,
    editions,
    period,
    quotaBasis,
    asOf: given.day('as-of') ?? lastDayOf(period),
    rejects: given.text('rejects'),
    closeRound: given.flag('close-round'),
    dryRun: given.flag('dry-run'),
    acceptGoodRows: given.flag('accept-good-rows'),
  };
}
