import type { EditionContent } from '@zhibu/contracts';
import { fileKinds, type FileKind, fileName } from '../reading/file.rules.ts';
import type { Column } from '../reading/sheet.ts';
import { csvText } from '../reading/table.ts';
import { activityColumns } from '../rows/activity.rules.ts';
import { fiveBasicsColumns } from '../rows/five-basics.rules.ts';
import { inspectionColumns } from '../rows/inspection.rules.ts';
import { peopleColumns, peopleFile } from '../rows/people.rules.ts';
import { pollColumns } from '../rows/poll.rules.ts';
import { ratingColumns } from '../rows/rating.rules.ts';
import { registerColumns } from '../rows/register.rules.ts';
import { sixHavesColumns } from '../rows/six-haves.rules.ts';
import { vetoColumns } from '../rows/veto.rules.ts';
import { columnWords, fileWords, peopleWords } from './vocabulary.ts';

/** The files of a period, headings only, and beside them what each column holds (说明.md), by name. */
export function templateFiles(edition: EditionContent, period: string): ReadonlyMap<string, string> {
  const columns = columnsOf(edition);
  return new Map([
    ...fileKinds.map((kind): [string, string] => [
      fileName(kind, period),
      csvText([columns[kind].map(({ name }) => name)]),
    ]),
    [peopleFile, csvText([peopleColumns.map(({ name }) => name)])],
    ['说明.md', explanation(columns, edition, period)],
  ]);
}

function columnsOf(edition: EditionContent): Readonly<Record<FileKind, readonly Column[]>> {
  return {
    register: registerColumns,
    activities: activityColumns,
    'five-basics': fiveBasicsColumns,
    ratings: ratingColumns([edition]),
    polls: pollColumns([edition]),
    vetoes: vetoColumns([edition]),
    'six-haves': sixHavesColumns,
    inspections: inspectionColumns,
  };
}

function explanation(
  columns: Readonly<Record<FileKind, readonly Column[]>>,
  { title }: EditionContent,
  period: string,
): string {
  const needs = { cell: '必填', column: '可空', none: '此列可省' };
  const explained = (of: string, heading: string, listed: readonly Column[]): string =>
    [
      `## ${heading}`,
      '',
      '| 列 | 是否必填 | 内容 |',
      '|---|---|---|',
      ...listed.map(
        ({ name, need }) =>
          `| ${name} | ${needs[need]} | ${columnWords[`${of}.${name}`] ?? columnWords[name] ?? '选择此项的票数'} |`,
      ),
      '',
    ].join('\n');
  const parts = [
    ...fileKinds.map((kind) => explained(kind, `${fileName(kind, period)} ${fileWords[kind]}`, columns[kind])),
    explained('people', `${peopleFile} ${peopleWords}`, peopleColumns),
  ];
  return `# 导入文件说明（${title}）\n\n文件用 CSV UTF-8 或 GB18030 编码保存；列的先后不限，列名不得改动；数字用半角。\n\n${parts.join('\n')}`;
}
