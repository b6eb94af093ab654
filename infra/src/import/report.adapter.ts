import { type Fault, faultsText } from '@zhibu/handover';
import { rm, writeFile } from 'node:fs/promises';
import { refusalText } from '../terminal/failure.ts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import type { Refused } from './delivery.ts';
import { say, sentences } from './vocabulary.ts';

const SHOWN = 50;
const MOST_FACTS = 400;

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
  for (const fault of faults.slice(0, SHOWN)) speak(`  ${lineOf(fault)}`);
  if (faults.length > SHOWN) speak(`  ${say(sentences.more, { n: faults.length - SHOWN, where: written ?? '' })}`);
  else if (written !== undefined) speak(`  → ${written}`);
}

/** A fault on one line: where, what stands there, and why it is wrong. */
export function lineOf({ file, row, column, value, zh, en }: Fault): string {
  const place = [file, row === null ? undefined : `第${row}行 row ${row}`, column ?? undefined].filter(
    (part) => part !== undefined,
  );
  return `${place.join(' ')}${value === '' ? '' : ` “${value}”`}: ${zh} | ${en}`;
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
    // The detail begins with the title, which the text in both languages has said already.
    const facts = (problem.detail ?? '').replace(problem.title ?? '', '').slice(0, MOST_FACTS);
    terminal.complain(
      `  ${command.name} ${command.subject} ${rows}: ${refusalText(problem.code, problem.title)} ${facts}`,
    );
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
