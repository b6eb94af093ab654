import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { basis, subject } from '../testing/examples.ts';
import { closed, complete, decided, facts, graded, matched, opened, polled, rated } from '../testing/histories.ts';
import { gradingDecider } from './grading.decider.ts';

const grading = specification(gradingDecider);
const reassess = (because = 'remediation-accepted', data: object = {}): GradingCommand =>
  ({ name: 'ReassessGrade', data: { ...subject, because, basis, ...data } }) as GradingCommand;
const poor = graded([opened, rated('own', '40'), rated('above', '40'), polled(5), matched]);
const better = [...poor, rated('own', '0'), rated('above', '0'), polled(10)];

it('rises by one grade after a remediation, from today on, and keeps what was computed beside it', () => {
  expect(poor.at(-1)).toMatchObject({ data: { grade: 'one' } });
  expect(decided(better, reassess(), closed)).toMatchObject([
    {
      type: 'GradeReassessed',
      data: {
        grade: 'two',
        label: '二星',
        computedGrade: 'three',
        effectiveOn: '2023-02-01',
        because: 'remediation-accepted',
        limitedFrom: '三星',
      },
    },
  ]);
});

it('rises and falls without that bound for other causes', () => {
  expect(decided(better, reassess('objection-upheld'), closed)).toMatchObject([{ data: { grade: 'three' } }]);
  const vetoed: GradingEvent = { type: 'VetoRecorded', data: { ...subject, veto: 'Z1', effectiveOn: '2023-01-31' } };
  expect(decided([...graded(complete), vetoed], reassess('serious-event'), closed)).toMatchObject([
    { data: { grade: 'one', standing: 'lagging' } },
  ]);
});

it('records nothing from the same inputs, and nothing twice', () => {
  grading
    .given(...poor)
    .when(reassess(), closed)
    .thenNothing();
  grading
    .given(...better, ...decided(better, reassess(), closed))
    .when(reassess(), closed)
    .thenNothing();
});

it.each<[string, readonly GradingEvent[], GradingCommand, object, string]>([
  ['before the closing', better, reassess(), facts, 'ROUND_STILL_OPEN'],
  ['what was never computed', complete, reassess(), closed, 'GRADE_NOT_COMPUTED'],
  [
    '60 days before the end of the year',
    better,
    reassess(),
    { ...closed, today: '2023-11-01' },
    'REASSESSMENT_TOO_LATE',
  ],
  [
    'with effect on a day to come',
    better,
    reassess('objection-upheld', { effectiveOn: '2023-02-02' }),
    closed,
    'EFFECTIVE_IN_FUTURE',
  ],
  [
    'more than 12 months after the period',
    better,
    reassess(),
    { ...closed, today: '2024-01-01' },
    'EFFECTIVE_AFTER_PERIOD',
  ],
])('refuses to reassess %s', (...[, history, command, given, code]) => {
  grading
    .given(...history)
    .when(command, { ...facts, ...given })
    .thenRefused(code);
});

it('reassesses 61 days before the end of the year', () => {
  expect(decided(better, reassess(), { ...closed, today: '2023-10-31' })).toMatchObject([
    { data: { effectiveOn: '2023-10-31' } },
  ]);
});
