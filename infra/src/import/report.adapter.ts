import type { Wording } from '@zhibu/contracts';
import { type Fault, faultsText } from '@zhibu/handover';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { refusalWording } from '../terminal/failure.ts';
import { inBoth, type Terminal } from '../terminal/terminal.adapter.ts';
import type { Refused } from './delivery.ts';
import { type NameOf, placesOf } from './places.ts';
import { say, sentences } from './vocabulary.ts';

const SHOWN = 50;
const LONGEST = 400;

/** Shows faults or warnings, the first of them, and writes all of them to a CSV and a JSON file. */
export async function showFaults(
  terminal: Terminal,
  {
    what,
    faults,
    path,
  }: { readonly what: 'faults' | 'warnings'; readonly faults: readonly Fault[]; readonly path: string },
): Promise<void> {
  if (faults.length === 0) {
    await Promise.all([`${path}.csv`, `${path}.json`].map((file) => rm(file, { force: true }).catch(() => undefined)));
    return;
  }
  const speak = what === 'faults' ? terminal.complain : terminal.say;
  const written = await write(path, faults);
  speak(say(sentences[what], { n: faults.length }));
  for (const fault of faults.slice(0, SHOWN)) speak(lineOf(fault));
  if (faults.length > SHOWN)
    speak(say(sentences.more, { n: faults.length - SHOWN, where: written ?? '', indent: '  ' }));
  else if (written !== undefined) speak(`  → ${written}`);
}

/** A fault, one line a language: where, what stands there, and why it is wrong. */
export function lineOf({ file, row, column, value, zh, en }: Fault): string {
  const at = (line: string): string =>
    [file, ...(row === null ? [] : [line]), ...(column === null ? [] : [column])].join(' ');
  const what = value === '' ? '' : ` “${value}”`;
  return inBoth({ zh: `${at(`第${row}行`)}${what}：${zh}`, en: `${at(`row ${row}`)}${what}: ${en}` }, '  ');
}

/**
 * Shows the commands that the platform refused: where they come from, about whom, and what the platform said. The
 * command and the code stand after the sentence, for who looks them up.
 */
export function showRefused(terminal: Terminal, refused: readonly Refused[], nameOf: NameOf): void {
  if (refused.length === 0) return;
  terminal.complain(say(sentences.refused, { n: refused.length }));
  for (const { command, problem } of refused.slice(0, SHOWN)) {
    const places = placesOf(command.source ? [command.source] : []);
    const of = nameOf(command.subject);
    const { zh, en } = refusalWording(problem.code, problem.detail);
    const said = (problem.detail ?? zh).slice(0, LONGEST);
    const at = (language: keyof Wording): string =>
      [places[language], of[language]].filter((part) => part !== '').join(language === 'zh' ? '，' : ', ');
    const look = { zh: `（命令${command.name}，代码${problem.code}）`, en: ` (${command.name}, ${problem.code})` };
    terminal.complain(inBoth({ zh: `${at('zh')}：${said}${look.zh}`, en: `${at('en')}: ${en}${look.en}` }, '  '));
  }
  if (refused.length > SHOWN)
    terminal.complain(say(sentences.moreRefused, { n: refused.length - SHOWN, indent: '  ' }));
}

/** A place that cannot be written is no reason to stop. */
async function write(path: string, faults: readonly Fault[]): Promise<string | undefined> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.csv`, faultsText(faults));
    await writeFile(`${path}.json`, `${JSON.stringify(faults, null, 1)}\n`);
    return `${path}.csv, ${path}.json`;
  } catch {
    return undefined;
  }
}
