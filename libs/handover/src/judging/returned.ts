import { type Fault, fault } from '../fault.ts';
import { fileKinds, type FileKind, fileName } from '../reading/file.rules.ts';
import { type Remainder, remainderFile } from '../reading/folder.ts';
import { csvLine, csvText, inertCell } from '../reading/table.ts';
import type { Handover } from './handover.ts';
import type { Rejection } from './reject.rules.ts';

/** How many rows go back. */
export function rejectedRows({ rows }: Rejection): number {
  return [...rows.values()].reduce((sum, ofFile) => sum + ofFile.size, 0);
}

/**
 * What goes back, by file name: files of the same names and headings, so that they, once mended, are taken in by the
 * same command; beside them why.
 */
export function returnedFiles(
  handover: Handover,
  { rejection, faults }: { readonly rejection: Rejection; readonly faults: readonly Fault[] },
): ReadonlyMap<string, string> {
  return new Map([
    ...fileKinds.flatMap((kind): [string, string][] => {
      const text = rejectedText(handover, rejection, kind);
      return text === undefined ? [] : [[fileName(kind, handover.period), text]];
    }),
    [remainderFile, `${JSON.stringify(remainderOf(handover, rejection), null, 2)}\n`],
    ['faults.csv', faultsText([...faults, ...alongFaults(handover, rejection)])],
  ]);
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
  const returned = table.rows.filter(({ row }) => back.has(row));
  // A row in doubt goes back as it stands: written anew, its mark would be taken for text of the cell.
  return (
    csvText([table.header]) +
    returned.map(({ raw, text }) => (text === undefined ? csvLine(raw) : `${text}\r\n`)).join('')
  );
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
      'six-haves': of('six-haves'),
      inspections: of('inspections'),
    },
  };
}

/** Why good rows go back too. */
function alongFaults({ period, sheets }: Handover, { rows }: Rejection): readonly Fault[] {
  return [...rows].flatMap(([kind, ofFile]) =>
    (sheets.get(kind)?.allRows ?? []).flatMap(({ row, cell, openedIn }): Fault[] => {
      const why = ofFile.get(row);
      if (why === undefined || why === 'wrong') return [];
      const column = kind === 'register' ? 'code' : 'branchCode';
      const detail = String(openedIn ?? '');
      return [fault(why, { file: fileName(kind, period), row, column, value: cell(column), detail })];
    }),
  );
}
