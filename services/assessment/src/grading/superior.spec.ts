import { describe, expect, it } from '@jest/globals';
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
const determine = (grade: string, data: object = {}): GradingCommand => ({
  name: 'DetermineGrade',
  data: { ...subject, grade, reason: '群众反映', basis, ...data },
});
const withdraw = (data: object = {}): GradingCommand => ({
  name: 'WithdrawDetermination',
  data: { ...subject, reason: '查无此事', basis, ...data },
});
const revise: GradingCommand = { name: 'ReviseGrade', data: { ...subject, reason: '更正', basis } };

/** The grade computed in the sixth event, with effect from 1 July. */
const before = [
  ...complete,
  ...decided(complete, { name: 'GradeBranch', data: { ...subject, effectiveOn: '2022-07-01' } }),
];
const determined: GradingEvent = {
  type: 'GradeDetermined',
  data: {
    ...assignment,
    grade: 'two',
    label: '二星',
    standing: 'ordinary',
    focus: false,
    effectiveOn: '2022-07-01',
    computedGrade: 'three',
    score: '94.00',
    inputsHash: hashedInputs(before),
    replaces: 'event-6',
    reason: '群众反映',
    basis,
  },
};

describe('before the closing', () => {
  it('lets a superior determine otherwise, in the place and on the day of the provisional decision, once', () => {
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

  it('lets a determination replace the one before, keeping its day unless another is named', () => {
    const onAnother = { ...determined, data: { ...determined.data, effectiveOn: '2022-09-01' } } as GradingEvent;
    expect(decided([...before, onAnother], determine('one'))).toMatchObject([
      { data: { grade: 'one', effectiveOn: '2022-09-01', replaces: 'event-7' } },
    ]);
    expect(decided([...before, onAnother], determine('one', { effectiveOn: '2022-10-01' }))).toMatchObject([
      { data: { effectiveOn: '2022-10-01' } },
    ]);
  });

  it('withdraws it: the computed grade is the provisional decision again, and may be computed anew', () => {
    const [withdrawn] = decided([...before, determined], withdraw());
    expect(withdrawn).toEqual({
      type: 'DeterminationWithdrawn',
      data: { ...assignment, corrects: 'event-7', effectiveOn: '2022-07-01', reason: '查无此事', basis },
    });
    const after = [...before, determined, ...(withdrawn ? [withdrawn] : [])];
    grading
      .given(...after)
      .when(withdraw(), facts)
      .thenRefused('DETERMINATION_UNKNOWN');
    grading
      .given(...after)
      .when(gradeBranch, facts)
      .thenNothing();
    expect(decided([...after, rated('above', '20')], gradeBranch)).toMatchObject([
      { type: 'BranchGraded', data: { grade: 'two', effectiveOn: '2022-07-01' } },
    ]);
  });

  it('revises the computed grade under it, which leaves it in place; without one it is computed anew', () => {
    const corrected = [...before, determined, rated('above', '20')];
    const [revised] = decided(corrected, revise);
    expect(revised).toMatchObject({
      type: 'GradeRevised',
      data: { score: '89.00', grade: 'two', effectiveOn: '2022-07-01', corrects: 'event-6', reason: '更正', basis },
    });
    grading
      .given(...corrected, ...(revised ? [revised] : []))
      .when(revise, facts)
      .thenNothing();
    grading
      .given(...corrected, ...(revised ? [revised] : []))
      .when(gradeBranch, facts)
      .thenNothing();
    grading
      .given(...before, rated('above', '20'))
      .when(revise, facts)
      .thenRefused('GRADE_NOT_DECIDED');
  });
});

describe('after the closing', () => {
  it('determines anew: a decision of its own that holds from today, or from the day it names', () => {
    const [today] = decided(before, determine('two'), closed);
    expect(today).toMatchObject({ type: 'GradeDetermined', data: { effectiveOn: '2023-02-01' } });
    expect(today?.data).not.toHaveProperty('replaces');
    expect(decided(before, determine('two', { effectiveOn: '2022-12-01' }), closed)).toMatchObject([
      { data: { effectiveOn: '2022-12-01' } },
    ]);
  });

  it('withdraws the determination that is named, or the latest that stands', () => {
    const several = [...before];
    for (const grade of ['two', 'one']) several.push(...decided(several, determine(grade), closed));
    expect(decided(several, withdraw(), closed)).toMatchObject([{ data: { corrects: 'event-8' } }]);
    const named = { ...closed };
    expect(() => decided(several, withdraw({ determination: 'event-9' }), named)).toThrow(
      expect.objectContaining({ code: 'DETERMINATION_UNKNOWN' }),
    );
    expect(decided(several, withdraw({ determination: 'event-7' }), named)).toMatchObject([
      { data: { corrects: 'event-7', effectiveOn: '2023-02-01' } },
    ]);
  });

  it('revises from the corrected inputs, on the days of what it corrects', () => {
    expect(decided([...before, rated('above', '20')], revise, closed)).toMatchObject([
      { type: 'GradeRevised', data: { score: '89.00', effectiveOn: '2022-07-01', corrects: 'event-6' } },
    ]);
    grading
      .given(...before)
      .when(revise, closed)
      .thenNothing();
  });
});

it.each([determine('two'), withdraw()])('lets only the superior decide: $name', (command) => {
  const actor = { personId: 'P-9', role: 'operator' };
  const history = [...before, determined];
  grading
    .given(...history)
    .when(command, { ...facts, actor })
    .thenRefused('ACTS_FOR_NOBODY');
  grading
    .given(...history)
    .when(command, { ...facts, actor: { ...actor, organizationId: 'B1' } })
    .thenRefused('NOT_THE_SUPERIOR');
});

it.each<[string, readonly GradingEvent[], GradingCommand, string]>([
  ['determining what was never computed', complete, determine('two'), 'GRADE_NOT_COMPUTED'],
  ['revising what was never computed', complete, revise, 'GRADE_NOT_COMPUTED'],
  ['withdrawing what was never determined', before, withdraw(), 'DETERMINATION_UNKNOWN'],
  ['determining a grade that the edition has not', graded(complete), determine('five'), 'GRADE_UNKNOWN'],
  ['a determination of a day to come', before, determine('two', { effectiveOn: '2023-02-02' }), 'EFFECTIVE_IN_FUTURE'],
  ['one before its period', before, determine('two', { effectiveOn: '2021-12-31' }), 'EFFECTIVE_BEFORE_PERIOD'],
])('refuses %s', (...[, history, command, code]) => {
  grading
    .given(...history)
    .when(command, facts)
    .thenRefused(code);
});
