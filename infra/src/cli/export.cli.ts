import { contact, isKnown } from '@zhibu/client';
import { rename, rm, writeFile } from 'node:fs/promises';
import { Arguments, runProgram, wrong } from '../terminal/arguments.adapter.ts';
import { failureText } from '../terminal/failure.ts';
import { platformOf, serverOptions } from '../operator/server.ts';
import { inBoth, processTerminal } from '../terminal/terminal.adapter.ts';
import { gradeList, gradeListText } from '../export/grade-list.lookup.ts';

const USAGE = `npm run export -- grades --under CODE --period YYYY --out FILE.csv [--scheme classification] [--as-of YYYY-MM-DD] [--server URL | --data FOLDER]`;
const texts = ['under', 'period', 'out', 'scheme', 'as-of', ...serverOptions, 'lang'];

await runProgram(USAGE, async (signal) => {
  const given = new Arguments(process.argv.slice(2), { texts, flags: [] });
  if (given.positionals.join(' ') !== 'grades')
    throw wrong({ zh: '应写明导出 grades', en: 'say what to export: grades' }, given.positionals.join(' '));
  const asked = {
    under: given.needed('under'),
    period: given.period('period'),
    scheme: given.text('scheme') ?? 'classification',
    asOf: given.day('as-of'),
  };
  const [out, platform, terminal] = [given.needed('out'), platformOf(given, signal), processTerminal()];
  try {
    await contact(platform);
    if (!(await isKnown(platform, asked.under)))
      throw wrong({ zh: '没有这个组织', en: 'there is no such organization' }, asked.under);
    const branches = await gradeList(platform, asked);
    await writeWhole(out, gradeListText(branches, asked));
    const { length } = branches;
    terminal.say(inBoth({ zh: `已导出${length}个党支部：${out}`, en: `${length} branches exported: ${out}` }));
    return 0;
  } catch (error) {
    terminal.complain(failureText(error, platform));
    return 3;
  }
});

/** All of it or nothing: whoever reads the file meanwhile sees the one before. */
async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, text);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
