import { expect, it } from '@jest/globals';
import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { fold } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import {
  actorFor,
  anApplicant,
  aProgramme,
  applied,
  basis,
  body,
  designated,
  inForce,
  subject,
} from '../testing/designation/examples.ts';
import { designationDecider } from './designation.decider.ts';
import type { SuccessionFacts } from './succession.decider.ts';

const designation = specification(designationDecider);
const of = (...history: readonly DesignationEvent[]) => fold(designationDecider, history);
const ended = (because: 'organization-dissolved' | 'validity-over'): DesignationEvent => ({
  type: 'DesignationExpired',
  data: { ...subject, effectiveOn: '2024-03-01', because },
});
const dissolved = ended('organization-dissolved');
const confirm: CommandNamed<'ConfirmSuccession'> = {
  name: 'ConfirmSuccession',
  data: { programmeId: 'P', organizationId: 'B2', predecessorId: 'B1', basis },
};
const facts = (overrides: Partial<SuccessionFacts> = {}): SuccessionFacts => ({
  today: '2024-05-01',
  actor: body,
  programme: aProgramme(),
  applicant: anApplicant({ id: 'B2' }),
  predecessor: of(...inForce, dissolved),
  dissolution: { on: '2024-03-01' },
  passedTo: null,
  revocationId: null,
  ...overrides,
});
const visited = { ...subject, effectiveOn: '2024-02-01', inspectedOn: '2024-02-01', inspectionId: 'I1' };
const problems = ['活动记录不全'];
const looked = (outcome: 'passed' | 'conditional' | 'failed'): DesignationEvent => {
  if (outcome === 'passed') return { type: 'ReinspectionPassed', data: visited };
  return outcome === 'failed'
    ? { type: 'ReinspectionFailed', data: { ...visited, problems, proposeBy: '2024-03-02' } }
    : { type: 'ReinspectionConditional', data: { ...visited, problems, graceUntil: '2024-03-02' } };
};
const successor = { ...subject, organizationId: 'B2' };
const passed = (effectiveOn = '2024-05-01'): DesignationEvent => ({
  type: 'DesignationPassed',
  data: { ...successor, effectiveOn, predecessorId: 'B1', basis, since: '2023-07-01', until: '2026-07-01' },
});
const revoked: DesignationEvent = {
  type: 'DesignationRevoked',
  data: { ...successor, effectiveOn: '2024-06-01', revocationId: 'R-1', basis, plaqueDueOn: '2024-06-16' },
};

it('lets the successor go on with what the merger ended, as long as it was valid', () =>
  designation.given().when(confirm, facts()).then(passed()));

it('is confirmed once, whatever has become of it since', () => {
  designation
    .given(passed())
    .when(confirm, facts({ passedTo: 'B2' }))
    .thenNothing();
  designation
    .given(passed(), revoked)
    .when(confirm, facts({ passedTo: 'B2' }))
    .thenNothing();
});

it('of a merger whose step here is still to come, or whose day is, holds from that day on', () => {
  const predecessor = of(...inForce);
  designation.given().when(confirm, facts({ predecessor })).then(passed());
  const dissolution = { on: '2024-06-01' };
  designation.given().when(confirm, facts({ predecessor, dissolution })).then(passed('2024-06-01'));
});

it.each<[string, Partial<SuccessionFacts>, string | null]>([
  ['six months after the dissolution', { today: '2024-09-01' }, null],
  ['a day later', { today: '2024-09-02' }, 'NO_SUCCESSION'],
  [
    'of what goes on and whose organization lives',
    { predecessor: of(...inForce), dissolution: { on: null } },
    'NO_SUCCESSION',
  ],
  ['of who was dissolved in error', { dissolution: { on: null } }, 'NO_SUCCESSION'],
  ['of what ended with its validity', { predecessor: of(...inForce, ended('validity-over')) }, 'NO_SUCCESSION'],
  [
    'of what is over on the day of the merger',
    { predecessor: of(...inForce), dissolution: { on: '2026-07-01' } },
    'NO_SUCCESSION',
  ],
  [
    'of what was revoked',
    { predecessor: of(...inForce, { ...revoked, data: { ...revoked.data, ...subject } } as DesignationEvent) },
    'NO_SUCCESSION',
  ],
  ['of what failed its reinspection', { predecessor: of(...inForce, looked('failed')) }, 'SUCCESSION_UNSETTLED'],
  ['of what is on grace', { predecessor: of(...inForce, looked('conditional')) }, 'SUCCESSION_UNSETTLED'],
  [
    'of what had failed when it ended',
    { predecessor: of(...inForce, looked('failed'), dissolved) },
    'SUCCESSION_UNSETTLED',
  ],
  [
    'of what was on grace when it ended',
    { predecessor: of(...inForce, looked('conditional'), dissolved) },
    'SUCCESSION_UNSETTLED',
  ],
  ['of what passed its reinspection', { predecessor: of(...inForce, looked('passed'), dissolved) }, null],
  ['of what is to be revoked, or may be', { predecessor: of(...inForce), revocationId: 'R-1' }, 'SUCCESSION_UNSETTLED'],
  ['of what had ended while a case was open', { revocationId: 'R-1' }, 'SUCCESSION_UNSETTLED'],
  ['of what was only applied for', { predecessor: of(applied(), dissolved) }, 'NO_SUCCESSION'],
  ['of nobody the register knows', { dissolution: null }, 'ORGANIZATION_UNKNOWN'],
  ['of what another goes on with', { passedTo: 'B3' }, 'SUCCESSION_CONFIRMED'],
  ['by another body', { actor: actorFor('C') }, 'NOT_THE_BODY'],
  ['by a successor that is dissolved', { applicant: anApplicant({ alive: false }) }, 'ORGANIZATION_DISSOLVED'],
  ['by a successor under another body', { applicant: anApplicant({ isUnderBody: false }) }, 'NOT_UNDER_BODY'],
  ['by a successor that the programme is not for', { applicant: anApplicant({ kind: 'unit' }) }, 'NOT_A_SUBJECT'],
  ['by nobody the register knows', { applicant: null }, 'ORGANIZATION_UNKNOWN'],
])('%s is confirmed, or refused', (_when, given, code) => {
  const when = designation.given().when(confirm, facts(given));
  if (code === null) expect(when.outcome).toHaveProperty('events');
  else when.thenRefused(code);
});

it('is refused to who has the designation himself, or applies for it', () => {
  designation
    .given(designated({ organizationId: 'B2' }))
    .when(confirm, facts())
    .thenRefused('ALREADY_DESIGNATED');
  designation
    .given(applied({ organizationId: 'B2' }))
    .when(confirm, facts())
    .thenRefused('APPLICATION_OPEN');
});
