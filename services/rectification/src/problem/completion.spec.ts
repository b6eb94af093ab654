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
const rejected: ProblemEvent = {
  type: 'CompletionRejected',
  data: { ...about, effectiveOn: '2023-03-01', dueOn: '2023-04-30', dueVersion: 1, verifierId: 'P-9', reason: '缺5月' },
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
