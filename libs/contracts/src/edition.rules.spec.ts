import { expect, it } from '@jest/globals';
import { editionContent, type EditionContent } from './edition.ts';
import { editionTerms, isProblem, problemFrom } from './edition.rules.ts';

const silent = editionContent.parse({
  title: '标准',
  scheme: 'classification',
  sector: 'organ',
  documentNo: '示例〔2022〕1号',
  effectiveFrom: '2022-01-01',
  grades: [
    { code: 'best', label: '示范', min: 95, standing: 'leading' },
    { code: 'good', label: '先进', min: 90, standing: 'leading' },
    { code: 'last', label: '后进', min: 0, standing: 'lagging' },
  ],
  raters: [
    { code: 'self', label: '自评', kind: 'itemised', weight: 0.5 },
    { code: 'members', label: '测评', kind: 'poll', weight: 0 },
    { code: 'above', label: '上级', kind: 'itemised', weight: 0.5 },
  ],
  aspects: [
    {
      aspect: 'a',
      label: '方面',
      items: [
        { code: 'small', text: '小项', points: 1.5, scoring: 'deduction' },
        { code: 'large', text: '大项', points: 98.5, scoring: 'deduction' },
      ],
    },
  ],
  bonus: { cap: 0, items: [] },
  gates: [],
  vetoes: [],
  quotas: [{ grade: 'good', maxShare: 0.4 }],
});
const saying = (terms: Partial<EditionContent>): EditionContent => ({ ...silent, ...terms });

it('says what an edition leaves unsaid: branches, quotas over the committee, half a year, leading grades, itemised raters', () => {
  expect(editionTerms(silent)).toEqual({
    subjects: ['branch'],
    quotas: [{ grade: 'good', maxShare: 0.4, per: 'committee', fromBranches: 5, ofFewer: 1 }],
    exempt: { livedLessThanMonths: 6, forms: [] },
    notice: { grades: ['best', 'good'], workingDays: 5 },
    problems: { raters: ['self', 'above'], fromPoints: '1', fromShare: '0.5' },
  });
});

it('says what an edition says, part by part', () => {
  const terms = editionTerms(
    saying({
      subjects: ['general-branch'],
      quotas: [{ grade: 'good', maxShare: 0.4, per: 'unit', fromBranches: 3, ofFewer: 0 }],
      exempt: { forms: ['temporary'] },
      notice: { grades: ['best'] },
      problems: { raters: ['above'], fromPoints: 2 },
    }),
  );
  expect(terms).toEqual({
    subjects: ['general-branch'],
    quotas: [{ grade: 'good', maxShare: 0.4, per: 'unit', fromBranches: 3, ofFewer: 0 }],
    exempt: { livedLessThanMonths: 6, forms: ['temporary'] },
    notice: { grades: ['best'], workingDays: 5 },
    problems: { raters: ['above'], fromPoints: '2', fromShare: '0.5' },
  });
});

it.each([
  [1.5, '0.75'],
  [2, '1'],
  [98.5, '1'],
  [0.1, '0.05'],
])('names a problem of an item of %s points from %s points lost on', (points, expected) => {
  expect(problemFrom(silent, points)).toBe(expected);
});

it.each<[string, { item: string; rater: string; pointsLost: string }, boolean]>([
  ['just below the point', { item: 'large', rater: 'self', pointsLost: '0.99' }, false],
  ['the point itself', { item: 'large', rater: 'self', pointsLost: '1.00' }, true],
  ['just below half of the item', { item: 'small', rater: 'above', pointsLost: '0.74' }, false],
  ['half of the item', { item: 'small', rater: 'above', pointsLost: '0.75' }, true],
  ['a rater who names no problems', { item: 'large', rater: 'members', pointsLost: '9' }, false],
  ['an item of no edition', { item: 'other', rater: 'self', pointsLost: '9' }, false],
])('a loss of %s', (_what, loss, expected) => {
  expect(isProblem(silent, loss)).toBe(expected);
});

it('takes no loss for a problem where the threshold is nothing and nothing was lost', () => {
  const always = saying({ problems: { fromPoints: 0 } });
  expect(isProblem(always, { item: 'large', rater: 'self', pointsLost: '0' })).toBe(false);
  expect(isProblem(always, { item: 'large', rater: 'self', pointsLost: '0.01' })).toBe(true);
});

it('takes only the raters that the edition names', () => {
  const named = saying({ problems: { raters: ['above'] } });
  expect(isProblem(named, { item: 'large', rater: 'self', pointsLost: '5' })).toBe(false);
  expect(isProblem(named, { item: 'large', rater: 'above', pointsLost: '5' })).toBe(true);
});
