import writeExcelFile, { type Cell as ExcelCell, type Sheet } from 'write-excel-file/node';
import { type Cell, type Drafted, footOf, type Sheets, type Table } from './paper.ts';
import { linesOf, piecesOf } from './row-pieces.ts';
import { settled } from './settled-archive.ts';

const FACE = { fontFamily: '宋体', fontSize: 11 } as const;
const BORDER = { borderStyle: 'thin', borderColor: '#000000' } as const;
/** Widths are counted in Latin characters, of which a Chinese one is as wide as two, and a little goes to the border. */
const LATIN_A_CHARACTER = 2.1;
/** So many characters of 11 points fit beside each other on A4 across. */
const ROOM = 72;
const NARROWEST = 3;
/** Wider columns hold sentences, which begin at the left. */
const CENTRED_UP_TO = 7;
const POINTS_A_LINE = 15;
const POINTS_AROUND = 5;
/** Excel shows no row higher. */
const HIGHEST = 409;
/** So many lines a row shows for certain: a word that is not divided may take one more. */
const LINES_A_ROW = Math.floor((HIGHEST - POINTS_AROUND) / POINTS_A_LINE) - 2;
const LONGEST_NAME = 31;
/** Title, note and columns stay where rows go on. */
const HEAD_ROWS = 3;

/** Tables as a file of Excel; text stays text, whatever it begins with, and the same draft has the same bytes. */
export async function xlsxOf(drafted: Drafted, { tables }: Sheets): Promise<Buffer> {
  const names = namesOf(tables);
  const sheets = tables.map((table, index): Sheet<never> => {
    const widths = widthsOf(table);
    return {
      sheet: names[index] ?? '',
      orientation: 'landscape',
      stickyRowsCount: HEAD_ROWS,
      columns: widths.map((width) => ({ width: width * LATIN_A_CHARACTER })),
      data: [
        ...headOf(table, widths),
        ...table.rows.flatMap((row) => piecesOf(row, widths, LINES_A_ROW).map((piece) => rowOf(piece, widths))),
        footOfTable(drafted, table),
      ],
    };
  });
  return settled(await writeExcelFile(sheets, { ...FACE, features: [onePageWide] }).toBuffer());
}

/** Columns as they fit on a page: what does not goes on in the next line of its cell. */
function widthsOf({ columns }: Table): readonly number[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  return columns.map(({ width }) => Math.max(NARROWEST, (width * Math.min(ROOM, total)) / total));
}

const spanning = (value: string, { columns }: Table, style: object): ExcelCell[] => [
  { value, type: String, format: '@', columnSpan: columns.length, wrap: true, alignVertical: 'center', ...style },
  ...columns.slice(1).map(() => null),
];

const headOf = (table: Table, widths: readonly number[]): ExcelCell[][] => [
  spanning(table.title, table, { fontSize: 18, align: 'center', height: 32 }),
  spanning(table.note ?? '', table, { align: 'left', height: heightOf([table.note ?? ''], [total(widths)]) }),
  rowOf(
    table.columns.map(({ heading }) => heading),
    widths,
    { fontWeight: 'bold', align: 'center' },
  ),
];

const footOfTable = (drafted: Drafted, table: Table): ExcelCell[] =>
  spanning(footOf(drafted), table, { fontSize: 9, align: 'left', height: 2 * POINTS_A_LINE });

function rowOf(cells: readonly Cell[], widths: readonly number[], style: object = {}): ExcelCell[] {
  const height = heightOf(cells, widths);
  return cells.map((value, index) => ({
    ...written(value),
    wrap: true,
    height,
    alignVertical: 'center',
    align: (widths[index] ?? 0) > CENTRED_UP_TO ? 'left' : 'center',
    ...BORDER,
    ...style,
  }));
}

/** A text is written as one and stays one when it is edited: `@` is Excel's format for what is never run. */
const written = (value: Cell) =>
  typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' };

/** As high as the cell with the most lines. */
function heightOf(cells: readonly Cell[], widths: readonly number[]): number {
  const lines = cells.map((value, index) => linesOf(String(value), widths[index] ?? NARROWEST));
  return Math.min(HIGHEST, Math.max(1, ...lines) * POINTS_A_LINE + POINTS_AROUND);
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);

/** A name of a sheet has no character that Excel keeps for itself, and is no other's. */
function namesOf(tables: readonly Table[]): readonly string[] {
  return tables.map(({ title }, index) => {
    const plain = title.replace(/[\\/?*[\]:\n]/g, ' ').slice(0, LONGEST_NAME - 3);
    return tables.findIndex((other) => other.title === title) === index ? plain : `${plain} ${index + 1}`;
  });
}

/** In inches. */
const MARGINS = { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 } as const;
const ofPages: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  pageSetup: { paperSize: 9, fitToWidth: 1, fitToHeight: 0 },
  pageMargins: MARGINS,
};

/** Printed, a table is A4 and as wide as a page, however many pages long. */
const onePageWide = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (content: string): string =>
          content.replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'),
        transformElementAttributes: (tag: string, attributes: Record<string, string | number>) => ({
          ...attributes,
          ...ofPages[tag],
        }),
      },
    },
  },
};
