import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import type { EditionContent } from './edition.ts';
import { type Counted, quotaReadings } from './quota.rules.ts';

const editionId = 'stars:小〔2022〕1号';
const content: EditionContent = {
  title: '标准',
  scheme: 'stars',
  sector: 'organ',
  documentNo: '小〔2022〕1号',
  effectiveFrom: '2022-01-01',
  grades: [
    { code: 'three', label: '三星', min: 90, standing: 'leading' },
    { code: 'one', label: '一星', min: 0, standing: 'lagging' },
  ],
  raters: [],
  aspects: [],
  bonus: { cap: 0, items: [] },
  gates: [],
  vetoes: [],
  quotas: [],
};
const counted = (grade: string, unitId = 'U1'): Counted => ({ editionId, unitId, grade });
const some = (threes: number, others: number): readonly Counted[] => [
  ...Array.from({ length: threes }, () => counted('three')),
  ...Array.from({ length: others }, () => counted('one')),
];
const under = (quotas: typeof content.quotas) => ({ editionId, content: { ...content, quotas } });

describe('a quota of 40 % from 5 branches on, below that one', () => {
  it.each([
    [1, 0, 1, false],
    [1, 3, 1, false],
    [2, 2, 1, true],
    [2, 3, 2, false],
    [3, 2, 2, true],
    [2, 4, 2, false],
    [3, 3, 2, true],
  ])('%i of that grade and %i others: %i allowed', (threes, others, allowed, exceeded) => {
    const [reading] = quotaReadings(under([{ grade: 'three', maxShare: 0.4 }]), undefined, some(threes, others));
    expect(reading).toMatchObject({ branches: threes + others, count: threes, allowed, exceeded });
  });
});

it('counts exactly, as fractions do', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.integer({ min: 0, max: 1000 }), (threes, others, thousandths) => {
      const quota = { grade: 'three', maxShare: thousandths / 1000, fromBranches: 1 };
      const [reading] = quotaReadings(under([quota]), undefined, some(threes, others));
      const branches = threes + others;
      const exceeded = new Fraction(threes).compare(new Fraction(thousandths, 1000).mul(branches)) > 0;
      // Of none at all there is no share.
      expect(reading?.exceeded).toBe(branches > 0 && exceeded);
    }),
  );
});

it('counts over each group of units, and over those of none together', () => {
  const quota = { grade: 'three', maxShare: 0.5, per: 'group' as const, fromBranches: 2 };
  const groups = [
    { group: '甲组', units: ['U1', 'U2'] },
    { group: '乙组', units: ['U3'] },
  ];
  const all = [
    counted('three', 'U1'),
    counted('three', 'U2'),
    counted('three', 'U4'),
    counted('one', 'U5'),
    { ...counted('three', 'U1'), editionId: 'other' },
  ];
  expect(quotaReadings(under([quota]), groups, all)).toEqual([
    expect.objectContaining({ group: '甲组', branches: 2, count: 2, allowed: 1, exceeded: true }),
    expect.objectContaining({ group: '乙组', branches: 0, count: 0, allowed: 1, exceeded: false }),
    expect.not.objectContaining({ group: expect.anything(), exceeded: true }),
  ]);
});
