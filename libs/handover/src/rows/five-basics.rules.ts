import { amountCell, codeCell, oneOf } from '../reading/cell.rules.ts';
import type { Fault } from '../fault.ts';
import { cellFault, type Column, type Sheet, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import { fiveBasicsWords } from './vocabulary.ts';

/** 五个基本: what a branch reported for a field, and what the smart-party-building system says; null: nothing. */
export interface FiveBasicsRow {
  readonly row: number;
  readonly branchCode: string;
  readonly field: string;
  readonly reported: string | null;
  readonly system: string | null;
}

export const fiveBasicsColumns: readonly Column[] = [
  { name: 'branchCode', rule: codeCell, need: 'cell' },
  { name: 'field', rule: oneOf(Object.keys(fiveBasicsWords), 'field-unknown'), need: 'cell' },
  { name: 'reported', rule: amountCell, need: 'column' },
  { name: 'system', rule: amountCell, need: 'column' },
];

/** Reads the figures; a branch states a field once. */
export function readFiveBasics(table: Table): { readonly sheet: Sheet; readonly rows: readonly FiveBasicsRow[] } {
  const sheet = sheetOf(table, fiveBasicsColumns);
  const seen = new Map<string, number>();
  const faults = sheet.rows.flatMap((row): Fault[] => {
    const key = JSON.stringify([row.cell('branchCode'), row.cell('field')]);
    const before = seen.get(key);
    if (before !== undefined)
      return [cellFault(sheet, row, { code: 'field-duplicate', column: 'field', detail: String(before) })];
    seen.set(key, row.row);
    return [];
  });
  const judged = withFaults(sheet, faults);
  const figures = judged.rows.map((row) => ({
    row: row.row,
    branchCode: row.cell('branchCode'),
    field: row.cell('field'),
    reported: row.cell('reported') || null,
    system: row.cell('system') || null,
  }));
  return { sheet: judged, rows: figures };
}
