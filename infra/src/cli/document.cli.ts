import { contact, fileFrom } from '@zhibu/client';
import { rename, rm, writeFile } from 'node:fs/promises';
import { addressOf, documentOptions } from '../document/address.ts';
import { platformOf, serverOptions } from '../operator/server.ts';
import { Arguments, runProgram, wrong } from '../terminal/arguments.adapter.ts';
import { failureText } from '../terminal/failure.ts';
import { inBoth, processTerminal } from '../terminal/terminal.adapter.ts';

const USAGE = `npm run document -- NAME --out FILE [--under CODE] [--branch CODE] [--committee CODE] [--period YYYY] [--year YYYY] [--scheme classification] [--finding CODE] [--programme ID] [--organization CODE] [--draw ID] [--inspection ID] [--body CODE] [--revocation ID] [--outcome revoke|retain|uphold|overturn] [--as-of YYYY-MM-DD] [--known-at INSTANT] [--server URL | --data FOLDER]
NAME: grading-notice 定级通知, score-sheet 评分表, unit-summary 单位汇总表, notice-list 公示名单, grading-results 定级结果通报, problem-list 问题清单, rectification-list 整改清单, responsibility-list 责任清单, escalation-letter 督办函, remediation-ledger 后进整顿台账, election-reminder 换届提醒函, data-comparison 数据比对表, application-form 申报表, designation-notice 拟命名公示名单, designation-decision 命名决定, draw-announcement 抽取公告, draw-result 抽取结果, inspection-checklist 检查表, supervision-report 督查报告, rectification-notice 整改通知书, reinspection-table 复核情况表, revocation-notice 拟取消命名告知书, revocation-decision 取消命名决定, appeal-decision 申诉处理决定`;
const texts = ['out', ...documentOptions, ...serverOptions, 'lang'];

await runProgram(USAGE, async (signal) => {
  const given = new Arguments(process.argv.slice(2), { texts, flags: [] });
  const [name, ...others] = given.positionals;
  if (name === undefined || others.length > 0)
    throw wrong({ zh: '应写明一种文书', en: 'name one document' }, given.positionals.join(' '));
  const [path, out] = [addressOf(name, given), given.needed('out')];
  const [platform, terminal] = [platformOf(given, signal), processTerminal()];
  try {
    await contact(platform);
    const { bytes, sha256 } = await fileFrom(platform, path);
    await writeWhole(out, bytes);
    terminal.say(
      inBoth({ zh: `已生成${out}，内容校验码${sha256}`, en: `${out} is written; hash of its content ${sha256}` }),
    );
    return 0;
  } catch (error) {
    terminal.complain(failureText(error, platform));
    return 3;
  }
});

/** All of it or nothing: whoever reads the file meanwhile sees the one before. For its owner alone: papers name persons. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, bytes, { mode: 0o600, flag: 'wx' });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
