import { expect, it } from '@jest/globals';
import { type CommandNamed, foundDay, type ProblemCommand, problemId } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  actingFor,
  asSuperior,
  bySystem,
  closed,
  completed,
  dismissed,
  finding,
  identified,
  opened,
  sent,
  onBranch,
  verified,
} from '../testing/examples.ts';
import { problemDecider } from './problem.decider.ts';
import { subjectOf } from './item.rules.ts';
import { openBy, recurs } from './problem.rules.ts';

const problem = specification(problemDecider);
const identify = (overrides: object = {}): ProblemCommand => ({
  name: 'IdentifyProblem',
  data: { ...finding, ...overrides },
});
const close: ProblemCommand = { name: 'CloseProblem', data: { problemId: about.problemId } };
const reopen: ProblemCommand = { name: 'ReopenProblem', data: { problemId: about.problemId, reason: '反弹' } };

it('names a problem of a branch, effective today unless it says otherwise', () => {
  problem
    .given()
    .when(identify(), onBranch)
    .then(identified({ effectiveOn: '2023-03-01' }));
  problem
    .given()
    .when(identify({ effectiveOn: '2023-01-10', pointsLost: '1.5' }), onBranch)
    .then(identified({ pointsLost: '1.5' }));
});

it('marks a problem closed within 365 days before as come back', () => {
  problem
    .given()
    .when(identify(), { ...onBranch, recurrenceOf: 'p0' })
    .then(identified({ effectiveOn: '2023-03-01', recurrenceOf: 'p0' }));
});

it.each([
  ['2022-03-01', true],
  ['2022-02-28', false],
  ['2023-03-01', true],
  ['2023-03-02', false],
])('counts 365 days from the closing: closed on %s, found on 2023-03-01: %s', (closedOn, expected) =>
  expect(recurs(closedOn, '2023-03-01')).toBe(expected),
);

it('never makes two problems of one source, whatever has become of the first', () => {
  problem
    .given(identified())
    .when(identify({ pointsLost: '3' }), onBranch)
    .thenNothing();
  problem.given(identified(), dismissed).when(identify(), onBranch).thenNothing();
  problem
    .given(identified())
    .when(identify({ item: '4.3' }), onBranch)
    .thenRefused('PROBLEM_EXISTS');
  problem
    .given()
    .when(identify(), { ...onBranch, confirmed: 'p0' })
    .thenNothing();
});

it('makes no second problem of an item that is open', () =>
  problem
    .given()
    .when(identify(), { ...onBranch, openAlready: 'p0' })
    .thenRefused('PROBLEM_OPEN_ALREADY'));

it.each([
  ['2023-01-10', '2023-03-16'],
  ['2023-03-01', '2023-03-16'],
])('is to be rectified within 15 days of hearing of it: found on %s and named on 1 March', (foundOn, expected) =>
  expect(openBy(foundOn, '2023-03-01')).toBe(expected),
);

const again = (reference: string, effectiveOn?: string): CommandNamed<'ConfirmProblemAgain'> => ({
  name: 'ConfirmProblemAgain',
  data: {
    problemId: about.problemId,
    source: { kind: 'inspection', reference },
    ...(effectiveOn !== undefined && { effectiveOn }),
  },
});
const foundAgain = (reference: string, overrides: object = {}) => ({
  type: 'ProblemConfirmedAgain' as const,
  data: { ...about, source: { kind: 'inspection' as const, reference }, effectiveOn: '2023-03-01', ...overrides },
});

it('is confirmed again by a second finding while it is open, once for each source, and never before it was found', () => {
  problem.given(identified()).when(again('I-1'), sent).then(foundAgain('I-1'));
  problem.given(identified(), foundAgain('I-1')).when(again('I-1'), sent).thenNothing();
  problem.given(identified()).when(again(finding.source.reference), sent).thenNothing();
  problem
    .given(identified())
    .when(again('I-1', '2023-01-09'), sent)
    .then(foundAgain('I-1', { effectiveOn: '2023-01-10' }));
  problem.given(identified()).when(again('I-1', '2023-03-02'), sent).thenRefused('EFFECTIVE_IN_FUTURE');
  problem
    .given(identified(), opened())
    .when(again('I-1'), sent)
    .then(foundAgain('I-1', { dueOn: '2023-04-30', dueVersion: 1 }));
  problem.given(identified(), dismissed).when(again('I-1'), sent).thenRefused('PROBLEM_DISMISSED');
  problem
    .given(identified(), opened(), completed(), verified, closed)
    .when(again('I-1'), sent)
    .thenRefused('PROBLEM_CLOSED');
});

it.each(['grading', 'data-match'])('leaves problems of a %s to the platform', (kind) => {
  const command = identify({ source: { kind, reference: 'x' } });
  problem.given().when(command, onBranch).thenRefused('SOURCE_OF_THE_PLATFORM');
  expect(problem.given().when(command, { ...onBranch, ...bySystem }).outcome).toHaveProperty('events');
});

it.each<[string, object, string]>([
  ['an aspect of no edition', { aspect: 'weather' }, 'ASPECT_UNKNOWN'],
  ['an item that the aspect has not', { item: '9.9' }, 'ITEM_UNKNOWN'],
  ['no item', { item: undefined }, 'ITEM_UNKNOWN'],
  ['another have than the six', { aspect: 'six-haves', item: 'car' }, 'ITEM_UNKNOWN'],
  ['no title beyond the edition', { aspect: 'other' }, 'TITLE_REQUIRED'],
  ['no title of a responsibility', { aspect: 'responsibility' }, 'TITLE_REQUIRED'],
])('refuses a problem with %s', (_what, named, code) =>
  problem.given().when(identify(named), onBranch).thenRefused(code),
);

it.each<[string, object, string | undefined]>([
  ['an item as the edition words it', {}, '“三会一课”记录完整'],
  ['one of the six haves', { aspect: 'six-haves', item: 'venue' }, '活动场所'],
  ['a title', { aspect: 'other', item: undefined, title: '楼道堆物' }, '楼道堆物'],
  ['a figure of the five basics', { aspect: 'five-basics', item: 'members' }, undefined],
  ['several small losses of an aspect', { item: undefined, losses: [] }, '党内组织生活'],
])('keeps the words of what it is about: %s', (_what, named, itemText) => {
  const { outcome } = problem.given().when(identify(named), onBranch);
  expect(
    'events' in outcome && outcome.events.map(({ data }) => ('itemText' in data ? data.itemText : undefined)),
  ).toEqual([itemText]);
});

it('numbers what a branch finds by itself by the branch, and every other source for all', () => {
  const source = (kind: string, organizationId: string) =>
    problemId({ organizationId, source: { kind, reference: '1' } });
  expect(source('self-check', 'B1')).not.toBe(source('self-check', 'B2'));
  expect(source('masses', 'B1')).toBe(source('masses', 'B2'));
  expect(source('masses', 'B1')).not.toBe(source('inspection', 'B1'));
});

it.each([
  ['an unknown organization', { kind: null }, 'ORGANIZATION_UNKNOWN'],
  ['a province', { kind: 'province' as const }, 'NOT_RECTIFIED_HERE'],
  ['a city', { kind: 'city' as const }, 'NOT_RECTIFIED_HERE'],
  ['a branch dissolved by then', { dissolvedOn: '2023-03-01' }, 'ORGANIZATION_DISSOLVED'],
])('refuses a problem of %s', (_what, facts, code) =>
  problem
    .given()
    .when(identify(), { ...onBranch, ...facts })
    .thenRefused(code),
);

it.each(['unit', 'general-branch', 'organ-committee', 'work-committee'] as const)('takes a problem of a %s', (kind) =>
  expect(problem.given().when(identify(), { ...onBranch, kind }).outcome).toHaveProperty('events'),
);

it('takes a problem that was found before the branch was dissolved', () => {
  problem
    .given()
    .when(identify({ effectiveOn: '2023-01-10' }), { ...onBranch, dissolvedOn: '2023-02-01' })
    .then(identified());
});

it('refuses a person a day in the future, and takes today instead where the system says it', () => {
  problem
    .given()
    .when(identify({ effectiveOn: '2023-03-02' }), onBranch)
    .thenRefused('EFFECTIVE_IN_FUTURE');
  problem
    .given()
    .when(identify({ effectiveOn: '2023-03-02' }), { ...onBranch, ...bySystem })
    .then(identified({ effectiveOn: '2023-03-01' }));
});

const byCity = identified({ source: { kind: 'inspection', reference: 'I-1' }, inspectedBy: 'C' });

it.each([['close', [opened(), completed(), verified], close]])(
  'lets a superior %s it, of an inspection its body too, and nobody else',
  (_what, history, command) => {
    for (const organizationId of ['C1', 'W']) {
      const { outcome } = problem.given(identified(), ...history).when(command, actingFor(organizationId));
      expect(outcome).toHaveProperty('events');
    }
    expect(problem.given(byCity, ...history).when(command, actingFor('C')).outcome).toHaveProperty('events');
    const asked = problem.given(identified(), ...history);
    for (const organizationId of ['C', 'B1']) {
      asked.when(command, actingFor(organizationId)).thenRefused('NOT_THE_SUPERIOR');
    }
    asked.when(command, actingFor(undefined)).thenRefused('ACTS_FOR_NOBODY');
  },
);

it('keeps the body for which the sender inspected the branch', () => {
  const source = { kind: 'inspection' as const, reference: 'I-1' };
  const { outcome } = problem.given().when(identify({ source }), { ...onBranch, inspectedBy: 'C' });
  expect(outcome).toMatchObject({ events: [{ data: { source, inspectedBy: 'C' } }] });
});

it('closes a problem only after verification, once', () => {
  problem
    .given(identified(), opened(), completed(), verified)
    .when(close, asSuperior)
    .then({ type: 'ProblemClosed', data: { ...about, effectiveOn: '2023-03-01' } });
  problem.given(identified(), opened(), completed(), verified, closed).when(close, asSuperior).thenNothing();
  problem.given(identified(), opened(), completed()).when(close, asSuperior).thenRefused('COMPLETION_NOT_VERIFIED');
  problem.given(identified()).when(close, asSuperior).thenRefused('COMPLETION_NOT_VERIFIED');
  problem.given(identified(), dismissed).when(close, asSuperior).thenRefused('PROBLEM_DISMISSED');
});

const returning = { ...sent, dissolvedOn: null };

it('reopens a closed problem for a new rectification with a due date of its own', () => {
  const reopened = {
    type: 'ProblemReopened' as const,
    data: { ...about, effectiveOn: '2023-03-01', openBy: '2023-03-16', reason: '反弹' },
  };
  const history = [identified(), opened(), completed(), verified, closed];
  problem
    .given(...history)
    .when(reopen, returning)
    .then(reopened);
  problem
    .given(...history, reopened)
    .when(reopen, returning)
    .thenNothing();
  problem.given(identified()).when(reopen, returning).thenRefused('PROBLEM_NOT_CLOSED');
  problem.given(identified(), dismissed).when(reopen, returning).thenRefused('PROBLEM_DISMISSED');
  problem
    .given(...history)
    .when(reopen, { ...returning, dissolvedOn: '2023-03-01' })
    .thenRefused('ORGANIZATION_DISSOLVED');
  const {
    problemId: id,
    dueOn,
    ...named
  } = { problemId: about.problemId, item: '4.2', post: '书记', responsibleId: 'P-3', dueOn: '2023-05-30' };
  problem
    .given(...history, reopened)
    .when({ name: 'OpenRectification', data: { problemId: id, dueOn, ...named } }, returning)
    .then(opened({ ...named, dueOn, dueVersion: 2, effectiveOn: '2023-03-01' }));
});

it.each<ProblemCommand>([close, reopen, { name: 'ReportProgress', data: { problemId: about.problemId, says: '…' } }])(
  'refuses $name of a problem that nobody found',
  (command) =>
    problem
      .given()
      .when(command, { ...returning, ...asSuperior })
      .thenRefused('PROBLEM_UNKNOWN'),
);

it('takes the day before and today as the day something was found, tomorrow of nobody but the system, as today', () => {
  const on = (day: string, role = 'operator') => foundDay(day, { today: '2023-03-01', actor: { role } });
  expect([on('2023-02-28'), on('2023-03-01'), on('2023-03-02', 'system')]).toEqual([
    '2023-02-28',
    '2023-03-01',
    '2023-03-01',
  ]);
  expect(() => on('2023-03-02')).toThrow(expect.objectContaining({ code: 'EFFECTIVE_IN_FUTURE' }));
});

it.each(['other', 'responsibility'])('tells two problems of the aspect %s apart by their titles', (aspect) => {
  expect(subjectOf({ aspect, title: '甲' })).not.toBe(subjectOf({ aspect, title: '乙' }));
  expect(subjectOf({ aspect: 'organization-setup', item: '1.1', title: '甲' })).toBe('1.1');
});

it.each(['I1/6f1a5c1e-5b5d-4c0a-9d53-7a6962750001', 'six-haves-B1@1/venue'])(
  'lets only the platform take a reference of the shape that it forms: %s',
  (reference) => {
    for (const kind of ['inspection', 'self-check'] as const) {
      const command = identify({ source: { kind, reference } });
      problem
        .given()
        .when(command, { ...onBranch, inspectedBy: 'C' })
        .thenRefused('REFERENCE_OF_THE_PLATFORM');
      expect(problem.given().when(command, { ...onBranch, ...bySystem }).outcome).toHaveProperty('events');
    }
    problem.given(identified()).when(again(reference), sent).thenRefused('REFERENCE_OF_THE_PLATFORM');
    problem.given(identified()).when(again(reference), bySystem).then(foundAgain(reference));
  },
);

it('takes a finding of an inspection only for a body above', () => {
  const command = identify({ source: { kind: 'inspection', reference: '督〔2023〕1号' } });
  problem.given().when(command, onBranch).thenRefused('FOUND_FOR_NO_BODY');
  expect(problem.given().when(command, { ...onBranch, inspectedBy: 'C' }).outcome).toHaveProperty('events');
});
