import { it } from '@jest/globals';
import type { ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
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
    .when(verify(true), sentBy('P-9'))
    .then({ type: 'CompletionVerified', data: { ...about, effectiveOn: '2023-03-01', verifierId: 'P-9' } });
  problem.given(identified(), opened(), completed(), verified).when(verify(true), sentBy('P-9')).thenNothing();
});

it.each([
  ['the responsible person', 'P-1'],
  ['the reporter', 'P-2'],
])('is not verified, nor rejected, by %s', (_who, personId) => {
  problem
    .given(identified(), opened(), completed())
    .when(verify(true), sentBy(personId))
    .thenRefused('VERIFIER_NOT_INDEPENDENT');
  problem
    .given(identified(), opened(), completed())
    .when(verify(false, '不实'), sentBy(personId))
    .thenRefused('VERIFIER_NOT_INDEPENDENT');
});

it('goes on after a rejection, which states its reason, until it is reported again', () => {
  problem.given(identified(), opened(), completed()).when(verify(false, '缺5月'), sent).then(rejected);
  problem.given(identified(), opened(), completed()).when(verify(false), sent).thenRefused('REASON_REQUIRED');
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
    .when(verify(true), sent)
    .thenRefused(code),
);
