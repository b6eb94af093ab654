import { templateFiles } from '@zhibu/handover';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WrongArguments } from '../terminal/arguments.adapter.ts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { readEditionFile } from './folder.adapter.ts';
import { lineOf } from './report.adapter.ts';
import { say, sentences } from './vocabulary.ts';

/** The poll's columns are an edition's; where none is named, those of the demonstration's. */
const demonstrationEdition = fileURLToPath(new URL('../../demo/editions/classification-2022.json', import.meta.url));

/** Writes the files that an import reads, headings only, and beside them what each column holds (说明.md). */
export async function writeTemplates(
  folder: string,
  given: { readonly edition: string | undefined; readonly period: string },
  terminal: Terminal,
): Promise<void> {
  const edition = readEditionFile(given.edition ?? demonstrationEdition);
  if (!('content' in edition)) throw new WrongArguments(edition.map(lineOf).join('\n'));
  await mkdir(folder, { recursive: true });
  for (const [name, text] of templateFiles(edition.content, given.period)) await writeFile(join(folder, name), text);
  terminal.say(say(sentences.templates, { where: folder }));
}
