import { describe, expect, it } from '@jest/globals';
import { inputsOf } from './inputs-table.part.tsx';
import { byDecision, changeAt, checksOf, isDecision, type Rated, stepIn } from './steps.ts';

const step = (eventId: string, type: string) => ({
  eventId,
  type,
  recordedAt: '2023-01-10T02:00:00.000Z',
  effectiveOn: null,
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
const steps = [
  step('a', 'RatingSubmitted'),
  step('b', 'BranchGraded'),
  step('c', 'RatingSubmitted'),
  step('d', 'GradeRevised'),
];
const known = byDecision([rated('b', '88.00', '93.20'), rated('d', '80.00', '89.20')]);

describe('a step', () => {
  it('decides, or is a fact', () => expect(steps.map(isDecision)).toEqual([false, true, false, true]));

  it('leads from the grade before it to the grade after it', () => {
    const scores = steps.map((_, index) => {
      const { before, after } = changeAt(steps, index, known);
      return [before?.score, after?.score];
    });
    expect(scores).toEqual([
      [undefined, undefined],
      [undefined, '93.20'],
      ['93.20', '93.20'],
      ['93.20', '89.20'],
    ]);
  });

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
