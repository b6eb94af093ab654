import { describe, expect, it } from '@jest/globals';
import { csvText, inertCell, isFault, readTable, type Table } from './table.ts';
import { textOf } from './text.ts';

/** GB18030 of a text, found by asking the decoder for every pair of bytes. */
function gb18030(text: string): Uint8Array {
  const pairs = new Map<string, readonly number[]>();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      pairs.set(decoder.decode(Uint8Array.from([lead, trail])), [lead, trail]);
  }
  return Uint8Array.from(
    [...text].flatMap((char) => (char < '\u0080' ? [char.charCodeAt(0)] : [...(pairs.get(char) ?? [])])),
  );
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function table(text: string): Table {
  const read = readTable('a.csv', bytes(text));
  if (isFault(read)) throw new Error(read.code);
  return read;
}

function faultCode(content: Uint8Array): string {
  const read = readTable('a.csv', content);
  return isFault(read) ? read.code : 'read';
}

describe('the encodings that spreadsheets save', () => {
  const text = 'code,name\n1,市委办公室“第一”党支部\n';

  it('reads UTF-8 with and without BOM, and GB18030, as the same text', () => {
    expect(textOf(bytes(text))).toBe(text);
    expect(textOf(bytes(`\ufeff${text}`))).toBe(text);
    expect(textOf(gb18030(text))).toBe(text);
  });

  it('says of UTF-16 and of broken text that it is neither', () => {
    expect(faultCode(Uint8Array.from([0xff, 0xfe, 0x61, 0x00]))).toBe('encoding-unknown');
    expect(faultCode(Uint8Array.from([0x61, 0xff, 0xff]))).toBe('encoding-unknown');
    expect(faultCode(Uint8Array.from([0xef, 0xbb, 0xbf, 0xff]))).toBe('encoding-unknown');
  });
});

describe('rows as a spreadsheet counts them', () => {
  const rowsOf = (text: string): readonly (readonly [number, string])[] =>
    table(text).rows.map(({ row, raw }) => [row, raw[0] ?? '']);

  it('counts the heading as 1, blank rows too, and a cell of several lines once', () => {
    expect(rowsOf('a,b\n1,x\n\n,\n"2\nstill 2",y\n3,z\n')).toEqual([
      [2, '1'],
      [5, '2\nstill 2'],
      [6, '3'],
    ]);
  });

  it('takes any line ending, also mixed, and empty lines at the end', () => {
    expect(rowsOf('a\r\n1\n2\r3\r\n\r\n\r\n')).toEqual([
      [2, '1'],
      [3, '2'],
      [4, '3'],
    ]);
  });

  it('reads quoted commas and doubled quotes, and takes a stray quote as it stands', () => {
    expect(table('a,b\n"x,""y""",z"z\n').rows[0]?.raw).toEqual(['x,"y"', 'z"z']);
  });

  it('names the row in which a quote was opened and never closed', () => {
    expect(table('a\n1\n"2\n3\n').faults).toMatchObject([{ code: 'quote-not-closed', row: 3, column: 'a' }]);
  });

  it.each([
    [';', 'branchCode;vetoCode\nB1;V1\n'],
    ['Tab', 'branchCode\tvetoCode\nB1\tV1\n'],
    ['，', 'branchCode，vetoCode\nB1，V1\n'],
    ['；', '"branchCode"；"vetoCode"\n'],
  ])('says once that cells are separated by %s', (name, text) => {
    const read = readTable('a.csv', bytes(text));
    expect(isFault(read) ? [read.code, read.row, read.zh.includes(name)] : []).toEqual(['separator-wrong', 1, true]);
  });

  it('refuses a file without a heading', () => {
    for (const text of ['', '\n\n', ',,\n1,2\n']) expect(faultCode(bytes(text))).toBe('file-empty');
  });
});

describe('what is written for a spreadsheet', () => {
  it('is UTF-8 with BOM and quoted where it must be, and reads back as it was', () => {
    const rows = [
      ['a', 'b'],
      ['x,"y"', 'two\nlines'],
    ];
    const read = table(csvText(rows));
    expect([read.header, ...read.rows.map(({ raw }) => raw)]).toEqual(rows);
    expect(csvText(rows).startsWith('\ufeff')).toBe(true);
  });

  it.each(['=1+1', '+1', '-1', '@A1', '\t=1', '\r=1', ' =1', '＝1', '\u00a0=1'])(
    'holds no cell that is run as a formula: %j',
    (cell) => {
      expect(inertCell(cell)).toBe(`'${cell}`);
    },
  );

  it('leaves other cells alone', () => {
    for (const cell of ['党建+政务', '990100-SZGW', '82.74', '']) expect(inertCell(cell)).toBe(cell);
  });
});
