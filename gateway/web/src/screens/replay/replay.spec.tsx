import { describe, expect, it } from '@jest/globals';
import { inputsOf } from './inputs-table.part.tsx';
import { changeAt, checksOf, givenBy, isDecision, type Rated, type Span, stepIn } from './steps.ts';

const at = (minute: number): string => `2023-01-10T02:0${minute}:00.000Z`;
const step = (eventId: string, type: string, minute: number, effectiveOn: string | null = null) => ({
  eventId,
  type,
  recordedAt: at(minute),
  effectiveOn,
  says: '评分',
});
const rated = (eventId: string, superior: string, score: string): Rated => ({
  label: '先进',
  standing: 'leading',
  score,
  period: '2022',
  totals: [
    { rater: 'self', label: '支部自评', weight: '0.20', total: '96.00' },
    { rater: 'superior', label: '上级党组织评定', weight: '0.50', total: superior },
  ],
  gates: [{ code: 'G1', says: '满意度低于90%', measured: '0.8750', bound: '< 0.9', lowered: true }],
  vetoes: [],
  decision: { eventId, reason: null, basis: null },
});
const DAY = '2022-12-31';
const steps = [
  step('a', 'RatingSubmitted', 0),
  step('b', 'BranchGraded', 1, DAY),
  step('c', 'RatingSubmitted', 2),
  step('d', 'GradeRevised', 3, DAY),
  step('e', 'GradeDetermined', 4, '2023-06-01'),
  step('f', 'DeterminationWithdrawn', 5, '2023-06-01'),
  step('g', 'GradeRevised', 6, '2021-12-31'),
];
/** What a decision gave, on the days and as known in the minutes from the first to, and without, the last. */
const span = (
  [from, to]: readonly [string, string | null],
  [first, last]: readonly [number, number | undefined],
  rating: Rated,
): Span => ({ from, to, knownFrom: at(first), knownTo: last === undefined ? null : at(last), rating });
const spans = [
  span([DAY, null], [1, 3], rated('b', '88.00', '93.20')),
  span([DAY, '2023-06-01'], [3, undefined], rated('d', '80.00', '89.20')),
  span(['2023-06-01', null], [3, 4], rated('d', '80.00', '89.20')),
  span(['2023-06-01', null], [4, 5], rated('e', '80.00', '99.00')),
  span(['2023-06-01', null], [5, undefined], rated('d', '80.00', '89.20')),
  span(['2021-12-31', DAY], [6, undefined], rated('g', '70.00', '70.00')),
];

describe('a step', () => {
  it('decides, or is a fact', () =>
    expect(steps.map(isDecision)).toEqual([false, true, false, true, true, true, true]));

  it('leads, on the day that it is about, from what was known before it to what was known with it', () => {
    const scores = steps.map((_, index) => {
      const { before, after } = changeAt(steps, index, spans);
      return [before?.score, after?.score];
    });
    expect(scores).toEqual([
      [undefined, undefined],
      [undefined, '93.20'],
      ['93.20', '93.20'],
      ['93.20', '89.20'],
      ['89.20', '99.00'],
      // What was determined is withdrawn: what had been graded holds again.
      ['99.00', '89.20'],
      // An earlier year is revised, and this one is not.
      [undefined, '70.00'],
    ]);
  });

  it('gives a grade, or none', () =>
    expect(['b', 'f', 'a'].map((id) => givenBy(id, spans)?.score)).toEqual(['93.20', undefined, undefined]));

  it('is the one that the address names, or the last', () =>
    expect(['?step=2', '', '?step=9', '?step=0', '?step=x'].map((search) => stepIn(search, 4))).toEqual([
      1, 3, 3, 3, 3,
    ]));
});

describe('the data that a decision was computed from', () => {
  it('shows what has changed since the one before, and nothing else', () => {
    const changed = inputsOf(rated('d', '80.00', '89.20'), rated('b', '88.00', '93.20')).filter(
      ({ was }) => was !== undefined,
    );
    expect(changed.map(({ label, was, value }) => [label, was, value])).toEqual([
      ['上级党组织评定 × 50%', '88.00', '80.00'],
      ['得分', '93.20', '89.20'],
    ]);
  });

  it('has nothing to compare with at first', () => {
    const inputs = inputsOf(rated('b', '88.00', '93.20'), undefined);
    expect(inputs.every(({ was }) => was === undefined)).toBe(true);
    expect(inputs.map(({ value }) => value)).toContain('87.5%，等次因此受限');
  });
});

describe('the checks', () => {
  const outcomes = (agrees: boolean, intact: boolean, kept: boolean) =>
    checksOf({ agreesWithReadModel: agrees, chainIntact: intact, chainKept: kept }).map(({ outcome }) => outcome);

  it('hold where all agrees, and fail each by itself', () => {
    expect(outcomes(true, true, true)).toEqual(['held', 'held']);
    expect(outcomes(false, true, true)).toEqual(['failed', 'held']);
    expect(outcomes(true, false, true)).toEqual(['held', 'failed']);
  });

  it('are not held where the store keeps no chain', () =>
    expect(outcomes(true, false, false)).toEqual(['held', 'unknown']));
});
