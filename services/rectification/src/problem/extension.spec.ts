import { it } from '@jest/globals';
import type { ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { about, actingFor, completed, identified, opened, asSuperior, sent } from '../testing/examples.ts';
import { problemDecider } from './problem.decider.ts';

const problem = specification(problemDecider);
const { problemId } = about;
const running = { ...about, effectiveOn: '2023-03-01', dueOn: '2023-04-30', dueVersion: 1 };
const request = (until = '2023-05-31'): ProblemCommand => ({
  name: 'RequestExtension',
  data: { problemId, until, reason: '等待档案' },
});
const grant: ProblemCommand = { name: 'GrantExtension', data: { problemId } };
const refuse: ProblemCommand = { name: 'RefuseExtension', data: { problemId, reason: '时限充足' } };
const requested = (overrides: object = {}): ProblemEvent => ({
  type: 'ExtensionRequested',
  data: { ...running, until: '2023-05-31', reason: '等待档案', ...overrides },
});
const granted = (dueOn = '2023-05-31', dueVersion = 2): ProblemEvent => ({
  type: 'ExtensionGranted',
  data: { ...running, dueOn, dueVersion, reason: '等待档案' },
});
const refused: ProblemEvent = { type: 'ExtensionRefused', data: { ...running, reason: '时限充足' } };

it('takes a request beyond the due date, once', () => {
  problem.given(identified(), opened()).when(request(), sent).then(requested());
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
    .when(again, { today: '2023-05-31', answering: null })
    .thenRefused('ESCALATION_NOT_DUE');
  problem
    .given(...history)
    .when(again, { today: '2023-06-01', answering: null })
    .then({
      type: 'RectificationEscalated',
      data: { ...about, effectiveOn: '2023-06-01', dueOn: '2023-05-31', dueVersion: 2, level: 'branch-secretary' },
    });
});

it('extends twice at most', () => {
  const second = requested({ until: '2023-06-30', dueOn: '2023-05-31', dueVersion: 2 });
  const history = [identified(), opened(), requested(), granted(), second, granted('2023-06-30', 3)];
  problem
    .given(...history)
    .when(request('2023-07-31'), sent)
    .thenRefused('EXTENSIONS_EXHAUSTED');
  problem
    .given(identified(), opened(), requested(), refused)
    .when(request('2023-06-30'), sent)
    .then(requested({ until: '2023-06-30' }));
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
