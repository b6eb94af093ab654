import { describe, expect, it } from '@jest/globals';
import { type CommandNamed, revocationContract } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import {
  answered,
  basis,
  by,
  calendar,
  decided,
  deciding,
  FINDING,
  graced,
  ground,
  inspected,
  notified,
  on,
  propose,
  proposed,
  proposing,
} from '../testing/revocation/examples.ts';
import { revocationDecider } from './revocation.decider.ts';

const revocation = specification(revocationDecider);
const notify: CommandNamed<'NotifyBranch'> = { name: 'NotifyBranch', data: { revocationId: 'R1', basis } };
const state = (says = '已整改'): CommandNamed<'SubmitStatement'> => ({
  name: 'SubmitStatement',
  data: { revocationId: 'R1', says },
});
const grace = (until = '2023-05-25', reason = '正在整改'): CommandNamed<'GrantGrace'> => ({
  name: 'GrantGrace',
  data: { revocationId: 'R1', until, reason },
});

describe('a revocation is proposed', () => {
  it('on the findings of a concluded on-site inspection, once', () => {
    revocation.given().when(propose(), proposing()).then(proposed());
    revocation.given(proposed()).when(propose(), proposing()).thenNothing();
    revocation
      .given(proposed())
      .when(propose({ facts: '另一件' }), proposing())
      .thenRefused('REVOCATION_KNOWN');
  });

  it('again without any look at what has changed since', () => {
    const ended = { ...proposing(), designation: null, inspections: [] };
    revocation.given(proposed(), notified, decided()).when(propose(), ended).thenNothing();
  });

  const remote = inspected({ inspectionId: 'I2', mode: 'remote' });
  const office = inspected({ inspectionId: 'I3', mode: 'back-office' });
  const ofAll = (...ids: readonly string[]) => ({
    grounds: [{ ...ground, findings: ids.map((inspectionId) => ({ inspectionId, findingId: FINDING })) }],
  });
  const of = (change: object) => proposing({ inspections: [inspected(change)] });
  it.each([
    ['of what is not designated', propose(), proposing({ designation: null }), 'DESIGNATION_NOT_IN_FORCE'],
    [
      'of what is designated no more',
      propose(),
      proposing({ designation: { level: 'city', programmeKind: 'party-building-site', designatedOn: null } }),
      'DESIGNATION_NOT_IN_FORCE',
    ],
    ['beside another case of the same designation', propose(), proposing({ open: 'R0' }), 'REVOCATION_OPEN'],
    ['on one ground twice', propose({ grounds: [ground, ground] }), proposing(), 'GROUND_TWICE'],
    ['on an inspection that is not there', propose(), proposing({ inspections: [] }), 'GROUND_FINDING_UNKNOWN'],
    ['on an inspection of another', propose(), of({ organizationId: 'D' }), 'GROUND_FINDING_UNKNOWN'],
    ['on an inspection that is not concluded', propose(), of({ isConcluded: false }), 'GROUND_FINDING_UNKNOWN'],
    ['on what it did not find', propose(), of({ findings: [] }), 'GROUND_FINDING_UNKNOWN'],
    [
      'on remote and back-office checks alone',
      propose(ofAll('I2', 'I3')),
      proposing({ inspections: [remote, office] }),
      'EVIDENCE_REMOTE_ONLY',
    ],
    ['on a random survey alone', propose(), of({ mode: 'random-survey' }), 'EVIDENCE_REMOTE_ONLY'],
    ['for nobody', propose(), proposing({ actor: by('P-5', 'X') }), 'ACTS_FOR_NOBODY'],
  ])('not %s', (_how, command, facts, code) => {
    revocation.given().when(command, facts).thenRefused(code);
  });

  it('by all who inspected, whom nobody of them looks after', () => {
    const other = inspected({ inspectionId: 'I2', mode: 'remote', team: ['P-3', 'P-1'] });
    const { outcome } = revocation
      .given()
      .when(propose(ofAll('I1', 'I2')), proposing({ inspections: [inspected(), other] }));
    expect(outcome).toMatchObject({ events: [{ data: { inspectors: ['P-1', 'P-2', 'P-3'] } }] });
  });
});

describe('the organization is heard', () => {
  it('by a notice that gives it ten working days over a holiday, once', () => {
    revocation
      .given(proposed())
      .when(notify, { ...on('2023-04-20'), calendar })
      .then(notified);
    revocation
      .given(proposed(), notified)
      .when(notify, { ...on('2023-04-21'), calendar })
      .thenNothing();
    const other = { ...notify, data: { ...notify.data, basis: { documentNo: '工委〔2023〕31号' } } };
    revocation
      .given(proposed(), notified)
      .when(other, { ...on('2023-04-21'), calendar })
      .thenRefused('BRANCH_NOTIFIED');
  });

  it('by the body that proposed, or one above it', () => {
    const as = (organizationId: string) => ({ ...on('2023-04-20', by('P-7', organizationId)), calendar });
    revocation.given(proposed()).when(notify, as('C')).then(notified);
    revocation
      .given(proposed({ bodyId: 'C' }))
      .when(notify, as('W'))
      .thenRefused('NOT_THE_PROPOSING_BODY');
    revocation
      .given(proposed({ bodyId: 'C' }))
      .when(grace(), as('W'))
      .thenRefused('NOT_THE_PROPOSING_BODY');
  });

  it('not in a year whose working days are not published', () => {
    revocation
      .given(proposed({ effectiveOn: '2023-12-20' }))
      .when(notify, { ...on('2023-12-20'), calendar })
      .thenRefused('WORKING_DAYS_UNKNOWN');
  });

  it('by its statement, once, after it was notified and before it is decided', () => {
    revocation.given(proposed(), notified).when(state(), on('2023-04-25')).then(answered);
    revocation.given(proposed(), notified, answered).when(state(), on('2023-04-26')).thenNothing();
    revocation
      .given(proposed(), notified, answered)
      .when(state('补充'), on('2023-04-26'))
      .thenRefused('STATEMENT_STANDS');
    revocation.given(proposed()).when(state(), on('2023-04-25')).thenRefused('BRANCH_NOT_NOTIFIED');
    revocation.given(proposed(), notified, decided()).when(state(), on('2023-05-09')).thenRefused('REVOCATION_DECIDED');
    revocation.given().when(state(), on('2023-04-25')).thenRefused('REVOCATION_UNKNOWN');
  });
});

describe('grace', () => {
  it('is granted once', () => {
    revocation.given(proposed(), notified).when(grace(), on('2023-04-25')).then(graced);
    revocation.given(proposed(), notified, graced).when(grace(), on('2023-04-26')).thenNothing();
    revocation
      .given(proposed(), notified, graced)
      .when(grace('2023-05-20'), on('2023-04-26'))
      .thenRefused('GRACE_GRANTED');
    revocation
      .given(proposed(), notified, graced)
      .when(grace('2023-05-25', '另一理由'), on('2023-04-26'))
      .thenRefused('GRACE_GRANTED');
    revocation.given(proposed(), notified, decided()).when(grace(), on('2023-05-09')).thenRefused('REVOCATION_DECIDED');
  });

  it.each([
    ['2023-05-25', 'events'],
    ['2023-05-26', 'GRACE_OUT_OF_BOUNDS'],
    ['2023-04-26', 'events'],
    ['2023-04-25', 'GRACE_OUT_OF_BOUNDS'],
  ])('granted on 25 April until %s: %s', (until, expected) => {
    const { outcome } = revocation.given(proposed(), notified).when(grace(until), on('2023-04-25'));
    expect('refused' in outcome ? outcome.refused : 'events').toBe(expected);
  });
});

it('has the status of its last event, whatever is asked in whatever order', () => {
  const decide = (outcome: 'revoke' | 'retain') =>
    ({ name: 'DecideRevocation', data: { revocationId: 'R1', outcome, basis, reason: '未再检查' } }) as const;
  const lodge = { name: 'LodgeAppeal', data: { revocationId: 'R1', says: '事实有出入' } } as const;
  const settle = { name: 'DecideAppeal', data: { revocationId: 'R1', outcome: 'overturn', basis } } as const;
  const steps = [
    { command: propose(), facts: proposing() },
    { command: notify, facts: { ...on('2023-04-20'), calendar } },
    { command: state(), facts: on('2023-04-25') },
    { command: grace(), facts: on('2023-04-25') },
    { command: decide('revoke'), facts: deciding('2023-05-26') },
    { command: decide('retain'), facts: deciding('2023-05-26') },
    { command: lodge, facts: on('2023-05-27') },
    { command: settle, facts: on('2023-06-01', by('P-8', 'C')) },
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 30 }), (asked) => {
      holdStatusLaw(revocationContract, revocationDecider, asked);
    }),
  );
  const whole = holdStatusLaw(revocationContract, revocationDecider, steps);
  expect(new Set(whole)).toEqual(new Set(Object.keys(revocationContract.events)));
});
