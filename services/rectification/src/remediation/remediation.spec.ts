import { expect, it } from '@jest/globals';
import type { RemediationCommand, RemediationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { remediationFacts as facts, remediationOpened as opened } from '../testing/examples.ts';
import { remediationDecider } from './remediation.decider.ts';

const remediation = specification(remediationDecider);
const of = { branchId: 'B1', year: '2022' };
const open: RemediationCommand = { name: 'OpenRemediation', data: { ...of, effectiveOn: '2022-12-31' } };
const accept: RemediationCommand = { name: 'AcceptRemediation', data: { ...of, superiorId: 'C1' } };
const fail: RemediationCommand = { name: 'FailRemediation', data: { ...of, superiorId: 'C1', reason: '未见成效' } };
const withdraw: RemediationCommand = { name: 'WithdrawRemediation', data: { ...of, reason: '更正' } };
const ended = <Type extends RemediationEvent['type']>(type: Type, data: object) =>
  ({ type, data: { ...of, effectiveOn: '2023-03-01', ...data } }) as RemediationEvent;
const accepted = ended('RemediationAccepted', { superiorId: 'C1' });
const failed = ended('RemediationFailed', { superiorId: 'C1', reason: '未见成效' });
const withdrawn = ended('RemediationWithdrawn', { because: 'grade-changed', reason: '更正' });
const none = { lagging: [] };

it('opens on a confirmed grade of lagging standing, once', () => {
  remediation.given().when(open, facts()).then(opened);
  remediation.given(opened).when(open, facts()).thenNothing();
});

it('does not open without such a grade, or of a branch dissolved by then', () => {
  remediation.given().when(open, facts(none)).thenRefused('NO_CONFIRMED_LAGGING_GRADE');
  remediation
    .given()
    .when(open, facts({ dissolvedOn: '2022-12-31' }))
    .thenRefused('BRANCH_DISSOLVED');
});

it('opens again when the grade is lagging once more, but not after the superior’s word', () => {
  remediation
    .given(opened, withdrawn)
    .when(open, facts())
    .then(ended('RemediationOpened', { grounds: facts().lagging }));
  for (const word of [accepted, failed]) remediation.given(opened, word).when(open, facts()).thenNothing();
});

it('is accepted by the superior when the branch’s problems are closed, once', () => {
  remediation.given(opened).when(accept, facts()).then(accepted);
  remediation.given(opened, accepted).when(accept, facts()).thenNothing();
  remediation
    .given(opened)
    .when(accept, facts({ openProblems: ['p1'] }))
    .thenRefused('REMEDIATION_PROBLEMS_OPEN');
});

it('is failed by the superior, once', () => {
  remediation
    .given(opened)
    .when(fail, facts({ openProblems: ['p1'] }))
    .then(failed);
  remediation.given(opened, failed).when(fail, facts()).thenNothing();
});

it.each([
  ['accepted', accept],
  ['failed', fail],
])('is %s by nobody else, and only while it is open', (_what, command) => {
  remediation
    .given(opened)
    .when(command, facts({ superiorId: 'C2' }))
    .thenRefused('NOT_THE_SUPERIOR');
  remediation.given().when(command, facts()).thenRefused('REMEDIATION_NOT_OPEN');
  remediation.given(opened, withdrawn).when(command, facts()).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is withdrawn when no lagging grade holds any longer, once', () => {
  remediation.given(opened).when(withdraw, facts(none)).then(withdrawn);
  remediation.given(opened, withdrawn).when(withdraw, facts(none)).thenNothing();
  remediation.given().when(withdraw, facts(none)).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is withdrawn with its branch, and for no other reason', () => {
  remediation
    .given(opened)
    .when(withdraw, facts({ dissolvedOn: '2023-02-01' }))
    .then(ended('RemediationWithdrawn', { because: 'branch-dissolved', reason: '更正' }));
  remediation.given(opened).when(withdraw, facts()).thenRefused('REMEDIATION_STILL_DUE');
});

it('never ends before it began', () => {
  const { outcome } = remediation
    .given(opened)
    .when({ name: 'WithdrawRemediation', data: { ...of, reason: '更正', effectiveOn: '2022-06-30' } }, facts(none));
  expect(outcome).toMatchObject({ events: [{ data: { effectiveOn: '2022-12-31' } }] });
});
