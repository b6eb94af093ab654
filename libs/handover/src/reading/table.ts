import { sha256 } from '@zhibu/kernel';
import { CsvError, parse } from 'csv-parse/sync';
import { type Fault, fault } from '../fault.ts';
import { textOf } from './text.ts';

/** A row as the file has it. */
export interface TableRow {
  /** As a spreadsheet counts it: a record is a row however many lines its cells have; blank rows count. */
  readonly row: number;
  readonly raw: readonly string[];
}

/** A CSV file, read but not yet understood. */
export interface Table {
  readonly file: string;
  readonly sha256: string;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

const LARGEST = 200 * 1024 * 1024;

/** Reads a CSV file in any of the encodings; a file that cannot be read whole is not read at all. */
export function readTable(file: string, bytes: Uint8Array): Table | Fault {
  if (bytes.length > LARGEST) return fault('file-too-large', { file });
  const text = textOf(bytes);
  if (text === undefined) return fault('encoding-unknown', { file });
  const records = recordsOf(file, text);
  if (!Array.isArray(records)) return records;
  const [header, ...rest] = records;
  if (!header || isBlank(header)) return fault('file-empty', { file, row: 1 });
  const rows = rest.map((raw, index) => ({ row: index + 2, raw })).filter(({ raw }) => !isBlank(raw));
  return { file, sha256: sha256(bytes), header: header.map((name) => name.trim()), rows };
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
  return `\ufeff${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

function recordsOf(file: string, text: string): string[][] | Fault {
  try {
    return parse(text, {
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error['records'] ?? 0) + 1;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return fault('quote-not-closed', { file, row });
    return fault('file-unreadable', { file, row, detail: error.code });
  }
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
