import { contact, isKnown, type Platform } from '@zhibu/client';
import { type AuditAsked, auditAll, auditBranch } from '../audit/audit.ts';
import { auditedProcesses, auditProcess } from '../audit/audit-process.ts';
import type { Instance } from '../audit/process-replay.lookup.ts';
import { Arguments, runProgram, wrong } from '../terminal/arguments.adapter.ts';
import { failureText } from '../terminal/failure.ts';
import { exits } from '../operator/fault.ts';
import { platformOf, serverOptions } from '../operator/server.ts';
import { inBoth, processTerminal, type Terminal } from '../terminal/terminal.adapter.ts';

const USAGE = `npm run audit -- --branch CODE [--scheme classification] [--known-at T] [--changed-since T] [--lang en] [--server URL | --data FOLDER]
npm run audit -- [--all] --under CODE [--scheme classification] [--known-at T]
npm run audit -- --designation PROGRAMME:CODE | ${Object.keys(auditedProcesses)
  .slice(1)
  .map((process) => `--${process} ID`)
  .join(' | ')} [--known-at T] [--changed-since T]
${inBoth({
  zh: '--under 之下的党支部不多时逐个读取其自身的记录；--all 核验整个日志，另能发现系统遗漏的党支部和日志其余部分的改动或缺失',
  en: 'Few branches under --under are read by their own streams; --all reads the whole logs, and finds branches that were lost, and what was changed or is missing elsewhere, too',
})}
${inBoth({
  zh: '退出码：0 一致；1 有不一致；2 参数有误；3 平台不在',
  en: 'Exit codes: 0 all agree; 1 something disagrees; 2 wrong arguments; 3 the platform is not there',
})}`;
const processes = Object.keys(auditedProcesses);
const texts = ['branch', 'under', ...processes, 'scheme', 'known-at', 'changed-since', ...serverOptions, 'lang'];

await runProgram(
  USAGE,
  async (signal) => {
    const given = new Arguments(process.argv.slice(2), { texts, flags: ['all'] });
    if (given.positionals.length > 0)
      throw wrong({ zh: '多余的参数', en: 'one too many' }, given.positionals.join(' '));
    refuseSeveral(given);
    const asked = askedFor(given);
    const at = { platform: platformOf(given, signal), terminal: processTerminal() };
    try {
      await contact(at.platform);
      const instance = instanceIn(given);
      const agree = instance ? await auditedInstance(instance, asked, at) : await auditedBranches(given, asked, at);
      return agree ? 0 : 1;
    } catch (error) {
      at.terminal.complain(failureText(error, at.platform));
      return exits.notDone;
    }
  },
  exits.wrongUse,
);

interface At {
  readonly platform: Platform;
  readonly terminal: Terminal;
}

async function auditedBranches(given: Arguments, asked: AuditAsked, at: At): Promise<boolean> {
  const isOne = given.text('branch') !== undefined;
  const code = given.needed(isOne ? 'branch' : 'under');
  if (!(await isKnown(at.platform, code)))
    throw wrong({ zh: '没有这个组织', en: 'there is no such organization' }, code);
  return isOne ? auditBranch(code, asked, at) : auditAll(code, asked, at);
}

async function auditedInstance(instance: Instance, asked: AuditAsked, at: At): Promise<boolean> {
  const agree = await auditProcess(instance, asked, at);
  if (agree === undefined)
    throw wrong({ zh: '没有这一事项，请核对编号', en: 'there is no such thing; check its id' }, instance.id);
  return agree;
}

function instanceIn(given: Arguments): Instance | undefined {
  return processes.flatMap((process) => {
    const id = given.text(process);
    return id === undefined ? [] : [{ process, id }];
  })[0];
}

/** An audit is of one branch, of what stands under one organization, or of one instance of a process. */
function refuseSeveral(given: Arguments): void {
  const named = ['branch', ...processes].filter((option) => given.text(option) !== undefined);
  const isUnder = given.flag('all') || given.text('under') !== undefined;
  if (named.length + (isUnder ? 1 : 0) === 1) return;
  const options = ['branch', 'under', ...processes].map((option) => `--${option}`);
  throw wrong({ zh: `${options.join('、')} 只用一个`, en: `one of ${options.join(', ')}` }, '');
}

function askedFor(given: Arguments): AuditAsked {
  return {
    scheme: given.text('scheme') ?? 'classification',
    language: given.language(),
    knownAt: given.instant('known-at'),
    wholeLogs: given.flag('all'),
    changedSince: given.instant('changed-since'),
  };
}
