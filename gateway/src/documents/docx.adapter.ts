import {
  AlignmentType,
  convertMillimetersToTwip as millimetres,
  Document,
  DocumentGridType,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  type ISectionOptions,
  Table as DocxTable,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { type Drafted, footOf, type Letter, type Part, type Table } from './paper.ts';
import { faces, fontTable, propertiesOf } from './docx-parts.ts';
import { settled } from './settled-archive.ts';

/** In half points: 二号, 三号, 小四, 四号, 小五. */
const sizes = { title: 44, body: 32, table: 21, number: 28, foot: 15 } as const;
/** A4 with the margins of GB/T 9704, 5.2: 22 lines of 28 characters in 225 × 156 mm. */
const page = { width: 210, height: 297, top: 37, bottom: 35, left: 28, right: 26 } as const;
const LINES = 22;
const LINE = Math.floor(millimetres(page.height - page.top - page.bottom) / LINES);
const TWIPS_A_CHARACTER = 320;
const FOOTER_MM = 18;
/** Wider columns hold names and sentences, which begin at the left. */
const CENTRED_BELOW = millimetres(30);

type Face = keyof typeof faces;
const fontOf = (face: Face) => ({ ascii: faces[face].name, eastAsia: faces[face].name, hAnsi: faces[face].name });

interface Written {
  readonly face: Face;
  readonly size: number;
}
const run = (text: string, { face, size }: Written): TextRun => new TextRun({ text, font: fontOf(face), size });
const body: Written = { face: 'body', size: sizes.body };
const line = { line: LINE, lineRule: LineRuleType.EXACT } as const;

/** A letter as a file of Word, by the layout of GB/T 9704; the same draft has the same bytes. */
export async function docxOf(drafted: Drafted, letter: Letter): Promise<Buffer> {
  const footers = { default: footer(drafted, 'right'), even: footer(drafted, 'left') };
  const document = new Document({
    creator: 'zhibu',
    title: letter.title,
    evenAndOddHeaderAndFooters: true,
    sections: [
      { properties: section(PageOrientation.PORTRAIT), footers, children: pageOne(letter) },
      ...letter.annexes.map((annex, index) => ({
        properties: section(PageOrientation.PORTRAIT),
        footers,
        children: annexOf(annex, letter.annexes.length > 1 ? String(index + 1) : ''),
      })),
    ],
  });
  const overrides = [
    { path: 'docProps/core.xml', data: propertiesOf(drafted, letter) },
    { path: 'word/fontTable.xml', data: fontTable() },
  ];
  return settled(await Packer.toBuffer(document, false, overrides));
}

const section = (
  orientation: (typeof PageOrientation)[keyof typeof PageOrientation],
): NonNullable<ISectionOptions['properties']> => ({
  grid: { type: DocumentGridType.LINES, linePitch: LINE },
  page: {
    size: { orientation, width: millimetres(page.width), height: millimetres(page.height) },
    margin: {
      top: millimetres(page.top),
      bottom: millimetres(page.bottom),
      left: millimetres(page.left),
      right: millimetres(page.right),
      footer: millimetres(FOOTER_MM),
    },
  },
});

function pageOne({ title, to, parts, signature, annexes }: Letter): readonly Paragraph[] {
  const empty = new Paragraph({ spacing: line, children: [] });
  return [
    empty,
    ...centred(title),
    empty,
    ...(to === undefined ? [] : [new Paragraph({ spacing: line, children: [run(`${to}：`, body)] })]),
    ...parts.map(partOf),
    ...(annexes.length > 0 ? [empty] : []),
    ...annexes.map((annex, index) => indented(annexLine(annex.title, index, annexes.length))),
    empty,
    empty,
    ...[signature, '    年    月    日'].map(
      (text) =>
        new Paragraph({
          spacing: line,
          alignment: AlignmentType.RIGHT,
          indent: { right: 4 * TWIPS_A_CHARACTER },
          keepLines: true,
          children: [run(text, body)],
        }),
    ),
  ];
}

const annexLine = (title: string, index: number, count: number): string =>
  `${index === 0 ? '附件：' : '　　　'}${count > 1 ? `${index + 1}．` : ''}${title}`;

const centred = (title: string): readonly Paragraph[] =>
  title
    .split('\n')
    .map(
      (text) =>
        new Paragraph({
          spacing: { line: Math.round(LINE * 1.2), lineRule: LineRuleType.AT_LEAST },
          alignment: AlignmentType.CENTER,
          children: [run(text, { face: 'title', size: sizes.title })],
        }),
    );

const partOf = ({ kind, text }: Part): Paragraph =>
  kind === 'heading' ? indented(text, { face: 'heading', size: sizes.body }, true) : indented(text);

/** Two characters in, as every paragraph of a letter is. */
const indented = (text: string, written: Written = body, keepNext = false): Paragraph =>
  new Paragraph({
    keepNext,
    spacing: line,
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: 2 * TWIPS_A_CHARACTER },
    children: [run(text, written)],
  });

function annexOf({ title, note, columns, rows }: Table, number: string): readonly (Paragraph | DocxTable)[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const room = millimetres(page.width - page.left - page.right);
  const widths = columns.map(({ width }) => Math.floor((room * width) / total));
  const row = (cells: readonly (string | number)[], tableHeader: boolean): TableRow =>
    new TableRow({
      tableHeader,
      cantSplit: true,
      children: cells.map((text, index) => cellOf(String(text), widths[index] ?? 0, tableHeader)),
    });
  return [
    new Paragraph({ spacing: line, children: [run(`附件${number}`, { face: 'heading', size: sizes.body })] }),
    ...centred(title),
    ...(note === undefined
      ? []
      : [
          new Paragraph({
            spacing: line,
            alignment: AlignmentType.CENTER,
            children: [run(note, { face: 'body', size: 24 })],
          }),
        ]),
    new DocxTable({
      width: { size: room, type: WidthType.DXA },
      columnWidths: widths,
      rows: [
        row(
          columns.map(({ heading }) => heading),
          true,
        ),
        ...rows.map((cells) => row(cells, false)),
      ],
    }),
    new Paragraph({ children: [] }),
  ];
}

const cellOf = (text: string, width: number, isHeading: boolean): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { top: 60, bottom: 60, left: 60, right: 60 },
    children: [
      new Paragraph({
        alignment: isHeading || width < CENTRED_BELOW ? AlignmentType.CENTER : AlignmentType.LEFT,
        children: [run(text, { face: isHeading ? 'heading' : 'body', size: sizes.table })],
      }),
    ],
  });

/** The number of the page, outside; below it the moment and the hash. */
function footer(drafted: Drafted, side: 'left' | 'right'): Footer {
  const number = { font: fontOf('number'), size: sizes.number };
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: { [side]: TWIPS_A_CHARACTER },
        children: [new TextRun({ ...number, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
      new Paragraph({ children: [run(footOf(drafted), { face: 'number', size: sizes.foot })] }),
    ],
  });
}
