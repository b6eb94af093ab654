/** A record of a CSV file: the cells of a row. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** As the file has it, without its line break; only of a line in doubt. */
  readonly text?: string;
  /** The row in which a mark stands out of place: whether this line is a row or text of that cell is in doubt. */
  readonly openedIn?: number;
}

/** A quotation mark that opens a cell and is not closed before a separator, a line's end or the end of the file. */
export interface MarkFault {
  readonly code: 'quote-misplaced' | 'quote-not-closed';
  readonly row: number;
  /** Which cell of the row, from 0. */
  readonly cell: number;
  readonly text: string;
}

/** The records of a text, and where its marks are out of place. */
export interface Reading {
  readonly records: readonly CsvRecord[];
  readonly faults: readonly MarkFault[];
  /** Every word in the lines in doubt: whose code is among them may have lost rows. */
  readonly doubtful: ReadonlySet<string>;
}

const MARK = '"';
const SEPARATOR = ',';

/**
 * Reads a text as CSV, whatever its line breaks. From a mark out of place to the end of the line on which its cell
 * would end, each line becomes a record in doubt; after it reading goes on as usual.
 */
export function readRecords(text: string): Reading {
  const records: CsvRecord[] = [];
  const faults: MarkFault[] = [];
  const doubtful = new Set<string>();
  for (let at = 0; at < text.length;) {
    const read = recordAt(text, at);
    const until = read.wrong ? afterLine(text, read.end) : read.end;
    const wrong = read.wrong ?? swallowed(text.slice(at, until), records[0]);
    if (wrong) {
      const openedIn = records.length + 1;
      faults.push({ ...wrong, row: openedIn });
      for (const line of linesOf(text.slice(at, until))) records.push({ cells: cellsOf(line), text: line, openedIn });
      for (const word of wordsOf(text.slice(at, until))) doubtful.add(word);
    } else records.push({ cells: read.cells });
    at = until;
  }
  return { records, faults, doubtful };
}

/** What may be a cell in a text of which nobody can say what separates it. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .split(/[",;\t；，|\r\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

type Wrong = Omit<MarkFault, 'row'>;

interface RecordRead {
  readonly cells: readonly string[];
  /** Where the next record begins; of a wrong one the place at which that was seen. */
  readonly end: number;
  readonly wrong?: Wrong;
}

function recordAt(text: string, from: number): RecordRead {
  const cells: string[] = [];
  for (let at = from; ;) {
    const cell = text[at] === MARK ? quotedCell(text, at) : plainCell(text, at);
    if (cell.wrong)
      return {
        cells,
        end: cell.end,
        wrong: { code: cell.wrong, cell: cells.length, text: text.slice(at, endOfLine(text, at)) },
      };
    cells.push(cell.text);
    if (text[cell.end] !== SEPARATOR) return { cells, end: afterLine(text, cell.end) };
    at = cell.end + 1;
  }
}

interface CellRead {
  readonly text: string;
  /** Where the separator or the line break after it stands. */
  readonly end: number;
  readonly wrong?: MarkFault['code'];
}

/** A mark inside of a cell that none opens is text. */
function plainCell(text: string, from: number): CellRead {
  let end = from;
  while (end < text.length && text[end] !== SEPARATOR && !isBreak(text, end)) end += 1;
  return { text: text.slice(from, end), end };
}

function quotedCell(text: string, from: number): CellRead {
  let close = text.indexOf(MARK, from + 1);
  while (close >= 0 && text[close + 1] === MARK) close = text.indexOf(MARK, close + 2);
  if (close < 0) return { text: '', end: text.length, wrong: 'quote-not-closed' };
  const end = close + 1;
  if (end < text.length && text[end] !== SEPARATOR && !isBreak(text, end))
    return { text: '', end, wrong: 'quote-misplaced' };
  return { text: text.slice(from + 1, close).replaceAll(MARK + MARK, MARK), end };
}

/**
 * A cell of several lines that would each be a whole row by themselves: two marks that do not belong together look
 * like this, and what stands between them would be lost.
 */
function swallowed(text: string, heading: CsvRecord | undefined): Wrong | undefined {
  const lines = linesOf(text);
  const [first = '', ...later] = lines;
  if (!heading || later.length === 0 || heading.cells.length < 2) return undefined;
  const isRow = (line: string): boolean => isAsLong(cellsOf(line), heading.cells.length);
  if (!isRow(first) || !later.some(isRow)) return undefined;
  const cell = cellsOf(first).findLastIndex((part) => part.startsWith(MARK));
  return { code: 'quote-misplaced', cell, text: cellsOf(first).slice(cell).join(SEPARATOR) };
}

/** Empty cells that a spreadsheet left at the end do not count. */
const isAsLong = (cells: readonly string[], length: number): boolean =>
  cells.length >= length && cells.slice(length).every((cell) => cell.trim() === '');

const cellsOf = (line: string): readonly string[] => line.split(SEPARATOR);
const linesOf = (text: string): readonly string[] => text.replace(/(?:\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/);
const isBreak = (text: string, at: number): boolean => text[at] === '\n' || text[at] === '\r';

function endOfLine(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isBreak(text, end)) end += 1;
  return end;
}

function afterLine(text: string, from: number): number {
  const end = endOfLine(text, from);
  return text.startsWith('\r\n', end) ? end + 2 : end + 1;
}
