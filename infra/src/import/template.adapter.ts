import type { EditionContent } from '@zhibu/contracts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WrongArguments } from '../client/arguments.adapter.ts';
import type { Terminal } from '../client/terminal.adapter.ts';
import { activityColumns } from './activity.rules.ts';
import { fiveBasicsColumns } from './five-basics.rules.ts';
import { fileKinds, type FileKind, fileName } from './file.rules.ts';
import { readEdition } from './folder.adapter.ts';
import { pollColumns } from './poll.rules.ts';
import { ratingColumns } from './rating.rules.ts';
import { registerColumns } from './register.rules.ts';
import { lineOf } from './report.adapter.ts';
import type { Column } from './sheet.ts';
import { csvText } from './table.ts';
import { vetoColumns } from './veto.rules.ts';
import { columnWords, fileWords, say, sentences } from './vocabulary.ts';

/** The poll's columns are an edition's; where none is named, those of the demonstration's. */
const demonstrationEdition = fileURLToPath(new URL('../../demo/editions/classification-2022.json', import.meta.url));

/** Writes the files that an import reads, headings only, and beside them what each column holds (说明.md). */
export async function writeTemplates(
  folder: string,
  given: { readonly edition: string | undefined; readonly period: string },
  terminal: Terminal,
): Promise<void> {
  const edition = await readEdition(given.edition ?? demonstrationEdition);
  if (!('content' in edition)) throw new WrongArguments(edition.map(lineOf).join('\n'));
  const columns = columnsOf(edition.content);
  await mkdir(folder, { recursive: true });
  for (const kind of fileKinds) {
    await writeFile(join(folder, fileName(kind, given.period)), csvText([columns[kind].map(({ name }) => name)]));
  }
  await writeFile(join(folder, '说明.md'), explanation(columns, edition.content, given.period));
  terminal.say(say(sentences.templates, { where: folder }));
}

function columnsOf(edition: EditionContent): Readonly<Record<FileKind, readonly Column[]>> {
  return {
    register: registerColumns,
    activities: activityColumns,
    'five-basics': fiveBasicsColumns,
    ratings: ratingColumns(edition),
    polls: pollColumns(edition),
    vetoes: vetoColumns(edition),
  };
}

function explanation(
  columns: Readonly<Record<FileKind, readonly Column[]>>,
  { title }: EditionContent,
  period: string,
): string {
  const needs = { cell: '必填', column: '可空', none: '此列可省' };
  const parts = fileKinds.map((kind) =>
    [
      `## ${fileName(kind, period)} ${fileWords[kind]}`,
      '',
      '| 列 | 是否必填 | 内容 |',
      '|---|---|---|',
      ...columns[kind].map(
        ({ name, need }) =>
          `| ${name} | ${needs[need]} | ${columnWords[`${kind}.${name}`] ?? columnWords[name] ?? '选择此项的票数'} |`,
      ),
      '',
    ].join('\n'),
  );
  return `# 导入文件说明（${title}）\n\n文件用 CSV UTF-8 或 GB18030 编码保存；列的先后不限，列名不得改动；数字用半角。\n\n${parts.join('\n')}`;
}
