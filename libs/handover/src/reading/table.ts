import { sha256 } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import { type CsvRecord, type MarkFault, readRecords } from './record.ts';
import { textOf } from './text.ts';

/** A row as the file has it. */
export interface TableRow {
  /** As a spreadsheet counts it: a record is a row however many lines its cells have; blank rows count. */
  readonly row: number;
  readonly raw: readonly string[];
  /** The row whose mark stands out of place: this one may be text of a cell of that row. */
  readonly openedIn?: number;
  /** The line as the file has it; only of a row in doubt. */
  readonly text?: string;
}

/** A CSV file, read but not yet understood. */
export interface Table {
  readonly file: string;
  readonly sha256: string;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  /** Marks out of place. */
  readonly faults: readonly Fault[];
  /** Every word of the rows in doubt. */
  readonly doubtful: ReadonlySet<string>;
}

const LARGEST = 200 * 1024 * 1024;

/** Reads a CSV file in any of the encodings; a file that cannot be read whole is not read at all. */
export function readTable(file: string, bytes: Uint8Array): Table | Fault {
  if (bytes.length > LARGEST) return fault('file-too-large', { file });
  const text = textOf(bytes);
  if (text === undefined) return fault('encoding-unknown', { file });
  return separatorFault(file, text) ?? tableOf(file, text, sha256(bytes));
}

/** The whole file is separated by another sign than a comma: then so is its heading. */
function separatorFault(file: string, text: string): Fault | undefined {
  const value = text.slice(0, text.search(/[\r\n]|$/));
  const detail = value.includes(',') ? undefined : strangeSeparator(value);
  return detail === undefined ? undefined : fault('separator-wrong', { file, row: 1, value, detail });
}

function tableOf(file: string, text: string, hash: string): Table | Fault {
  const { records, faults, doubtful } = readRecords(text);
  const [header, ...rest] = records;
  if (!header || isBlank(header)) return fault('file-empty', { file, row: 1 });
  const [first] = faults;
  if (header.openedIn !== undefined && first) return markFault(file, first);
  const columns = header.cells.map((name) => name.trim());
  return {
    file,
    sha256: hash,
    header: columns,
    rows: rest.map(rowOf).filter((_, index) => !isBlank(rest[index])),
    faults: faults.map((found) => markFault(file, found, columns)),
    doubtful,
  };
}

const strangeSeparators = { ';': ';', '\t': 'Tab', '；': '；', '，': '，', '|': '|' } as const;

/** What separates cells in a line instead of a comma, by name; undefined: nothing does. @param cells at least so many */
export function strangeSeparator(line: string, cells = 2): string | undefined {
  return Object.entries(strangeSeparators).find(([sign]) => line.split(sign).length >= cells)?.[1];
}

function rowOf({ cells: raw, text, openedIn }: CsvRecord, index: number): TableRow {
  const row = index + 2;
  return openedIn === undefined || text === undefined ? { row, raw } : { row, raw, openedIn, text };
}

function markFault(file: string, { code, row, cell, text }: MarkFault, columns: readonly string[] = []): Fault {
  const column = columns[cell];
  return fault(code, { file, row, value: text, ...(column ? { column } : {}) });
}

/** Whether the reading of a table ended in a fault. */
export function isFault(read: object): read is Fault {
  return 'code' in read && 'zh' in read;
}

/** One cell of a CSV file, quoted where it must be. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A cell that no spreadsheet runs as a formula: one that would begin like one gets an apostrophe before it. */
export function inertCell(text: string): string {
  return /^[\s\u00a0\u3000\ufeff]*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
}

/** A CSV file as spreadsheets like it: UTF-8 with BOM, CRLF. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map(csvLine).join('')}`;
}

/** A row of such a file, with its line break. */
export function csvLine(row: readonly string[]): string {
  return `${row.map(csvCell).join(',')}\r\n`;
}

const isBlank = (record: CsvRecord | undefined): boolean =>
  record === undefined || record.cells.every((cell) => cell.trim() === '');
