import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, fault } from './fault.ts';
import { fileKinds, type FileKind, fileName } from './file.rules.ts';
import { type Remainder, remainderFile } from './folder.adapter.ts';
import type { Handover } from './handover.ts';
import type { Rejection } from './reject.rules.ts';
import { csvText, inertCell } from './table.ts';

/** The rejects stand where nothing of the user's would be written over. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

/** How many rows go back. */
export function rejectedRows({ rows }: Rejection): number {
  return [...rows.values()].reduce((sum, ofFile) => sum + ofFile.size, 0);
}

/**
 * Writes what goes back: files of the same names and headings, so that the folder, once mended, is imported by the same
 * command; beside them why. A folder that has something else in it is left alone.
 * @throws FolderTaken when `stated` names such a folder
 */
export async function writeRejects(
  handover: Handover,
  { rejection, faults }: { readonly rejection: Rejection; readonly faults: readonly Fault[] },
  where: { readonly folder: string; readonly stated: boolean },
): Promise<string> {
  const files = new Map([
    ...fileKinds.flatMap((kind): [string, string][] => {
      const text = rejectedText(handover, rejection, kind);
      return text === undefined ? [] : [[fileName(kind, handover.period), text]];
    }),
    [remainderFile, `${JSON.stringify(remainderOf(handover, rejection), null, 2)}\n`],
    ['faults.csv', faultsText([...faults, ...alongFaults(handover, rejection)])],
  ]);
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? where.folder : `${where.folder}-${number}`;
    if (await isFree(folder, files)) return write(folder, files);
    if (where.stated) throw new FolderTaken(folder);
  }
}

/** Faults as a table for a spreadsheet. */
export function faultsText(faults: readonly Fault[]): string {
  const heading = ['file', 'row', 'column', 'value', 'code', '原因', 'reason'];
  const rows = faults.map(({ file, row, column, value, code, zh, en }) =>
    [file, row === null ? '' : String(row), column ?? '', value, code, zh, en].map(inertCell),
  );
  return csvText([heading, ...rows]);
}

function rejectedText({ sheets }: Handover, { rows, branches }: Rejection, kind: FileKind): string | undefined {
  const table = sheets.get(kind)?.table;
  const back = rows.get(kind);
  if (!table || !back || (back.size === 0 && (branches.get(kind)?.size ?? 0) === 0)) return undefined;
  const raw = table.rows.filter(({ row }) => back.has(row)).map((row) => row.raw);
  return csvText([table.header, ...raw]);
}

function remainderOf({ period, edition, sheets }: Handover, { branches }: Rejection): Remainder {
  const of = (kind: FileKind): string[] => (sheets.has(kind) ? [...(branches.get(kind) ?? [])].toSorted() : []);
  return {
    format: 1,
    period,
    scheme: edition.scheme,
    branches: {
      register: of('register'),
      activities: of('activities'),
      'five-basics': of('five-basics'),
      ratings: of('ratings'),
      polls: of('polls'),
      vetoes: of('vetoes'),
    },
  };
}

/** Why good rows go back too. */
function alongFaults({ period, sheets }: Handover, { rows }: Rejection): readonly Fault[] {
  return [...rows].flatMap(([kind, ofFile]) =>
    (sheets.get(kind)?.allRows ?? []).flatMap(({ row, cell }): Fault[] => {
      const why = ofFile.get(row);
      if (why === undefined || why === 'wrong') return [];
      const column = kind === 'register' ? 'code' : 'branchCode';
      return [fault(why, { file: fileName(kind, period), row, column, value: cell(column) })];
    }),
  );
}

async function isFree(folder: string, files: ReadonlyMap<string, string>): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const text = files.get(name);
    if (text === undefined || (await readFile(join(folder, name), 'utf8')) !== text) return false;
  }
  return true;
}

async function write(folder: string, files: ReadonlyMap<string, string>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return folder;
}
