import {
  type CheckedItem,
  sixHaves as words,
  sixHavesNames,
  sixHavesOccasions,
  type SixHavesOccasion,
  sixHavesStandings,
  type Wording,
} from '@zhibu/contracts';
import { type Day, periodOf } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import {
  canonicalDay,
  codeCell,
  dayCell,
  evidenceCell,
  onOneLine,
  oneOf,
  partsOf,
  personCell,
  plainLineCell,
} from '../reading/cell.rules.ts';
import { cellFault, type Column, type Sheet, type SheetRow, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';

/** 六有: one check of a branch, as its rows tell it, an item a row. */
export interface CheckRow {
  /** The first of its rows. */
  readonly row: number;
  readonly rows: readonly number[];
  readonly branchCode: string;
  readonly checkedOn: Day;
  readonly occasion: SixHavesOccasion;
  /** In the order of the six. */
  readonly items: readonly CheckedItem[];
  readonly checkedBy: string | undefined;
}

export const sixHavesColumns: readonly Column[] = [
  { name: 'branchCode', rule: codeCell, need: 'cell' },
  { name: 'checkedOn', rule: dayCell, canonical: canonicalDay, need: 'cell' },
  { name: 'occasion', rule: oneOf(sixHavesOccasions, 'occasion-unknown'), need: 'none' },
  { name: 'item', rule: oneOf(sixHavesNames, 'six-haves-unknown'), need: 'cell' },
  { name: 'standing', rule: oneOf(sixHavesStandings, 'standing-unknown'), need: 'cell' },
  { name: 'instead', rule: plainLineCell(500), canonical: onOneLine, need: 'column' },
  { name: 'evidence', rule: evidenceCell, canonical: onOneLine, need: 'none' },
  { name: 'checkedBy', rule: personCell, need: 'none' },
];

/** Reads the checks of a period: each tells of every one of the six, once, and by whom it was made. */
export function readSixHaves(
  table: Table,
  period: string,
): { readonly sheet: Sheet; readonly rows: readonly CheckRow[] } {
  const sheet = sheetOf(table, sixHavesColumns);
  const single = withFaults(
    sheet,
    sheet.rows.flatMap((row) => rowFault(sheet, row, period) ?? []),
  );
  const judged = withFaults(
    single,
    [...checksIn(single.rows).values()].flatMap((rows) => checkFaults(sheet, rows)),
  );
  return { sheet: judged, rows: [...checksIn(judged.rows).values()].flatMap((rows) => checkOf(rows) ?? []) };
}

const occasionOf = ({ cell }: SheetRow): SixHavesOccasion =>
  sixHavesOccasions.find((known) => known === cell('occasion')) ?? 'yearly';

const checksIn = (rows: readonly SheetRow[]): ReadonlyMap<string, readonly SheetRow[]> =>
  Map.groupBy(rows, (row) => JSON.stringify([row.cell('branchCode'), row.cell('checkedOn'), occasionOf(row)]));

function rowFault(sheet: Sheet, row: SheetRow, period: string): Fault | undefined {
  if (periodOf(row.cell('checkedOn')) !== period)
    return cellFault(sheet, row, { code: 'check-outside-period', column: 'checkedOn', detail: period });
  const isUnsaid = row.cell('standing') === 'met-by-function' && row.cell('instead') === '';
  return isUnsaid ? cellFault(sheet, row, { code: 'instead-missing', column: 'instead' }) : undefined;
}

/** An item twice, two persons, or one of the six that no row tells of: but for one whose own row is wrong. */
function checkFaults(sheet: Sheet, rows: readonly SheetRow[]): readonly Fault[] {
  const first = rows[0];
  if (!first) return [];
  const odd = rows.flatMap((row, index) => {
    const before = rows.slice(0, index).find(({ cell }) => cell('item') === row.cell('item'));
    if (before)
      return [cellFault(sheet, row, { code: 'six-haves-duplicate', column: 'item', detail: String(before.row) })];
    const isOther = row.cell('checkedBy') !== first.cell('checkedBy');
    const place = { code: 'checked-by-another', column: 'checkedBy', detail: String(first.row) } as const;
    return isOther ? [cellFault(sheet, row, place)] : [];
  });
  const missing = sixHavesNames.filter((name) => !told(sheet, first).has(name));
  if (missing.length === 0) return odd;
  const place = { file: sheet.table.file, row: first.row, column: 'item', value: first.cell('branchCode') };
  return [...odd, fault('six-haves-incomplete', { ...place, detail: named(missing) })];
}

/** The items of a check of which there is a row, right or wrong. */
function told({ allRows }: Sheet, first: SheetRow): ReadonlySet<string> {
  const isOfIt = ({ cell }: SheetRow): boolean =>
    cell('branchCode') === first.cell('branchCode') && cell('checkedOn') === first.cell('checkedOn');
  return new Set(allRows.filter(isOfIt).map(({ cell }) => cell('item')));
}

const named = (missing: readonly string[]): Wording => ({
  zh: missing.map((name) => words[name]?.zh).join('、'),
  en: missing.map((name) => words[name]?.en).join(', '),
});

/** Undefined: a row of it goes back, and the check with it. */
function checkOf(rows: readonly SheetRow[]): CheckRow | undefined {
  const [first] = rows;
  const items = sixHavesNames.flatMap((name) => rows.find(({ cell }) => cell('item') === name) ?? []).flatMap(itemOf);
  if (!first || items.length < sixHavesNames.length) return undefined;
  return {
    row: first.row,
    rows: rows.map(({ row }) => row),
    branchCode: first.cell('branchCode'),
    checkedOn: first.cell('checkedOn'),
    occasion: occasionOf(first),
    items,
    checkedBy: first.cell('checkedBy') || undefined,
  };
}

function itemOf({ cell }: SheetRow): readonly CheckedItem[] {
  const item = sixHavesNames.find((known) => known === cell('item'));
  const standing = sixHavesStandings.find((known) => known === cell('standing'));
  if (!item || !standing) return [];
  const [instead, evidence] = [cell('instead'), partsOf(cell('evidence'))];
  return [
    {
      item,
      standing,
      ...(instead === '' ? {} : { instead }),
      ...(evidence.length === 0 ? {} : { evidence: [...evidence] }),
    },
  ];
}
