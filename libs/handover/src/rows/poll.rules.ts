import type { EditionContent } from '@zhibu/contracts';
import { codeCell, countCell } from '../reading/cell.rules.ts';
import type { Fault } from '../fault.ts';
import { cellFault, type Column, type Sheet, type SheetRow, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';

/** 测评: how the members and masses of a branch answered. */
export interface PollRow {
  readonly row: number;
  readonly branchCode: string;
  readonly ballots: number;
  /** What the row says; an option that only another edition has may be left empty. */
  readonly answers: Readonly<Record<string, number>>;
}

/** What may be answered in the poll of an edition. */
export const optionsOf = (edition: EditionContent): readonly string[] => Object.keys(edition.poll?.scores ?? {});

export function pollColumns(editions: readonly EditionContent[]): readonly Column[] {
  const polled = editions.map(optionsOf).filter((options) => options.length > 0);
  const ofAll = (option: string): boolean => polled.every((options) => options.includes(option));
  return [
    { name: 'branchCode', rule: codeCell, need: 'cell' },
    { name: 'ballots', rule: countCell, need: 'cell' },
    ...[...new Set(polled.flat())].map((name): Column => ({
      name,
      rule: countCell,
      need: ofAll(name) ? 'cell' : 'none',
    })),
  ];
}

/** Reads the polls; the options are those of the editions, and a column of any other is wrong. */
export function readPolls(
  table: Table,
  editions: readonly EditionContent[],
): { readonly sheet: Sheet; readonly rows: readonly PollRow[] } {
  const sheet = sheetOf(table, pollColumns(editions), 'option-unknown');
  const options = [...new Set(editions.flatMap(optionsOf))];
  const seen = new Map<string, number>();
  const judged = withFaults(
    sheet,
    sheet.rows.flatMap((row) => rowFault(sheet, row, { options, seen }) ?? []),
  );
  return { sheet: judged, rows: judged.rows.map((row) => pollOf(row, options)) };
}

function rowFault(
  sheet: Sheet,
  row: SheetRow,
  { options, seen }: { readonly options: readonly string[]; readonly seen: Map<string, number> },
): Fault | undefined {
  const branchCode = row.cell('branchCode');
  const before = seen.get(branchCode);
  if (before !== undefined)
    return cellFault(sheet, row, { code: 'poll-duplicate', column: 'branchCode', detail: String(before) });
  seen.set(branchCode, row.row);
  const { ballots, answers } = pollOf(row, options);
  if (ballots === 0) return cellFault(sheet, row, { code: 'ballots-zero', column: 'ballots' });
  const sum = Object.values(answers).reduce((total, count) => total + count, 0);
  return sum === ballots
    ? undefined
    : cellFault(sheet, row, { code: 'ballots-sum', column: 'ballots', detail: String(sum) });
}

function pollOf(row: SheetRow, options: readonly string[]): PollRow {
  return {
    row: row.row,
    branchCode: row.cell('branchCode'),
    ballots: Number(row.cell('ballots')),
    answers: Object.fromEntries(
      options.flatMap((option) => (row.cell(option) === '' ? [] : [[option, Number(row.cell(option))]])),
    ),
  };
}
