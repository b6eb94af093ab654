import type { EditionContent } from '@zhibu/contracts';
import { compare, exact } from '@zhibu/kernel';
import { amountCell, codeCell, oneOf } from '../reading/cell.rules.ts';
import { type Fault, fault } from '../fault.ts';
import { cellFault, type Column, type Sheet, type SheetRow, sheetOf, withFaults } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';

/** A deduction or bonus of one rater for one item. */
export interface RatingRow {
  readonly row: number;
  readonly branchCode: string;
  readonly rater: string;
  readonly item: string;
  readonly deduction: string | undefined;
  readonly bonus: string | undefined;
}

/** A rating is one command: the contract takes so many entries. */
const MOST_ROWS = 2000;

/** The raters who rate item by item, as the edition has them. */
export const itemisedRaters = (edition: EditionContent): readonly string[] =>
  edition.raters.filter(({ kind }) => kind === 'itemised').map(({ code }) => code);

export function ratingColumns(edition: EditionContent): readonly Column[] {
  const items = [...edition.aspects.flatMap(({ items: own }) => own), ...edition.bonus.items];
  return [
    { name: 'branchCode', rule: codeCell, need: 'cell' },
    { name: 'rater', rule: oneOf(itemisedRaters(edition), 'rater-unknown'), need: 'cell' },
    {
      name: 'itemCode',
      rule: oneOf(
        items.map(({ code }) => code),
        'item-unknown',
      ),
      need: 'cell',
    },
    { name: 'deduction', rule: amountCell, need: 'column' },
    { name: 'bonus', rule: amountCell, need: 'column' },
  ];
}

/** Reads the ratings and judges each row by the edition. */
export function readRatings(
  table: Table,
  edition: EditionContent,
): { readonly sheet: Sheet; readonly rows: readonly RatingRow[] } {
  const sheet = sheetOf(table, ratingColumns(edition));
  const bonusPoints = bonusPointsOf(edition);
  const faults = sheet.rows.flatMap((row) => rowFault(sheet, row, bonusPoints) ?? []);
  const warnings = sheet.rows.flatMap((row) => bonusWarning(sheet, row, bonusPoints) ?? []);
  const judged = withFaults(sheet, [...faults, ...crowds(sheet)], warnings);
  return { sheet: judged, rows: judged.rows.map(ratingOf) };
}

/** The points of every item that is a bonus. */
function bonusPointsOf(edition: EditionContent): ReadonlyMap<string, number> {
  const among = edition.aspects.flatMap(({ items }) => items.filter(({ scoring }) => scoring === 'bonus'));
  return new Map([...edition.bonus.items, ...among].map(({ code, points }) => [code, points]));
}

function rowFault(sheet: Sheet, row: SheetRow, bonusPoints: ReadonlyMap<string, number>): Fault | undefined {
  const [deduction, bonus] = [row.cell('deduction') !== '', row.cell('bonus') !== ''];
  const isBonus = bonusPoints.has(row.cell('itemCode'));
  if (deduction === bonus) return cellFault(sheet, row, { code: 'deduction-or-bonus', column: 'deduction' });
  if (deduction && isBonus) return cellFault(sheet, row, { code: 'deduction-misplaced', column: 'deduction' });
  if (bonus && !isBonus) return cellFault(sheet, row, { code: 'bonus-misplaced', column: 'bonus' });
  return undefined;
}

function bonusWarning(sheet: Sheet, row: SheetRow, bonusPoints: ReadonlyMap<string, number>): Fault | undefined {
  const points = bonusPoints.get(row.cell('itemCode'));
  if (points === undefined || row.cell('bonus') === '' || compare(exact(row.cell('bonus')), exact(points)) <= 0)
    return undefined;
  return cellFault(sheet, row, { code: 'bonus-above-points', column: 'bonus', detail: String(points) });
}

function crowds(sheet: Sheet): readonly Fault[] {
  const counts = new Map<string, number>();
  const beyond: Fault[] = [];
  for (const row of sheet.rows) {
    const key = JSON.stringify([row.cell('branchCode'), row.cell('rater')]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count === MOST_ROWS + 1) {
      beyond.push(
        fault('rows-too-many', {
          file: sheet.table.file,
          row: row.row,
          column: 'rater',
          value: row.cell('rater'),
          detail: String(MOST_ROWS),
        }),
      );
    }
  }
  return beyond;
}

function ratingOf(row: SheetRow): RatingRow {
  return {
    row: row.row,
    branchCode: row.cell('branchCode'),
    rater: row.cell('rater'),
    item: row.cell('itemCode'),
    deduction: row.cell('deduction') || undefined,
    bonus: row.cell('bonus') || undefined,
  };
}
