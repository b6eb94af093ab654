import { type Fault, faultsText } from '@zhibu/handover';
import { rm, writeFile } from 'node:fs/promises';
import { refusalWording } from '../terminal/failure.ts';
import { inBoth, type Terminal } from '../terminal/terminal.adapter.ts';
import type { Refused } from './delivery.ts';
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

/** Shows the commands that the platform refused. */
export function showRefused(terminal: Terminal, refused: readonly Refused[]): void {
  if (refused.length === 0) return;
  terminal.complain(say(sentences.refused, { n: refused.length }));
  for (const { command, problem } of refused.slice(0, SHOWN)) {
    const rows = command.source
      ? `${command.source.file}${command.source.rows
          .slice(0, 5)
          .map((row) => `:${row}`)
          .join('')}`
      : '';
    const { zh, en } = refusalWording(problem.code, problem.detail);
    const said = (problem.detail ?? zh).slice(0, LONGEST);
    const at = [rows, command.subject].filter((part) => part !== '').join(' ');
    terminal.complain(inBoth({ zh: `${at}：${said}`, en: `${at} (${command.name}): ${en} [${problem.code}]` }, '  '));
  }
  if (refused.length > SHOWN) terminal.complain(`  … +${refused.length - SHOWN}`);
}

/** Beside the folder; a place that cannot be written is no reason to stop. */
async function write(path: string, faults: readonly Fault[]): Promise<string | undefined> {
  try {
    await writeFile(`${path}.csv`, faultsText(faults));
    await writeFile(`${path}.json`, `${JSON.stringify(faults, null, 1)}\n`);
    return `${path}.csv, ${path}.json`;
  } catch {
    return undefined;
  }
}
