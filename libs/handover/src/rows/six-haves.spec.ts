import { describe, expect, it } from '@jest/globals';
import { sixHavesNames } from '@zhibu/contracts';
import { csvText, isFault, readTable } from '../reading/table.ts';
import type { Sheet } from '../reading/sheet.ts';
import { readSixHaves } from './six-haves.rules.ts';

const heading = ['branchCode', 'checkedOn', 'occasion', 'item', 'standing', 'instead', 'evidence', 'checkedBy'];
type Row = Readonly<Partial<Record<string, string>>>;

function read(rows: readonly Row[]): ReturnType<typeof readSixHaves> {
  const cells = rows.map((row) => heading.map((name) => row[name] ?? ''));
  const table = readTable('six-haves-2022.csv', new TextEncoder().encode(csvText([heading, ...cells])));
  if (isFault(table)) throw new Error(table.code);
  return readSixHaves(table, '2022');
}
/** A check of a branch, item by item, of which one is as told. */
const check = (differs: Row = {}, of: Row = {}): readonly Row[] =>
  sixHavesNames.map((item) => ({
    branchCode: 'B1',
    checkedOn: '2022/6/1',
    item,
    standing: 'met',
    ...of,
    ...(item === 'venue' ? differs : {}),
  }));
const found = ({ faults }: Sheet): readonly string[] =>
  faults.map(({ row, column, code }) => `${row} ${column} ${code}`);

describe('a check of the six haves', () => {
  it('is one for a branch, a day and an occasion, yearly where none is named, in the order of the six', () => {
    const function_ = { standing: 'met-by-function', instead: '与第二党支部合用', evidence: '照片；平面图' };
    const second = check({}, { checkedOn: '2022-06-20', occasion: 'acceptance', checkedBy: 'P-3' });
    const { sheet, rows } = read([...check(function_).toReversed(), ...second]);
    expect(found(sheet)).toEqual([]);
    const [venue, ...others] = sixHavesNames.map((item) => ({ item, standing: 'met' }));
    expect(rows).toEqual([
      {
        row: 2,
        rows: [2, 3, 4, 5, 6, 7],
        branchCode: 'B1',
        checkedOn: '2022-06-01',
        occasion: 'yearly',
        items: [{ ...venue, ...function_, evidence: ['照片', '平面图'] }, ...others],
        checkedBy: undefined,
      },
      {
        row: 8,
        rows: [8, 9, 10, 11, 12, 13],
        branchCode: 'B1',
        checkedOn: '2022-06-20',
        occasion: 'acceptance',
        items: [venue, ...others],
        checkedBy: 'P-3',
      },
    ]);
  });

  it.each<[string, readonly Row[], readonly string[]]>([
    ['of no such item', check({ item: 'garden' }), ['2 item six-haves-unknown', '3 item six-haves-incomplete']],
    ['of no such standing', check({ standing: 'half' }), ['2 standing standing-unknown']],
    [
      'on no such occasion',
      check({}, { occasion: 'monthly' }),
      sixHavesNames.map((_, at) => `${at + 2} occasion occasion-unknown`),
    ],
    [
      'of another year',
      check({ checkedOn: '2021-12-31' }),
      ['2 checkedOn check-outside-period', '3 item six-haves-incomplete'],
    ],
    [
      'met by function, of which nobody says how',
      check({ standing: 'met-by-function' }),
      ['2 instead instead-missing'],
    ],
    ['with an item twice', [...check(), { ...check()[0], standing: 'unmet' }], ['8 item six-haves-duplicate']],
    ['of which an item is missing', check().slice(1), ['2 item six-haves-incomplete']],
    [
      'by two persons',
      check({ checkedBy: 'P-3' }, { checkedBy: 'P-4' }),
      sixHavesNames.slice(1).map((_, at) => `${at + 3} checkedBy checked-by-another`),
    ],
    [
      'by a name',
      check({}, { checkedBy: '王小明' }),
      sixHavesNames.map((_, at) => `${at + 2} checkedBy person-invalid`),
    ],
    ['with a number of a person in it', check({ instead: '电话13800138000' }), ['2 instead personal-number']],
    ['with too much evidence', check({ evidence: Array(51).fill('照片').join(';') }), ['2 evidence list-too-long']],
  ])('%s is wrong', (...[, rows, faults]) => {
    expect(found(read(rows).sheet)).toEqual(faults);
  });

  it('names what is missing in words', () => {
    expect(read(check().slice(2)).sheet.faults.map(({ zh }) => zh)).toEqual([
      '这次检查缺少：活动场所、设施设备；“六有”须逐项登记',
    ]);
  });
});
