import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import type { Identified } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { aStandard, assignmentUnder, basis, factsUnder, published, subject } from '../testing/examples.ts';
import { gradingDecider } from './grading.decider.ts';
import { decided, gradeBranch, matched, polled, rated } from '../testing/histories.ts';

const standard = aStandard();
const edition = published({
  ...standard,
  raters: standard.raters.map((rater) => (rater.code === 'above' ? { ...rater, code: 'superior' } : rater)),
});
const opened: GradingEvent = { type: 'GradingOpened', data: assignmentUnder(edition) };
const sent = (personId: string, more: object = {}) => ({
  metadata: { actor: { personId, role: 'operator' }, ...more },
});
const superior = (deduction: string, by: object): Identified<GradingEvent> => ({
  ...rated('superior', deduction),
  ...by,
});
const history = (by: object, deduction = '10') => [
  opened,
  rated('own', '4'),
  superior(deduction, by),
  polled(10),
  matched,
];
const facts = factsUnder(edition);
const closed = factsUnder(edition, { roundClosed: true });

const graded = (by: object) => {
  const before = history(by);
  return [...before, ...decided(before, gradeBranch, facts)];
};
const handOf = (events: readonly GradingEvent[]) =>
  events.map(({ data }) => ('sameHand' in data ? data.sameHand : null));

const determine: GradingCommand = {
  name: 'DetermineGrade',
  data: { ...subject, grade: 'two', reason: '群众反映', basis },
};
const revise: GradingCommand = { name: 'ReviseGrade', data: { ...subject, reason: '更正', basis } };
const reassess = {
  name: 'ReassessGrade',
  data: { ...subject, because: 'serious-event', basis },
} satisfies GradingCommand;

it.each<[string, GradingCommand]>([
  ['determines', determine],
  ['revises', revise],
  ['reassesses', reassess],
])('says that it is the same hand where who rated for the superior %s after the closing', (_what, command) => {
  const after = (by: object) => [...graded(sent('P-1')), superior('12', by)];
  expect(handOf(decided(after(sent('P-9')), command, closed))).toEqual([true]);
  expect(handOf(decided(after(sent('P-1')), command, closed))).toEqual([null]);
});

it.each<[string, GradingCommand]>([
  ['determines', determine],
  ['revises', revise],
  ['reassesses', reassess],
])('says it where who inspected the branch rated for the superior or %s after the closing', (_what, command) => {
  const after = [...graded(sent('P-1')), superior('12', sent('P-2'))];
  const inspectedBy = (...inspectors: readonly string[]) => handOf(decided(after, command, { ...closed, inspectors }));
  expect(inspectedBy('P-2')).toEqual([true]);
  expect(inspectedBy('P-7', 'P-9')).toEqual([true]);
  expect(inspectedBy('P-7')).toEqual([null]);
});

it('counts who typed a rating in, and who typed in the decision', () => {
  const typed = {
    actor: { personId: 'P-1', role: 'operator', enteredBy: { personId: 'P-9', documentNo: '定〔2023〕2号' } },
  };
  const [byTypist] = [...graded(sent('P-1')), superior('12', { metadata: typed })].slice(-1);
  const after = [...graded(sent('P-2')), ...(byTypist ? [byTypist] : [])];
  expect(handOf(decided(after, determine, closed))).toEqual([true]);
  const { actor } = closed;
  const entered = {
    ...closed,
    actor: { ...actor, personId: 'P-8', enteredBy: { personId: 'P-1', documentNo: '定〔2023〕3号' } },
  };
  expect(handOf(decided([...graded(sent('P-2')), superior('12', sent('P-1'))], determine, entered))).toEqual([true]);
});

it('leaves it to the closing before the closing', () => {
  expect(handOf(decided(graded(sent('P-9')), determine, facts))).toEqual([null]);
  expect(handOf(decided(history(sent('P-9')), gradeBranch, { ...facts, inspectors: ['P-9'] }))).toEqual([null]);
});

it('says it of a branch graded late by who admitted it', () => {
  const late = (admittedBy: string) => ({ ...facts, admittedBy: [admittedBy] });
  expect(handOf(decided(history(sent('P-9')), gradeBranch, late('P-9')))).toEqual([true]);
  expect(handOf(decided(history(sent('P-9')), gradeBranch, late('P-8')))).toEqual([null]);
  const inspected = { ...late('P-8'), inspectors: ['P-8'] };
  expect(handOf(decided(history(sent('P-9')), gradeBranch, inspected))).toEqual([true]);
});

it.each([
  ['does not take the operator who took a file in for who rated', 'operator', null],
  ['takes a person who says that it is from a file for who rated', 'committee-decider', true],
] as const)('%s', (_what, role, expected) => {
  const source = { file: 'ratings-2022.csv', sha256: '0'.repeat(64), rows: [2] };
  const rating = superior('12', { metadata: { actor: { personId: 'P-9', role }, source } });
  expect(handOf(decided([...graded(sent('P-1')), rating], determine, closed))).toEqual([expected]);
  expect(handOf(decided(history(rating), gradeBranch, { ...facts, admittedBy: ['P-9'] }))).toEqual([expected]);
});

it('reassesses from a new rating of the superior, or falls by a veto', () => {
  const grading = specification(gradingDecider);
  const polledAnew = [...graded(sent('P-1')), polled(5)];
  grading
    .given(...polledAnew)
    .when(reassess, closed)
    .thenRefused('SUPERIOR_RATING_REQUIRED');
  const vetoed: GradingEvent = { type: 'VetoRecorded', data: { ...subject, veto: 'Z1', effectiveOn: '2023-01-31' } };
  expect(decided([...polledAnew, vetoed], reassess, closed)).toMatchObject([{ data: { grade: 'one' } }]);
  const anew = [...polledAnew, superior('12', sent('P-1'))];
  const once = decided(anew, reassess, closed);
  expect(once).toHaveLength(1);
  grading
    .given(...anew, ...once, polled(9))
    .when(reassess, closed)
    .thenRefused('SUPERIOR_RATING_REQUIRED');
});

it('determines the same again without a word, whoever rated', () => {
  const once = [...graded(sent('P-9')), ...decided(graded(sent('P-9')), determine, closed)];
  expect(
    decided(once, determine, factsUnder(edition, { roundClosed: true, actor: { ...closed.actor, personId: 'P-2' } })),
  ).toEqual([]);
});
