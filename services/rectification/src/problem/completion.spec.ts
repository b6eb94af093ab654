import { expect, it } from '@jest/globals';
import type { ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  actingFor,
  asSuperior,
  closed,
  completed,
  dismissed,
  identified,
  opened,
  sent,
  sentBy,
  verified,
} from '../testing/examples.ts';
import { problemDecider } from './problem.decider.ts';

const problem = specification(problemDecider);
const { problemId } = about;
const report = (evidence: string[] = ['台账']): ProblemCommand => ({
  name: 'ReportCompletion',
  data: { problemId, says: '已补齐', evidence },
});
const verify = (accepted: boolean, reason?: string): ProblemCommand => ({
  name: 'VerifyCompletion',
  data: { problemId, accepted, ...(reason !== undefined && { reason }) },
});
const running = { ...about, dueOn: '2023-04-30', dueVersion: 1 };
const rejected: ProblemEvent = {
  type: 'CompletionRejected',
  data: { ...running, effectiveOn: '2023-03-01', dueOn: '2023-05-09', verifierId: 'P-9', reason: '缺5月' },
};

it('takes the report of completion by whoever sends it, with evidence, once', () => {
  problem
    .given(identified(), opened())
    .when(report(), sentBy('P-2'))
    .then(completed({ effectiveOn: '2023-03-01' }));
  problem.given(identified(), opened(), completed()).when(report(), sentBy('P-2')).thenNothing();
});

it('refuses completion without evidence, or of a rectification that was not opened', () => {
  problem.given(identified(), opened()).when(report([]), sent).thenRefused('EVIDENCE_REQUIRED');
  problem.given(identified()).when(report(), sent).thenRefused('RECTIFICATION_NOT_OPEN');
  problem.given(identified(), opened(), completed(), verified).when(report(), sent).thenRefused('COMPLETION_REPORTED');
});

it('is verified by somebody else, once', () => {
  problem
    .given(identified(), opened(), completed())
    .when(verify(true), asSuperior)
    .then({ type: 'CompletionVerified', data: { ...about, effectiveOn: '2023-03-01', verifierId: 'P-9' } });
  problem.given(identified(), opened(), completed(), verified).when(verify(true), asSuperior).thenNothing();
});

it.each([
  ['the responsible person', 'P-1'],
  ['the reporter', 'P-2'],
])('is not verified, nor rejected, by %s', (_who, personId) => {
  problem
    .given(identified(), opened(), completed())
    .when(verify(true), actingFor('C1', personId))
    .thenRefused('VERIFIER_NOT_INDEPENDENT');
  problem
    .given(identified(), opened(), completed())
    .when(verify(false, '不实'), actingFor('C1', personId))
    .thenRefused('VERIFIER_NOT_INDEPENDENT');
});

it('is not verified by who typed the report in, nor entered by who reported it', () => {
  const enteredBy = (personId: string) => ({ personId, documentNo: '整改〔2023〕2号' });
  const typed = {
    ...completed(),
    metadata: { actor: { personId: 'P-2', role: 'operator', enteredBy: enteredBy('P-9') } },
  };
  problem.given(identified(), opened(), typed).when(verify(true), asSuperior).thenRefused('VERIFIER_NOT_INDEPENDENT');
  const { actor } = asSuperior;
  const verifier = { ...asSuperior, actor: { ...actor, enteredBy: enteredBy('P-2') } };
  problem
    .given(identified(), opened(), completed())
    .when(verify(true), verifier)
    .thenRefused('VERIFIER_NOT_INDEPENDENT');
  const another = { ...asSuperior, actor: { ...actor, enteredBy: enteredBy('P-7') } };
  expect(problem.given(identified(), opened(), completed()).when(verify(true), another).outcome).toHaveProperty(
    'events',
  );
});

it.each([verify(true), verify(false, '不实')])(
  'is judged by somebody of a superior, of an inspection by its body too, and by nobody else',
  (command) => {
    const byCity = identified({ source: { kind: 'inspection', reference: 'I-1' }, inspectedBy: 'C' });
    for (const [found, judge] of [
      [identified(), 'C1'],
      [identified(), 'W'],
      [byCity, 'C'],
    ] as const)
      expect(problem.given(found, opened(), completed()).when(command, actingFor(judge)).outcome).toHaveProperty(
        'events',
      );
    const asked = problem.given(identified(), opened(), completed());
    for (const other of ['C', 'B1']) asked.when(command, actingFor(other)).thenRefused('NOT_THE_SUPERIOR');
    asked.when(command, actingFor(undefined)).thenRefused('ACTS_FOR_NOBODY');
  },
);

it('is verified by nobody who reported a step of any attempt, before it was reopened too', () => {
  const requested: ProblemEvent = {
    type: 'ExtensionRequested',
    data: { ...running, effectiveOn: '2023-02-10', until: '2023-05-30', reason: '等待', requesterId: 'P-4' },
  };
  const refused: ProblemEvent = {
    type: 'ExtensionRefused',
    data: { ...running, effectiveOn: '2023-02-11', reason: '否' },
  };
  const reopened: ProblemEvent = {
    type: 'ProblemReopened',
    data: { ...about, effectiveOn: '2023-02-27', openBy: '2023-03-16', reason: '反弹' },
  };
  const second = [
    opened({ responsibleId: 'P-7', dueVersion: 2, effectiveOn: '2023-02-27' }),
    completed({ reporterId: 'P-8', effectiveOn: '2023-02-28' }),
  ];
  const asked = problem.given(
    identified(),
    opened(),
    requested,
    refused,
    completed(),
    verified,
    closed,
    reopened,
    ...second,
  );
  for (const personId of ['P-1', 'P-2', 'P-4', 'P-7', 'P-8'])
    asked.when(verify(true), actingFor('C1', personId)).thenRefused('VERIFIER_NOT_INDEPENDENT');
  expect(asked.when(verify(true), asSuperior).outcome).toHaveProperty('events');
});

it.each([
  ['on the day', '2023-02-20', '2023-04-30'],
  ['a day later', '2023-02-21', '2023-05-01'],
  ['15 days later', '2023-03-07', '2023-05-15'],
  ['16 days later', '2023-03-08', '2023-05-15'],
])('lets the due date stand still, 15 days at most, while it waits: rejected %s', (_when, today, dueOn) => {
  const { outcome } = problem
    .given(identified(), opened(), completed())
    .when(verify(false, '缺5月'), { ...asSuperior, today });
  expect(outcome).toMatchObject({ events: [{ type: 'CompletionRejected', data: { dueOn, dueVersion: 1 } }] });
});

it('goes on after a rejection, which states its reason, until it is reported again', () => {
  problem.given(identified(), opened(), completed()).when(verify(false, '缺5月'), asSuperior).then(rejected);
  problem.given(identified(), opened(), completed()).when(verify(false), asSuperior).thenRefused('REASON_REQUIRED');
  problem
    .given(identified(), opened(), completed(), rejected)
    .when(report(), sentBy('P-2'))
    .then(completed({ effectiveOn: '2023-03-01' }));
});

it.each<[string, readonly ProblemEvent[], string]>([
  ['not reported', [opened()], 'COMPLETION_NOT_REPORTED'],
  ['not even begun', [], 'COMPLETION_NOT_REPORTED'],
  ['closed', [opened(), completed(), verified, closed], 'PROBLEM_CLOSED'],
  ['dismissed', [dismissed], 'PROBLEM_DISMISSED'],
])('has nothing to verify where completion is %s', (_what, history, code) =>
  problem
    .given(identified(), ...history)
    .when(verify(true), asSuperior)
    .thenRefused(code),
);
