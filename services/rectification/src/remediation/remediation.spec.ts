import { expect, it } from '@jest/globals';
import { type CommandNamed, remediationContract, type RemediationEvent } from '@zhibu/contracts';
import { type Asked, holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { actingFor, asSuperior, remediationOpened as opened, sent } from '../testing/examples.ts';
import { remediationDecider } from './remediation.decider.ts';

const remediation = specification(remediationDecider);
const of = { branchId: 'B1', year: '2022' };
const open: CommandNamed<'OpenRemediation'> = { name: 'OpenRemediation', data: { ...of, effectiveOn: '2022-12-31' } };
const accept: CommandNamed<'AcceptRemediation'> = { name: 'AcceptRemediation', data: of };
const fail: CommandNamed<'FailRemediation'> = { name: 'FailRemediation', data: { ...of, reason: '未见成效' } };
const withdraw: CommandNamed<'WithdrawRemediation'> = { name: 'WithdrawRemediation', data: { ...of, reason: '更正' } };
const ended = <Type extends RemediationEvent['type']>(type: Type, data: object) =>
  ({ type, data: { ...of, effectiveOn: '2023-03-01', ...data } }) as RemediationEvent;
const accepted = ended('RemediationAccepted', {});
const failed = ended('RemediationFailed', { reason: '未见成效' });
const withdrawn = ended('RemediationWithdrawn', { because: 'grade-changed', reason: '更正' });
const lagging = [{ scheme: 'classification', roundId: 'W:classification:2022' }];
const graded = { ...sent, lagging, dissolvedOn: null };
const better = { ...graded, lagging: [] };
const acceptable = { ...asSuperior, openProblems: [] };

it('opens on a confirmed grade of lagging standing, once', () => {
  remediation.given().when(open, graded).then(opened);
  remediation.given(opened).when(open, graded).thenNothing();
});

it('does not open without such a grade, or of a branch dissolved by then', () => {
  remediation.given().when(open, better).thenRefused('NO_CONFIRMED_LAGGING_GRADE');
  remediation
    .given()
    .when(open, { ...graded, dissolvedOn: '2022-12-31' })
    .thenRefused('BRANCH_DISSOLVED');
});

it('opens again when the grade is lagging once more, but not after the superior’s word', () => {
  remediation
    .given(opened, withdrawn)
    .when(open, graded)
    .then(ended('RemediationOpened', { grounds: lagging }));
  for (const word of [accepted, failed]) remediation.given(opened, word).when(open, graded).thenNothing();
});

it('is accepted by the superior when the branch’s problems are closed, once', () => {
  remediation.given(opened).when(accept, acceptable).then(accepted);
  remediation.given(opened, accepted).when(accept, acceptable).thenNothing();
  remediation
    .given(opened)
    .when(accept, { ...acceptable, openProblems: ['p1'] })
    .thenRefused('REMEDIATION_PROBLEMS_OPEN');
});

it('is failed by the superior, once', () => {
  remediation.given(opened).when(fail, asSuperior).then(failed);
  remediation.given(opened, failed).when(fail, asSuperior).thenNothing();
});

it.each([
  ['accepted', accept],
  ['failed', fail],
])('is %s by nobody else, and only while it is open', (_what, command) => {
  const by = (organizationId?: string) =>
    remediation.given(opened).when(command, { ...acceptable, ...actingFor(organizationId) });
  expect(by('W').outcome).toHaveProperty('events');
  for (const other of ['C2', 'B1']) by(other).thenRefused('NOT_THE_SUPERIOR');
  by().thenRefused('ACTS_FOR_NOBODY');
  remediation.given().when(command, acceptable).thenRefused('REMEDIATION_NOT_OPEN');
  remediation.given(opened, withdrawn).when(command, acceptable).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is withdrawn when no lagging grade holds any longer, once', () => {
  remediation.given(opened).when(withdraw, better).then(withdrawn);
  remediation.given(opened, withdrawn).when(withdraw, better).thenNothing();
  remediation.given().when(withdraw, better).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is withdrawn with its branch, and for no other reason', () => {
  remediation
    .given(opened)
    .when(withdraw, { ...graded, dissolvedOn: '2023-02-01' })
    .then(ended('RemediationWithdrawn', { because: 'branch-dissolved', reason: '更正' }));
  remediation.given(opened).when(withdraw, graded).thenRefused('REMEDIATION_STILL_DUE');
});

it('never ends before it began', () => {
  const { outcome } = remediation
    .given(opened)
    .when({ name: 'WithdrawRemediation', data: { ...of, reason: '更正', effectiveOn: '2022-06-30' } }, better);
  expect(outcome).toMatchObject({ events: [{ data: { effectiveOn: '2022-12-31' } }] });
});

it('has after every history the status that its last step leads to', () => {
  const steps: Asked[] = [
    { command: open, facts: graded },
    { command: accept, facts: acceptable },
    { command: fail, facts: asSuperior },
    { command: withdraw, facts: better },
  ];
  const asked = fc.constantFrom(...steps);
  const examples: [Asked[]][] = steps.map((step) => [[...steps.slice(0, 1), step]]);
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 8 }), (all) => {
      for (const type of holdStatusLaw(remediationContract, remediationDecider, all)) seen.add(type);
    }),
    { examples },
  );
  expect([...seen].sort()).toEqual(Object.keys(remediationContract.events).sort());
});
