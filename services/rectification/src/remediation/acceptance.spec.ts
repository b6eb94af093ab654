import { it } from '@jest/globals';
import type { CommandNamed, RemediationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { asSuperior, followUp, remediationOpened as opened } from '../testing/examples.ts';
import { remediationDecider } from './remediation.decider.ts';

const remediation = specification(remediationDecider);
const of = { branchId: 'B1', year: '2022' };
const accept = (more: object = {}): CommandNamed<'AcceptRemediation'> => ({
  name: 'AcceptRemediation',
  data: { ...of, inspectionId: 'HF-1', ...more },
});
const after = (conclusion: ReturnType<typeof followUp> | null) => ({ ...asSuperior, openProblems: [], conclusion });
const acceptedOn = (effectiveOn: string, more: object = {}): RemediationEvent => ({
  type: 'RemediationAccepted',
  data: { ...of, inspectionId: 'HF-1', effectiveOn, ...more },
});

it.each([
  ['that nobody knows', null],
  ['of another branch', followUp({ organizationId: 'B2' })],
  ['for another purpose', followUp({ purpose: 'routine' })],
  ['not on site', followUp({ mode: 'remote' })],
  ['that was not passed', followUp({ outcome: 'rectify' })],
  ['concluded on the day on which the remediation was opened', followUp({ concludedOn: '2022-12-31' })],
])('is accepted after no inspection %s, and all are refused alike', (_which, conclusion) => {
  remediation.given(opened).when(accept(), after(conclusion)).thenRefused('FOLLOW_UP_REQUIRED');
});

it('is accepted after a follow-up on site that was passed since it was opened, and names it', () => {
  remediation
    .given(opened)
    .when(accept(), after(followUp({ concludedOn: '2023-01-01' })))
    .then(acceptedOn('2023-03-01'));
});

it('asks for another follow-up once it is opened again', () => {
  const again: RemediationEvent = {
    ...opened,
    data: { ...opened.data, effectiveOn: '2023-02-20' },
  } as RemediationEvent;
  const withdrawn: RemediationEvent = {
    type: 'RemediationWithdrawn',
    data: { ...of, effectiveOn: '2023-01-31', because: 'grade-changed', reason: '更正' },
  };
  remediation.given(opened, withdrawn, again).when(accept(), after(followUp())).thenRefused('FOLLOW_UP_REQUIRED');
});

it('is not dated back before the conclusion', () => {
  const back = (effectiveOn: string) => ({ effectiveOn, reason: '补录' });
  const asked = remediation.given(opened);
  asked.when(accept(back('2023-02-19')), after(followUp())).thenRefused('ACCEPTED_BEFORE_FOLLOW_UP');
  asked.when(accept(back('2023-02-20')), after(followUp())).then(acceptedOn('2023-02-20', { reason: '补录' }));
});
