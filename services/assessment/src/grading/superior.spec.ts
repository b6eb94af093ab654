import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { basis, subject } from '../testing/examples.ts';
import {
  assignment,
  closed,
  complete,
  decided,
  facts,
  gradeBranch,
  graded,
  hashedInputs,
  rated,
} from '../testing/histories.ts';
import { gradingDecider } from './grading.decider.ts';

const grading = specification(gradingDecider);
const determine = (grade: string): GradingCommand => ({
  name: 'DetermineGrade',
  data: { ...subject, grade, reason: '群众反映', basis },
});
const revise: GradingCommand = { name: 'ReviseGrade', data: { ...subject, reason: '更正', basis } };

it('lets a superior determine otherwise, the computed grade staying visible', () => {
  const before = graded(complete);
  const determined: GradingEvent = {
    type: 'GradeDetermined',
    data: {
      ...assignment,
      grade: 'two',
      label: '二星',
      standing: 'ordinary',
      focus: false,
      effectiveOn: '2022-12-31',
      computedGrade: 'three',
      score: '94.00',
      inputsHash: hashedInputs(before),
      reason: '群众反映',
      basis,
    },
  };
  grading
    .given(...before)
    .when(determine('two'), facts)
    .then(determined);
  grading
    .given(...before, determined)
    .when(determine('two'), facts)
    .thenNothing();
  grading
    .given(...before, determined)
    .when(gradeBranch, facts)
    .thenNothing();
  grading
    .given(...before, determined, rated('above', '20'))
    .when(gradeBranch, facts)
    .thenRefused('GRADE_DETERMINED');
});

it('revises after the round is closed: computed anew, with effect in the past if told so', () => {
  const corrected = [...graded(complete), rated('above', '20')];
  expect(
    decided(
      corrected,
      { name: 'ReviseGrade', data: { ...revise.data, reason: '更正', basis, effectiveOn: '2022-07-01' } },
      closed,
    ),
  ).toMatchObject([
    { type: 'GradeRevised', data: { score: '89.00', grade: 'two', effectiveOn: '2022-07-01', reason: '更正', basis } },
  ]);
});

it('revises what a superior had determined, and then records nothing for the same again', () => {
  const before = graded(complete);
  const determined = [...before, ...decided(before, determine('one'))];
  const revised = [...determined, ...decided(determined, revise)];
  expect(revised.at(-1)).toMatchObject({ type: 'GradeRevised', data: { grade: 'three' } });
  grading
    .given(...revised)
    .when(revise, facts)
    .thenNothing();
});

it.each<[string, readonly GradingEvent[], GradingCommand, string]>([
  ['determining what was never computed', complete, determine('two'), 'GRADE_NOT_COMPUTED'],
  ['revising what was never computed', complete, revise, 'GRADE_NOT_COMPUTED'],
  ['determining a grade that the edition has not', graded(complete), determine('five'), 'GRADE_UNKNOWN'],
])('refuses %s', (...[, history, command, code]) => {
  grading
    .given(...history)
    .when(command, facts)
    .thenRefused(code);
});
