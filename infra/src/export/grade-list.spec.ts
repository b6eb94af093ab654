import { expect, it } from '@jest/globals';
import { gradeListText, type ListedBranch } from './grade-list.lookup.ts';

const asked = { under: 'W', scheme: 'classification', period: '2022', asOf: undefined };
const branch = (name: string, rating: Partial<NonNullable<ListedBranch['rating']>> | null): ListedBranch => ({
  organization: { code: 'B1', name, parent: { name: '机关党委' } },
  rating: rating && {
    label: '先进',
    score: '96.40',
    confirmed: true,
    effectiveFrom: '2022-12-31',
    decision: { basis: '文〔2023〕1号' },
    ...rating,
  },
});
const linesOf = (branches: readonly ListedBranch[]): readonly string[] => gradeListText(branches, asked).split('\r\n');

it('is UTF-8 with BOM under Chinese headings', () => {
  const [heading, row] = linesOf([branch('第一党支部', {})]);
  expect(heading).toBe('\ufeff党支部编号,党支部名称,上级党组织,评定类别,年度,等次,得分,是否核准,生效日期,依据');
  expect(row).toBe('B1,第一党支部,机关党委,分类定级,2022,先进,96.40,已核准,2022-12-31,文〔2023〕1号');
});

it('says of a branch without a grade of the period that it is ungraded', () => {
  expect(
    linesOf([branch('甲', null)])
      .slice(1, 2)
      .map((line) => line.split(',')[5]),
  ).toEqual(['未评定']);
});

it('holds no cell that a spreadsheet would run', () => {
  expect(linesOf([branch('=HYPERLINK("http://x","y")', {})])[1]).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
});
