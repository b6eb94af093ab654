import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { basis, subject } from '../testing/examples.ts';
import { complete, decided, facts, gradeBranch } from '../testing/histories.ts';
import { gradingDecider } from './grading.decider.ts';

const grading = specification(gradingDecider);

it('takes over what was matched last outside gradings, unless the grading brings its own', () => {
  const fields = [
    { field: 'a', reported: '1', system: '2' },
    { field: 'b', reported: '1', system: '2' },
  ];
  const standingMatch = { source: '月度', fields };
  const without = complete.filter(({ type }) => type !== 'DataMatchRecorded');
  const taken: GradingEvent = {
    type: 'DataMatchRecorded',
    data: { ...subject, source: '月度', fields, standing: true, mismatches: fields },
  };
  const events = decided(without, gradeBranch, { ...facts, standingMatch });
  expect(events).toMatchObject([taken, { type: 'BranchGraded', data: { decidedBy: { kind: 'gate', codes: ['B'] } } }]);
  grading
    .given(...without, ...events)
    .when(gradeBranch, { ...facts, standingMatch })
    .thenNothing();
  expect(
    decided([...without, ...events], gradeBranch, { ...facts, standingMatch: { source: '月度', fields: [] } }),
  ).toMatchObject([
    { type: 'DataMatchRecorded', data: { fields: [] } },
    { type: 'BranchGraded', data: { decidedBy: { kind: 'score' } } },
  ]);
  expect(decided(complete, gradeBranch, { ...facts, standingMatch })).toMatchObject([
    { type: 'BranchGraded', data: { decidedBy: { kind: 'score' } } },
  ]);
});

it('lets a later match change nothing of a grade that is confirmed, or that a superior has determined', () => {
  const without = complete.filter(({ type }) => type !== 'DataMatchRecorded');
  const matchOf = (system: string) => ({ source: '月度', fields: [{ field: 'a', reported: '1', system }] });
  const graded = [...without, ...decided(without, gradeBranch, { ...facts, standingMatch: matchOf('1') })];
  const later = { ...facts, standingMatch: matchOf('2') };
  expect(decided(graded, gradeBranch, later)).toHaveLength(2);
  grading
    .given(...graded)
    .when(gradeBranch, { ...later, roundClosed: true })
    .thenNothing();
  const determine: GradingCommand = {
    name: 'DetermineGrade',
    data: { ...subject, grade: 'two', reason: '群众反映', basis },
  };
  grading
    .given(...graded, ...decided(graded, determine))
    .when(gradeBranch, later)
    .thenNothing();
});
