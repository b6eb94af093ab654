import type { EditionContent } from '@zhibu/contracts';
import { compare, exact } from '@zhibu/kernel';
import { amountCell, type CellRule, codeCell, lineCell, onOneLine, oneOf } from '../reading/cell.rules.ts';
import { type Fault, fault, type FaultCode } from '../fault.ts';
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
  readonly note: string | undefined;
  readonly evidence: readonly string[];
}

/** Every deduction of the superior has a note of so many characters, and from so many points on evidence (domain.md, section 4). */
const SUPERIOR = 'superior';
const [SHORTEST_NOTE, LONGEST_NOTE] = [10, 500];
const EVIDENCE_FROM = '3';
const [MOST_EVIDENCE, LONGEST_EVIDENCE] = [50, 500];

const evidenceOf = (cell: string): readonly string[] =>
  cell
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const evidenceCell: CellRule = (text) => {
  const parts = evidenceOf(text);
  if (parts.length > MOST_EVIDENCE) return { code: 'list-too-long', detail: String(MOST_EVIDENCE) };
  return parts.map(lineCell(LONGEST_EVIDENCE)).find((found) => found !== undefined);
};

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
    { name: 'note', rule: lineCell(LONGEST_NOTE), canonical: onOneLine, need: 'none' },
    { name: 'evidence', rule: evidenceCell, canonical: onOneLine, need: 'none' },
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
  const rows = judged.rows.map(ratingOf);
  return { sheet: withFaults(judged, [], unfounded(table.file, rows)), rows };
}

/** How many deductions of the superior lack what a branch may ask for: a warning each, with the number. */
function unfounded(file: string, rows: readonly RatingRow[]): readonly Fault[] {
  const deductions = rows.filter(({ rater, deduction }) => rater === SUPERIOR && deduction !== undefined);
  const isLarge = ({ deduction = '0' }: RatingRow): boolean => compare(exact(deduction), exact(EVIDENCE_FROM)) >= 0;
  const counted = (code: FaultCode, column: string, found: readonly RatingRow[]): readonly Fault[] =>
    found.length === 0 ? [] : [fault(code, { file, column, detail: String(found.length) })];
  return [
    ...counted(
      'note-missing',
      'note',
      deductions.filter(({ note = '' }) => note.length < SHORTEST_NOTE),
    ),
    ...counted(
      'evidence-missing',
      'evidence',
      deductions.filter((row) => isLarge(row) && row.evidence.length === 0),
    ),
  ];
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
    note: row.cell('note') || undefined,
    evidence: evidenceOf(row.cell('evidence')),
  };
}
