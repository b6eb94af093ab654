import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { aStandard, factsUnder, type GradingFacts, published, subject } from '../testing/examples.ts';
import {
  assignment,
  closed,
  complete,
  decided,
  edition,
  facts,
  gradeBranch,
  graded,
  hashedInputs,
  matched,
  opened,
  polled,
  rated,
} from '../testing/histories.ts';
import { gradingDecider } from './grading.decider.ts';

const grading = specification(gradingDecider);
const vetoed: GradingEvent = { type: 'VetoRecorded', data: { ...subject, veto: 'Z2', effectiveOn: '2023-02-01' } };

it('grades with everything that led there', () => {
  const inputsHash = hashedInputs(graded(complete));
  expect(inputsHash).toMatch(/^[0-9a-f]{64}$/);
  grading
    .given(...complete)
    .when(gradeBranch, facts)
    .then({
      type: 'BranchGraded',
      data: {
        ...assignment,
        grade: 'three',
        label: '三星',
        standing: 'leading',
        focus: true,
        effectiveOn: '2022-12-31',
        score: '94.00',
        computedGrade: 'three',
        scoreGrade: 'three',
        totals: [
          { rater: 'own', label: '自己', kind: 'itemised', weight: '0.25', total: '96' },
          { rater: 'crowd', label: '大家', kind: 'poll', weight: '0.25', total: '100' },
          { rater: 'above', label: '上级', kind: 'itemised', weight: '0.5', total: '90' },
        ],
        decidedBy: { kind: 'score', codes: [] },
        gates: [],
        vetoes: [],
        next: null,
        findings: [
          { item: 'T1', aspect: 'tidy', rater: 'own', pointsLost: '4' },
          { item: 'T1', aspect: 'tidy', rater: 'above', pointsLost: '10' },
        ],
        inputsHash,
      },
    });
});

it('caps points lost at the item’s points', () => {
  const lost = [opened, rated('own', '4'), rated('above', '45'), polled(10), matched];
  expect(decided(lost, gradeBranch)).toMatchObject([
    { data: { score: '79.00', findings: [{ pointsLost: '4' }, { pointsLost: '40' }] } },
  ]);
});

it('lets a gate cap the grade, strictly beyond its bound, and says what the next grade would have needed', () => {
  const satisfied = [opened, rated('own', '0'), rated('above', '0'), matched];
  expect(decided([...satisfied, polled(8)], gradeBranch)).toMatchObject([
    { data: { grade: 'three', decidedBy: { kind: 'score' } } },
  ]);
  expect(decided([...satisfied, polled(7)], gradeBranch)).toMatchObject([
    {
      data: {
        score: '92.50',
        scoreGrade: 'three',
        grade: 'two',
        decidedBy: { kind: 'gate', codes: ['A'] },
        gates: [{ code: 'A', measured: '0.7000', bound: '< 0.8', lowered: true }],
        next: {
          grade: 'three',
          label: '三星',
          pointsShort: '0',
          blockedBy: [{ kind: 'gate', code: 'A', measured: '0.7000', bound: '< 0.8' }],
        },
      },
    },
  ]);
});

it('names the gates that held without lowering anything', () => {
  const poor = [opened, rated('own', '40'), rated('above', '40'), polled(5), matched];
  expect(decided(poor, gradeBranch)).toMatchObject([
    {
      data: {
        score: '57.50',
        grade: 'one',
        decidedBy: { kind: 'score', codes: [] },
        gates: [{ code: 'A', lowered: false }],
        next: { grade: 'two', pointsShort: '2.5', blockedBy: [] },
      },
    },
  ]);
});

it('gives the last grade under any veto, and the computed one once it is withdrawn', () => {
  const before = graded([...complete, vetoed]);
  expect(before.at(-1)).toMatchObject({
    data: {
      grade: 'one',
      scoreGrade: 'three',
      standing: 'lagging',
      decidedBy: { kind: 'veto', codes: ['Z2'] },
      vetoes: [{ veto: 'Z2', says: '长期停摆', effectiveOn: '2023-02-01', eventId: 'event-6' }],
      next: { grade: 'two', pointsShort: '0', blockedBy: [{ kind: 'veto', code: 'Z2', says: '长期停摆' }] },
    },
  });
  const withdrawn: GradingEvent = { type: 'VetoWithdrawn', data: { ...subject, veto: 'Z2', reason: '查无此事' } };
  expect(decided([...before, withdrawn], gradeBranch)).toMatchObject([
    { type: 'BranchGraded', data: { grade: 'three' } },
  ]);
});

it('names every input of a weighted rater and of a gate that is missing', () => {
  expect(() => decided([opened, rated('own', '1')], gradeBranch)).toThrow(
    expect.objectContaining({
      code: 'INPUTS_MISSING',
      details: expect.objectContaining({ missing: ['poll', 'rating:above', 'data-match'] }),
    }),
  );
});

it('asks nothing of a rater without weight', () => {
  const [own, ...others] = edition.content.raters;
  const lopsided = published(
    aStandard({
      raters: [own, ...others]
        .flatMap((rater) => rater ?? [])
        .map((rater) =>
          rater.code === 'own' ? { ...rater, weight: 0 } : rater.code === 'above' ? { ...rater, weight: 0.75 } : rater,
        ),
    }),
  );
  const history = [opened, rated('above', '0'), polled(10), matched];
  expect(decided(history, gradeBranch, factsUnder(lopsided))).toMatchObject([{ data: { score: '100.00' } }]);
});

it('records nothing for the same inputs again, also after the round is closed', () => {
  grading
    .given(...graded(complete))
    .when(gradeBranch, facts)
    .thenNothing();
  grading
    .given(...graded(complete), rated('own', '4'))
    .when(gradeBranch, closed)
    .thenNothing();
});

it('grades anew when inputs changed before the round is closed, and not after', () => {
  const corrected = [...graded(complete), rated('above', '20')];
  expect(decided(corrected, gradeBranch)).toMatchObject([
    { type: 'BranchGraded', data: { score: '89.00', grade: 'two' } },
  ]);
  grading
    .given(...corrected)
    .when(gradeBranch, closed)
    .thenRefused('ROUND_CLOSED');
});

it('says, where it may not grade anew, what a revision would make of the inputs', () => {
  expect(refusedWith([...graded(complete), rated('above', '20')], closed)).toMatchObject({
    before: { score: '94.00', label: '三星' },
    after: { score: '89.00', label: '二星' },
  });
  expect(Object.keys(refusedWith(complete, closed))).toEqual(['roundId']);
});

function refusedWith(history: readonly GradingEvent[], given: GradingFacts): object {
  try {
    decided(history, gradeBranch, given);
  } catch (error) {
    if (error instanceof Refusal) return error.details;
  }
  return {};
}

it.each<[string, readonly GradingEvent[], GradingCommand, GradingFacts, string]>([
  ['grading before the grading is opened', [], gradeBranch, factsUnder(null), 'GRADING_NOT_OPENED'],
  [
    'a grade in effect before its period',
    complete,
    { name: 'GradeBranch', data: { ...subject, effectiveOn: '2021-12-31' } },
    facts,
    'EFFECTIVE_BEFORE_PERIOD',
  ],
])('refuses %s', (...[, history, command, given, code]) => {
  grading
    .given(...history)
    .when(command, given)
    .thenRefused(code);
});
