import { type EditionContent, SUPERIOR_RATER } from '@zhibu/contracts';
import { compare, exact } from '@zhibu/kernel';
import { amountCell, codeCell, evidenceCell, lineCell, onOneLine, oneOf, partsOf } from '../reading/cell.rules.ts';
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
const [SHORTEST_NOTE, LONGEST_NOTE] = [10, 500];
const EVIDENCE_FROM = '3';

/** A rating is one command: the contract takes so many entries. */
const MOST_ROWS = 2000;

/** The raters who rate item by item, as the edition has them. */
export const itemisedRaters = (edition: EditionContent): readonly string[] =>
  edition.raters.filter(({ kind }) => kind === 'itemised').map(({ code }) => code);

export function ratingColumns(editions: readonly EditionContent[]): readonly Column[] {
  const items = editions.flatMap(({ aspects, bonus }) => [...aspects.flatMap(({ items: own }) => own), ...bonus.items]);
  return [
    { name: 'branchCode', rule: codeCell, need: 'cell' },
    { name: 'rater', rule: oneOf(editions.flatMap(itemisedRaters), 'rater-unknown'), need: 'cell' },
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

/** Reads the ratings; wrong is a row that is wrong by every edition, for its branch's own is not known yet. */
export function readRatings(
  table: Table,
  editions: readonly EditionContent[],
): { readonly sheet: Sheet; readonly rows: readonly RatingRow[] } {
  const sheet = sheetOf(table, ratingColumns(editions));
  const terms = editions.map(ratingTerms);
  const faults = sheet.rows.flatMap((row) => rowFault(sheet, row, terms) ?? []);
  const warnings = sheet.rows.flatMap((row) => byEvery(terms, (one) => bonusWarning(one, ratingOf(row))) ?? []);
  const judged = withFaults(
    sheet,
    [...faults, ...crowds(sheet)],
    warnings.map((warning) => fault(warning.code, { file: table.file, ...warning })),
  );
  const rows = judged.rows.map(ratingOf);
  return { sheet: withFaults(judged, [], unfounded(table.file, rows)), rows };
}

/** How many deductions of the superior lack what a branch may ask for: a warning each, with the number. */
function unfounded(file: string, rows: readonly RatingRow[]): readonly Fault[] {
  const deductions = rows.filter(({ rater, deduction }) => rater === SUPERIOR_RATER && deduction !== undefined);
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

/** What an edition lets a row of ratings say. */
export interface RatingTerms {
  readonly raters: ReadonlySet<string>;
  /** By item: the points of one that is a bonus, null of any other. */
  readonly items: ReadonlyMap<string, number | null>;
}

/** The raters and items of an edition, looked up once. */
export function ratingTerms(edition: EditionContent): RatingTerms {
  const among = edition.aspects.flatMap(({ items }) => items);
  return {
    raters: new Set(itemisedRaters(edition)),
    items: new Map([
      ...among.map(({ code, points, scoring }) => [code, scoring === 'bonus' ? points : null] as const),
      ...edition.bonus.items.map(({ code, points }) => [code, points] as const),
    ]),
  };
}

/** What is wrong, or odd, with a row of ratings by an edition, and in which row and cell. */
export interface RatingFault {
  readonly code: FaultCode;
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly detail?: string;
}

/** What is wrong with a row by an edition; undefined: nothing. */
export function ratingFault({ raters, items }: RatingTerms, rating: RatingRow): RatingFault | undefined {
  const { row, rater, item, deduction, bonus } = rating;
  if (!raters.has(rater)) return { code: 'rater-unknown', row, column: 'rater', value: rater };
  const points = items.get(item);
  if (points === undefined) return { code: 'item-unknown', row, column: 'itemCode', value: item };
  if (deduction !== undefined && points !== null)
    return { code: 'deduction-misplaced', row, column: 'deduction', value: deduction };
  if (bonus !== undefined && points === null) return { code: 'bonus-misplaced', row, column: 'bonus', value: bonus };
  return undefined;
}

/** A bonus above the points of its item by an edition: it counts as those. */
export function bonusWarning({ items }: RatingTerms, { row, item, bonus }: RatingRow): RatingFault | undefined {
  const points = items.get(item) ?? undefined;
  if (points === undefined || bonus === undefined || compare(exact(bonus), exact(points)) <= 0) return undefined;
  return { code: 'bonus-above-points', row, column: 'bonus', value: bonus, detail: String(points) };
}

/** The first finding where every edition leads to one; undefined: by one of them there is none. */
function byEvery(
  terms: readonly RatingTerms[],
  judged: (one: RatingTerms) => RatingFault | undefined,
): RatingFault | undefined {
  const found = terms.map(judged);
  return found.includes(undefined) ? undefined : found[0];
}

function rowFault(sheet: Sheet, row: SheetRow, terms: readonly RatingTerms[]): Fault | undefined {
  if ((row.cell('deduction') !== '') === (row.cell('bonus') !== ''))
    return cellFault(sheet, row, { code: 'deduction-or-bonus', column: 'deduction' });
  const found = byEvery(terms, (one) => ratingFault(one, ratingOf(row)));
  return found && fault(found.code, { file: sheet.table.file, ...found });
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
    evidence: partsOf(row.cell('evidence')),
  };
}
