import { expect, it } from '@jest/globals';
import type { ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { about, actingFor, completed, identified, opened, asSuperior, sent, sentBy } from '../testing/examples.ts';
import { problemDecider } from './problem.decider.ts';

const problem = specification(problemDecider);
const { problemId } = about;
const running = { ...about, effectiveOn: '2023-03-01', dueOn: '2023-04-30', dueVersion: 1 };
const request = (until = '2023-05-30'): ProblemCommand => ({
  name: 'RequestExtension',
  data: { problemId, until, reason: '等待档案' },
});
const grant: ProblemCommand = { name: 'GrantExtension', data: { problemId } };
const refuse: ProblemCommand = { name: 'RefuseExtension', data: { problemId, reason: '时限充足' } };
const requested = (overrides: object = {}): ProblemEvent => ({
  type: 'ExtensionRequested',
  data: { ...running, until: '2023-05-30', reason: '等待档案', requesterId: 'P-2', ...overrides },
});
const granted = (dueOn = '2023-05-30', dueVersion = 2): ProblemEvent => ({
  type: 'ExtensionGranted',
  data: { ...running, dueOn, dueVersion, reason: '等待档案' },
});
const refused: ProblemEvent = { type: 'ExtensionRefused', data: { ...running, reason: '时限充足' } };

it('takes a request beyond the due date, once', () => {
  problem.given(identified(), opened()).when(request(), sentBy('P-2')).then(requested());
  problem.given(identified(), opened(), requested()).when(request(), sent).thenNothing();
  problem.given(identified(), opened(), requested()).when(request('2023-06-30'), sent).thenRefused('EXTENSION_PENDING');
  problem.given(identified(), opened()).when(request('2023-04-30'), sent).thenRefused('EXTENSION_NOT_LATER');
  problem.given(identified()).when(request(), sent).thenRefused('RECTIFICATION_NOT_OPEN');
  problem.given(identified(), opened(), completed()).when(request(), sent).thenRefused('COMPLETION_REPORTED');
});

it('moves the due date when the superior grants it', () => {
  problem.given(identified(), opened(), requested()).when(grant, asSuperior).then(granted());
});

it('begins the ladder anew with the new due date', () => {
  const first: ProblemEvent = {
    type: 'RectificationEscalated',
    data: { ...running, effectiveOn: '2023-05-02', level: 'branch-secretary' },
  };
  const again: ProblemCommand = { name: 'Escalate', data: { problemId, level: 'branch-secretary', dueVersion: 2 } };
  const late = { effectiveOn: '2023-05-03' };
  const history = [
    identified(),
    opened(),
    first,
    requested(late),
    { ...granted(), data: { ...granted().data, ...late } } as ProblemEvent,
  ];
  problem
    .given(...history)
    .when(again, { today: '2023-05-30', answering: null })
    .thenRefused('ESCALATION_NOT_DUE');
  problem
    .given(...history)
    .when(again, { today: '2023-05-31', answering: null })
    .then({
      type: 'RectificationEscalated',
      data: { ...about, effectiveOn: '2023-05-31', dueOn: '2023-05-30', dueVersion: 2, level: 'branch-secretary' },
    });
});

it('extends twice at most', () => {
  const second = requested({ until: '2023-06-30', dueOn: '2023-05-30', dueVersion: 2 });
  const history = [identified(), opened(), requested(), granted(), second, granted('2023-06-30', 3)];
  problem
    .given(...history)
    .when(request('2023-07-31'), sent)
    .thenRefused('EXTENSIONS_EXHAUSTED');
  problem
    .given(identified(), opened(), requested(), refused)
    .when(request('2023-05-30'), sentBy('P-2'))
    .then(requested({ until: '2023-05-30' }));
});

it('reaches beyond today and the due date, and 90 days ahead at most, with a basis 180', () => {
  const asked = (today: string) => ({ ...sentBy('P-2'), today });
  const ask = (until: string, today: string, more: object = {}) =>
    problem
      .given(identified(), opened())
      .when({ name: 'RequestExtension', data: { problemId, until, reason: '等待档案', ...more } }, asked(today));
  const basis = { basis: { documentNo: '示例〔2023〕3号' } };
  ask('2023-04-30', '2023-03-01').thenRefused('EXTENSION_NOT_LATER');
  expect(ask('2023-05-01', '2023-03-01').outcome).toHaveProperty('events');
  ask('2023-05-10', '2023-05-10').thenRefused('EXTENSION_NOT_LATER');
  expect(ask('2023-05-11', '2023-05-10').outcome).toHaveProperty('events');
  expect(ask('2023-05-30', '2023-03-01').outcome).toHaveProperty('events');
  ask('2023-05-31', '2023-03-01').thenRefused('DUE_DATE_TOO_FAR');
  expect(ask('2023-08-28', '2023-03-01', basis).outcome).toHaveProperty('events');
  ask('2023-08-29', '2023-03-01', basis).thenRefused('DUE_DATE_TOO_FAR');
});

it('is not granted once the day it asks for has come, nor by who asked for it', () => {
  const asked = problem.given(identified(), opened(), requested());
  expect(asked.when(grant, { ...asSuperior, today: '2023-05-29' }).outcome).toHaveProperty('events');
  asked.when(grant, { ...asSuperior, today: '2023-05-30' }).thenRefused('EXTENSION_NOT_LATER');
  for (const command of [grant, refuse])
    asked.when(command, actingFor('C1', 'P-2')).thenRefused('GRANTED_BY_REQUESTER');
  const enteredBy = { personId: 'P-9', documentNo: '整改〔2023〕2号' };
  const typed = { ...requested(), metadata: { actor: { personId: 'P-2', role: 'operator', enteredBy } } };
  problem.given(identified(), opened(), typed).when(grant, asSuperior).thenRefused('GRANTED_BY_REQUESTER');
});

it('takes the overdue from days that are past when the superior dates it back, with his reason', () => {
  const dated = (effectiveOn: string, reason?: string): ProblemCommand => ({
    name: 'GrantExtension',
    data: { problemId, effectiveOn, ...(reason !== undefined && { reason }) },
  });
  const facts = { ...asSuperior, today: '2023-05-10' };
  const asked = problem.given(identified(), opened(), requested({ effectiveOn: '2023-04-28' }));
  asked.when(dated('2023-04-29'), facts).thenRefused('REASON_REQUIRED');
  asked.when(dated('2023-04-28', '当时已口头同意'), facts).thenRefused('BEFORE_LAST_STEP');
  const { outcome } = asked.when(dated('2023-04-29', '当时已口头同意'), facts);
  expect(outcome).toMatchObject({ events: [{ data: { effectiveOn: '2023-04-29', reason: '当时已口头同意' } }] });
});

it.each([
  ['grants', grant, granted()],
  ['refuses', refuse, refused],
])('lets only a superior decide who %s it', (_what, command, event) => {
  const asked = problem.given(identified(), opened(), requested());
  for (const superior of ['C1', 'W']) asked.when(command, actingFor(superior)).then(event);
  for (const other of ['C2', 'B1']) asked.when(command, actingFor(other)).thenRefused('NOT_THE_SUPERIOR');
  asked.when(command, { ...asSuperior, superiors: [] }).thenRefused('NOT_THE_SUPERIOR');
  asked.when(command, actingFor(undefined)).thenRefused('ACTS_FOR_NOBODY');
  problem.given(identified(), opened()).when(command, asSuperior).thenRefused('EXTENSION_NOT_REQUESTED');
});
