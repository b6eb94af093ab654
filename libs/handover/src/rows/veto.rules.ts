import type { EditionContent } from '@zhibu/contracts';
import { codeCell, oneOf } from '../reading/cell.rules.ts';
import { type Column, type Sheet, sheetOf } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';

export interface VetoRow {
  readonly row: number;
  readonly branchCode: string;
  readonly veto: string;
}

export function vetoColumns(editions: readonly EditionContent[]): readonly Column[] {
  return [
    { name: 'branchCode', rule: codeCell, need: 'cell' },
    {
      name: 'vetoCode',
      rule: oneOf(
        editions.flatMap(({ vetoes }) => vetoes.map(({ code }) => code)),
        'veto-unknown',
      ),
      need: 'cell',
    },
  ];
}

/** Reads the vetoes; the codes are those of the editions. */
export function readVetoes(
  table: Table,
  editions: readonly EditionContent[],
): { readonly sheet: Sheet; readonly rows: readonly VetoRow[] } {
  const sheet = sheetOf(table, vetoColumns(editions));
  return {
    sheet,
    rows: sheet.rows.map((row) => ({ row: row.row, branchCode: row.cell('branchCode'), veto: row.cell('vetoCode') })),
  };
}
