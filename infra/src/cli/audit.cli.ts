import { contact, isKnown } from '@zhibu/client';
import { type AuditAsked, auditAll, auditBranch } from '../audit/audit.ts';
import { Arguments, runProgram, wrong } from '../terminal/arguments.adapter.ts';
import { failureText } from '../terminal/failure.ts';
import { exits } from '../operator/fault.ts';
import { platformOf, serverOptions } from '../operator/server.ts';
import { inBoth, processTerminal } from '../terminal/terminal.adapter.ts';

const USAGE = `npm run audit -- --branch CODE [--scheme classification] [--known-at T] [--changed-since T] [--lang en] [--server URL | --data FOLDER]
npm run audit -- --all --under CODE [--scheme classification] [--known-at T]
${inBoth({
  zh: '退出码：0 一致；1 有不一致；2 参数有误；3 平台不在',
  en: 'Exit codes: 0 all agree; 1 something disagrees; 2 wrong arguments; 3 the platform is not there',
})}`;
const texts = ['branch', 'under', 'scheme', 'known-at', 'changed-since', ...serverOptions, 'lang'];

await runProgram(
  USAGE,
  async (signal) => {
    const given = new Arguments(process.argv.slice(2), { texts, flags: ['all'] });
    if (given.positionals.length > 0)
      throw wrong({ zh: '多余的参数', en: 'one too many' }, given.positionals.join(' '));
    if (given.flag('all') === (given.text('branch') !== undefined))
      throw wrong({ zh: '--branch 与 --all 只用一个', en: 'either --branch or --all' }, '');
    const asked = askedFor(given);
    const at = { platform: platformOf(given, signal), terminal: processTerminal() };
    try {
      const code = given.flag('all') ? given.needed('under') : given.needed('branch');
      await contact(at.platform);
      if (!(await isKnown(at.platform, code)))
        throw wrong({ zh: '没有这个组织', en: 'there is no such organization' }, code);
      const agree = given.flag('all') ? await auditAll(code, asked, at) : await auditBranch(code, asked, at);
      return agree ? 0 : 1;
    } catch (error) {
      at.terminal.complain(failureText(error, at.platform));
      return exits.notDone;
    }
  },
  exits.wrongUse,
);

function askedFor(given: Arguments): AuditAsked {
  return {
    scheme: given.text('scheme') ?? 'classification',
    language: given.language(),
    knownAt: given.instant('known-at'),
    changedSince: given.instant('changed-since'),
  };
}
