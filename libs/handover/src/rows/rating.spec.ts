import { describe, expect, it } from '@jest/globals';
import { editionContent } from '@zhibu/contracts';
import { readFileSync } from 'node:fs';
import { readRatings } from './rating.rules.ts';
import type { Sheet } from '../reading/sheet.ts';
import { csvText, isFault, readTable, type Table } from '../reading/table.ts';

const edition = editionContent.parse(
  JSON.parse(
    readFileSync(new URL('../../../../infra/demo/editions/classification-2022.json', import.meta.url), 'utf8'),
  ),
);

function tableOf(rows: readonly (readonly string[])[]): Table {
  const read = readTable('x.csv', new TextEncoder().encode(csvText(rows)));
  if (isFault(read)) throw new Error(read.code);
  return read;
}

const found = ({ faults }: Sheet): readonly string[] =>
  faults.map(({ row, column, code }) => `${row} ${column ?? ''} ${code}`);
const warned = ({ warnings }: Sheet): readonly string[] =>
  warnings.map(({ row, column, code }) => `${row} ${column ?? ''} ${code}`);

describe('a row of ratings', () => {
  const ratings = (...rows: readonly (readonly string[])[]): ReturnType<typeof readRatings> =>
    readRatings(tableOf([['branchCode', 'rater', 'itemCode', 'deduction', 'bonus'], ...rows]), [edition]);

  it.each([
    [['B1', 'members', '1.1', '1', ''], '2 rater rater-unknown'],
    [['B1', 'self', '9.9', '1', ''], '2 itemCode item-unknown'],
    [['B1', 'self', '1.1', '1', '1'], '2 deduction deduction-or-bonus'],
    [['B1', 'self', '1.1', '', ''], '2 deduction deduction-or-bonus'],
    [['B1', 'self', 'B1', '1', ''], '2 deduction deduction-misplaced'],
    [['B1', 'self', '1.1', '', '1'], '2 bonus bonus-misplaced'],
    [['B1', 'self', '1.1', '-1', ''], '2 deduction amount-negative'],
    [['B1', 'self', '1.1', '1e3', ''], '2 deduction amount-invalid'],
    [['B1', 'self', '1.1', '０．５', ''], '2 deduction amount-invalid'],
    [['', 'self', '1.1', '1', ''], '2 branchCode cell-empty'],
  ])('is wrong where it reads %j', (row, fault) => {
    expect(found(ratings(row).sheet)).toEqual([fault]);
  });

  it('may say why points were lost and by what it is shown, on as many lines as somebody wrote', () => {
    const { sheet, rows } = readRatings(
      tableOf([
        ['branchCode', 'rater', 'itemCode', 'deduction', 'bonus', 'note', 'evidence'],
        ['B1', 'superior', '1.1', '4', '', '第三季度缺2次\r\n支委会记录', '台账.pdf; 照片1.jpg；'],
        ['B1', 'superior', '1.1', '3', '', '太短', ''],
        ['B1', 'superior', '1.2', '2.99', '', '', ''],
        ['B1', 'self', '1.2', '5', '', '', ''],
        ['B1', 'superior', 'B1', '', '1', '', ''],
      ]),
      [edition],
    );
    expect([found(sheet), warned(sheet), sheet.warnings.map(({ zh }) => /\d+/.exec(zh)?.[0])]).toEqual([
      [],
      ['null note note-missing', 'null evidence evidence-missing'],
      ['2', '1'],
    ]);
    expect([rows[0]?.note, rows[0]?.evidence, rows[1]?.evidence]).toEqual([
      '第三季度缺2次 支委会记录',
      ['台账.pdf', '照片1.jpg'],
      [],
    ]);
  });

  it('has no note or evidence that cannot be kept', () => {
    const noted = (note: string, evidence: string): readonly string[] =>
      found(
        readRatings(
          tableOf([
            ['branchCode', 'rater', 'itemCode', 'deduction', 'bonus', 'note', 'evidence'],
            ['B1', 'superior', '1.1', '4', '', note, evidence],
          ]),
          [edition],
        ).sheet,
      );
    expect(noted('原'.repeat(500), 'e'.repeat(500))).toEqual([]);
    expect(noted('原'.repeat(501), '')).toEqual(['2 note too-long']);
    expect(noted('', 'e'.repeat(501))).toEqual(['2 evidence too-long']);
    expect(noted('', 'e;'.repeat(51))).toEqual(['2 evidence list-too-long']);
  });

  it('that repeats another exactly is wrong; another deduction for the same item adds up', () => {
    expect(
      found(
        ratings(['B1', 'self', '1.1', '1', ''], ['B1', 'self', '1.1', '0.5', ''], ['B1', 'self', '1.1', '1', '']).sheet,
      ),
    ).toEqual(['4  row-duplicate']);
  });

  it('with a bonus above its points is a warning', () => {
    const { sheet, rows } = ratings(['B1', 'self', 'B2', '', '9'], ['B1', 'superior', 'B2', '', '2']);
    expect([found(sheet), warned(sheet), rows.length]).toEqual([[], ['2 bonus bonus-above-points'], 2]);
  });
});
