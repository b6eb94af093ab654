import { type ActivityKind, activityKinds } from '@zhibu/contracts';
import { type Day, periodOf } from '@zhibu/kernel';
import { canonicalDay, codeCell, countCell, dayCell, foreignIdCell, oneOf } from '../reading/cell.rules.ts';
import type { Fault } from '../fault.ts';
import { cellFault, type Column, type Sheet, type SheetRow, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';

/** 组织生活: one activity as the smart-party-building system (智慧党建) exports it. */
export interface ActivityRow {
  readonly row: number;
  readonly externalId: string;
  readonly branchCode: string;
  readonly kind: ActivityKind;
  readonly heldOn: Day;
  readonly attendance: number;
}

export const activityColumns: readonly Column[] = [
  { name: 'externalId', rule: foreignIdCell(128), need: 'cell' },
  { name: 'branchCode', rule: codeCell, need: 'cell' },
  { name: 'kind', rule: oneOf(activityKinds, 'activity-kind-unknown'), need: 'cell' },
  { name: 'heldOn', rule: dayCell, canonical: canonicalDay, need: 'cell' },
  { name: 'attendance', rule: countCell, need: 'cell' },
];

/** Reads the activities of a period; one external id is one activity. */
export function readActivities(
  table: Table,
  period: string,
): { readonly sheet: Sheet; readonly rows: readonly ActivityRow[] } {
  const sheet = sheetOf(table, activityColumns);
  const seen = new Map<string, number>();
  const judged = withFaults(
    sheet,
    sheet.rows.flatMap((row) => rowFault(sheet, row, { period, seen }) ?? []),
  );
  return { sheet: judged, rows: judged.rows.map(activityOf) };
}

function rowFault(
  sheet: Sheet,
  row: SheetRow,
  { period, seen }: { readonly period: string; readonly seen: Map<string, number> },
): Fault | undefined {
  const before = seen.get(row.cell('externalId'));
  if (before !== undefined)
    return cellFault(sheet, row, { code: 'activity-duplicate', column: 'externalId', detail: String(before) });
  seen.set(row.cell('externalId'), row.row);
  if (periodOf(row.cell('heldOn')) === period) return undefined;
  return cellFault(sheet, row, { code: 'activity-outside-period', column: 'heldOn', detail: period });
}

function activityOf(row: SheetRow): ActivityRow {
  const kind = activityKinds.find((known) => known === row.cell('kind'));
  if (!kind) throw new Error(`row ${row.row} was let through with kind ${row.cell('kind')}`);
  return {
    row: row.row,
    externalId: row.cell('externalId'),
    branchCode: row.cell('branchCode'),
    kind,
    heldOn: row.cell('heldOn'),
    attendance: Number(row.cell('attendance')),
  };
}
