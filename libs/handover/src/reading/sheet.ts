import type { SourceReference } from '@zhibu/kernel';
import { type CellRule, unprintable } from './cell.rules.ts';
import { wordsOf } from './record.ts';
import { strangeSeparator, type Table } from './table.ts';
import { type Fault, fault, type FaultCode, type FaultPlace } from '../fault.ts';

/** What a file's heading must and may have, and what its cells must be. */
export interface Column {
  readonly name: string;
  readonly rule: CellRule;
  /** The one way in which the platform writes what may be written in several. */
  readonly canonical?: (text: string) => string;
  /** `cell`: never empty. `column`: in the heading, cells may be empty. `none`: may be missing. */
  readonly need: 'cell' | 'column' | 'none';
}

/** A row with its cells by column, trimmed; an absent column reads as empty. */
export interface SheetRow {
  readonly row: number;
  readonly cell: (column: string) => string;
  /** The row whose mark stands out of place: this one may be text of a cell of that row, and is not judged. */
  readonly openedIn: number | undefined;
}

/** A file whose heading and cells have been judged. */
export interface Sheet {
  readonly table: Table;
  /** Rows without a fault so far. */
  readonly rows: readonly SheetRow[];
  /** Every row, faulty ones and those in doubt too: to find what else goes back with them. */
  readonly allRows: readonly SheetRow[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  /** The heading does not fit: no row can be understood. */
  readonly unusable: boolean;
  /** Every word of rows of which nobody can say where a cell ends: whose code is among them may have lost one. */
  readonly doubtful: ReadonlySet<string>;
}

/** Judges a table cell by cell; `unknown` says what an unknown column is where it is not merely left out. */
export function sheetOf(table: Table, columns: readonly Column[], unknown?: FaultCode): Sheet {
  const heading = headingFaults(table, columns, unknown);
  if (heading.faults.length > 0)
    return {
      table,
      rows: [],
      allRows: [],
      ...heading,
      faults: [...heading.faults, ...table.faults],
      unusable: true,
      doubtful: table.doubtful,
    };
  const faults: Fault[] = [...table.faults];
  const allRows = rowsOf(table, columns);
  const faultsOf = rowJudge(table, columns);
  const rows = allRows.filter((row, index) => {
    if (row.openedIn !== undefined) return false;
    const found = faultsOf(row, table.rows[index]?.raw ?? []);
    faults.push(...found);
    return found.length === 0;
  });
  return { table, rows, allRows, faults, warnings: heading.warnings, unusable: false, doubtful: doubtfulIn(table) };
}

/** The words between marks out of place, and those of rows that have too few cells or too many. */
function doubtfulIn(table: Table): ReadonlySet<string> {
  const miscounted = table.rows.filter(({ raw }) => !isHeading(table, raw) && cellsBeyond(table, raw));
  return new Set([...table.doubtful, ...miscounted.flatMap(({ raw }) => wordsOf(raw.join(',')))]);
}

function rowsOf(table: Table, columns: readonly Column[]): readonly SheetRow[] {
  const places = new Map(table.header.map((name, index) => [name, index]));
  const canonical = new Map(columns.flatMap((one) => (one.canonical ? [[one.name, one.canonical] as const] : [])));
  return table.rows.map(({ row, raw, openedIn }): SheetRow => {
    const cells = raw.map((text) => text.trim());
    const cell = (column: string): string => {
      const text = cells[places.get(column) ?? -1] ?? '';
      return canonical.get(column)?.(text) ?? text;
    };
    return { row, cell, openedIn };
  });
}

/** The sheet with more faults found: their rows are no longer good. */
export function withFaults(sheet: Sheet, faults: readonly Fault[], warnings: readonly Fault[] = []): Sheet {
  const wrong = new Set(faults.map(({ row }) => row));
  return {
    ...sheet,
    rows: sheet.rows.filter(({ row }) => !wrong.has(row)),
    faults: [...sheet.faults, ...faults],
    warnings: [...sheet.warnings, ...warnings],
  };
}

/** A fault in a cell of a row of this sheet. */
export function cellFault(
  sheet: Sheet,
  row: SheetRow,
  at: { readonly code: FaultCode; readonly column: string; readonly detail?: string },
): Fault {
  const place: FaultPlace = { file: sheet.table.file, row: row.row, column: at.column, value: row.cell(at.column) };
  return fault(at.code, at.detail === undefined ? place : { ...place, detail: at.detail });
}

/** Where a decision was taken in from. */
export function sourceOf(table: Table, rows: readonly number[]): SourceReference {
  return { file: table.file, sha256: table.sha256, rows };
}

function headingFaults(
  { file, header }: Table,
  columns: readonly Column[],
  unknown: FaultCode | undefined,
): { faults: Fault[]; warnings: Fault[] } {
  const known = new Set(columns.map(({ name }) => name));
  const place = (column: string): FaultPlace => ({ file, row: 1, column, value: column });
  const strange = header.filter((name) => name !== '' && !known.has(name));
  const twice = header.filter((name, index) => name !== '' && header.indexOf(name) !== index);
  const needed = columns.filter(({ need }) => need !== 'none');
  const missing = needed.filter(({ name }) => !header.includes(name));
  // Nothing of a heading is there: what stands in its place is no column, neither known nor strange.
  if (missing.length === needed.length) {
    const detail = needed.map(({ name }) => name).join('、');
    return { faults: [fault('heading-missing', { file, row: 1, value: header.join(','), detail })], warnings: [] };
  }
  return {
    faults: [
      ...missing.map(({ name }) => fault('column-missing', place(name))),
      ...[...new Set(twice)].map((name) => fault('column-duplicate', place(name))),
      ...(unknown ? strange.map((name) => fault(unknown, place(name))) : []),
    ],
    warnings: unknown ? [] : strange.map((name) => fault('column-unknown', place(name))),
  };
}

function rowJudge(table: Table, columns: readonly Column[]): (row: SheetRow, raw: readonly string[]) => Fault[] {
  const seen = new Map<string, number>();
  return (row, raw) => {
    const place = { file: table.file, row: row.row };
    const value = raw.join(',');
    if (isHeading(table, raw)) return [fault('heading-repeated', { ...place, value })];
    if (cellsBeyond(table, raw)) return [countFault(table, raw, place)];
    const content = columns.map(({ name }) => row.cell(name)).join('\u0000');
    const before = seen.get(content);
    if (before !== undefined) return [fault('row-duplicate', { ...place, value, detail: String(before) })];
    seen.set(content, row.row);
    return columns.flatMap((column) => {
      const text = row.cell(column.name);
      const found = judged(column, text);
      return found ? [fault(found.code, { ...place, ...found, column: column.name, value: text })] : [];
    });
  };
}

const isHeading = ({ header }: Table, raw: readonly string[]): boolean =>
  header.every((name, index) => name === raw[index]?.replace('\ufeff', '').trim());

function countFault({ header }: Table, raw: readonly string[], place: FaultPlace): Fault {
  const value = raw.join(',');
  const separator = strangeSeparator(value, header.length);
  if (separator !== undefined) return fault('separator-wrong', { ...place, value, detail: separator });
  const detail = {
    zh: `本行${raw.length}格，表头${header.length}格`,
    en: `${raw.length} here, ${header.length} there`,
  };
  return fault('cell-count', { ...place, value, detail });
}

/** Too few cells, or more than the heading: empty ones that a spreadsheet left at the end do no harm. */
function cellsBeyond({ header }: Table, raw: readonly string[]): boolean {
  return raw.length < header.length || raw.slice(header.length).some((cell) => cell.trim() !== '');
}

function judged(
  { rule, need }: Column,
  value: string,
): { readonly code: FaultCode; readonly detail?: string } | undefined {
  if (value === '') return need === 'cell' ? { code: 'cell-empty' } : undefined;
  return unprintable(value) ? { code: 'control-character' } : rule(value);
}
