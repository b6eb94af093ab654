import { expect, it } from '@jest/globals';
import { type ProblemCommand, problemId } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  actingFor,
  asSuperior,
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
import { recurs } from './problem.rules.ts';

const problem = specification(problemDecider);
const identify = (overrides: object = {}): ProblemCommand => ({
  name: 'IdentifyProblem',
  data: { ...finding, ...overrides },
});
const dismiss: ProblemCommand = { name: 'DismissProblem', data: { problemId: about.problemId, reason: '支部撤销' } };
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
});

it('numbers what a branch finds by itself by the branch, and every other source for all', () => {
  const source = (kind: string, branchId: string) => problemId({ branchId, source: { kind, reference: '1' } });
  expect(source('self-check', 'B1')).not.toBe(source('self-check', 'B2'));
  expect(source('masses', 'B1')).toBe(source('masses', 'B2'));
  expect(source('masses', 'B1')).not.toBe(source('inspection', 'B1'));
});

it.each([
  ['an unknown branch', { branchKind: null }, 'BRANCH_UNKNOWN'],
  ['another kind of organization', { branchKind: 'unit' }, 'NOT_A_BRANCH'],
  ['a branch dissolved by then', { dissolvedOn: '2023-03-01' }, 'BRANCH_DISSOLVED'],
])('refuses a problem of %s', (_what, facts, code) =>
  problem
    .given()
    .when(identify(), { ...onBranch, ...facts })
    .thenRefused(code),
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
    .when(identify({ effectiveOn: '2023-03-02' }), { ...onBranch, actor: { personId: 'system', role: 'system' } })
    .then(identified({ effectiveOn: '2023-03-01' }));
});

it('dismisses an open problem, once, not before its last step', () => {
  const data = { ...about, reason: '支部撤销' };
  problem
    .given(identified())
    .when(dismiss, asSuperior)
    .then({ type: 'ProblemDismissed', data: { ...data, effectiveOn: '2023-03-01' } });
  problem
    .given(identified(), opened())
    .when(
      { name: 'DismissProblem', data: { problemId: about.problemId, reason: '支部撤销', effectiveOn: '2023-01-20' } },
      asSuperior,
    )
    .then({ type: 'ProblemDismissed', data: { ...data, effectiveOn: '2023-02-01' } });
  problem.given(identified(), dismissed).when(dismiss, asSuperior).thenNothing();
  problem
    .given(identified(), opened(), completed(), verified, closed)
    .when(dismiss, asSuperior)
    .thenRefused('PROBLEM_CLOSED');
});

const byCity = identified({ source: { kind: 'inspection', reference: 'I-1' }, inspectedBy: 'C' });

it.each([
  ['dismiss', [], dismiss],
  ['close', [opened(), completed(), verified], close],
])('lets a superior %s it, of an inspection its body too, and nobody else', (_what, history, command) => {
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
});

it('is dismissed by the system, which acts for nobody, when its branch is dissolved', () => {
  const system = { ...sent, actor: { personId: 'system', role: 'system' }, superiors: [] };
  expect(problem.given(identified()).when(dismiss, system).outcome).toHaveProperty('events');
});

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

it('reopens a closed problem for a new rectification with a due date of its own', () => {
  const reopened = { type: 'ProblemReopened' as const, data: { ...about, effectiveOn: '2023-03-01', reason: '反弹' } };
  const history = [identified(), opened(), completed(), verified, closed];
  problem
    .given(...history)
    .when(reopen, onBranch)
    .then(reopened);
  problem
    .given(...history, reopened)
    .when(reopen, onBranch)
    .thenNothing();
  problem.given(identified()).when(reopen, onBranch).thenRefused('PROBLEM_NOT_CLOSED');
  problem.given(identified(), dismissed).when(reopen, onBranch).thenRefused('PROBLEM_DISMISSED');
  problem
    .given(...history)
    .when(reopen, { ...onBranch, dissolvedOn: '2023-03-01' })
    .thenRefused('BRANCH_DISSOLVED');
  const {
    problemId: id,
    dueOn,
    ...named
  } = { problemId: about.problemId, item: '4.2', post: '书记', responsibleId: 'P-3', dueOn: '2023-05-31' };
  problem
    .given(...history, reopened)
    .when({ name: 'OpenRectification', data: { problemId: id, dueOn, ...named } }, onBranch)
    .then(opened({ ...named, dueOn, dueVersion: 2, effectiveOn: '2023-03-01' }));
});

it.each<ProblemCommand>([
  dismiss,
  close,
  reopen,
  { name: 'ReportProgress', data: { problemId: about.problemId, says: '…' } },
])('refuses $name of a problem that nobody found', (command) =>
  problem
    .given()
    .when(command, { ...onBranch, ...asSuperior })
    .thenRefused('PROBLEM_UNKNOWN'),
);
