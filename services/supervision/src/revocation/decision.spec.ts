import { describe, expect, it } from '@jest/globals';
import type { CommandNamed } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  answered,
  appealed,
  basis,
  by,
  decided,
  deciding,
  graced,
  inspected,
  notified,
  on,
  overturned,
  proposed,
  retained,
  signed,
} from '../testing/revocation/examples.ts';
import type { DecisionFacts } from './decision.decider.ts';
import { revocationDecider } from './revocation.decider.ts';

const revocation = specification(revocationDecider);
type Decide = CommandNamed<'DecideRevocation'>;
const decide = (change: Partial<Decide['data']> = {}): Decide => ({
  name: 'DecideRevocation',
  data: { revocationId: 'R1', outcome: 'revoke', basis, ...change },
});
const byP5 = signed(proposed(), by('P-5'));
const heard = [byP5, notified, answered];
const refusedAs = (outcome: object): unknown => ('refused' in outcome ? outcome.refused : 'events');

describe('it is decided', () => {
  it('to revoke from today on, which may be appealed for 15 days, or to retain', () => {
    revocation
      .given(...heard)
      .when(decide(), deciding('2023-05-08'))
      .then(decided());
    revocation
      .given(...heard)
      .when(decide({ outcome: 'retain' }), deciding('2023-05-08'))
      .then(retained);
  });

  it('once; the same again is nothing, another decision is refused', () => {
    revocation
      .given(...heard, decided())
      .when(decide(), deciding('2023-05-09'))
      .thenNothing();
    revocation
      .given(...heard, decided())
      .when(decide({ outcome: 'retain' }), deciding('2023-05-09'))
      .thenRefused('REVOCATION_DECIDED');
    revocation.given().when(decide(), deciding('2023-05-09')).thenRefused('REVOCATION_UNKNOWN');
  });

  it('once with one content: another day or another reason is no repetition', () => {
    const again = (change: Partial<Decide['data']>) => {
      const { outcome } = revocation.given(...heard, decided()).when(decide(change), deciding('2023-05-09'));
      return 'refused' in outcome ? outcome.refused : outcome;
    };
    expect(again({ revokedFrom: '2023-05-08' })).toEqual({ events: [] });
    expect(again({ revokedFrom: '2023-05-09' })).toBe('REVOCATION_DECIDED');
    expect(again({ reason: '补充理由' })).toBe('REVOCATION_DECIDED');
    revocation
      .given(...heard, decided({ revokedFrom: '2023-07-01', reason: '自下月起' }))
      .when(decide({ revokedFrom: '2023-07-01', reason: '自下月起' }), deciding('2023-05-09'))
      .thenNothing();
    revocation
      .given(...heard, decided({ revokedFrom: '2023-07-01' }))
      .when(decide(), deciding('2023-05-09'))
      .thenRefused('REVOCATION_DECIDED');
  });

  it.each([
    ['2023-05-06', 'RESPONSE_PENDING'],
    ['2023-05-08', 'events'],
  ])('without an answer only once ten working days are over: on %s %s', (today, expected) => {
    expect(refusedAs(revocation.given(byP5, notified).when(decide(), deciding(today)).outcome)).toBe(expected);
  });

  it('earlier where the organization has answered; never before it was notified', () => {
    expect(refusedAs(revocation.given(...heard).when(decide(), deciding('2023-04-26')).outcome)).toBe('events');
    revocation.given(byP5).when(decide(), deciding('2023-06-10')).thenRefused('BRANCH_NOT_NOTIFIED');
  });

  it.each([
    ['who proposed', byP5, by('P-5')],
    ['for whom the proposal was typed', signed(proposed(), by('P-5', 'W', 'P-6')), by('P-5')],
    ['who typed the proposal', signed(proposed(), by('P-5', 'W', 'P-6')), by('P-6')],
    ['whose decision is typed by who proposed', byP5, by('P-7', 'W', 'P-5')],
  ])('not by one %s', (_who, proposal, actor) => {
    revocation
      .given(proposal, notified, answered)
      .when(decide(), deciding('2023-05-08', { actor }))
      .thenRefused('DECIDED_BY_PROPOSER');
  });

  it.each([
    ['committee', 'W', 'events'],
    ['committee', 'P', 'events'],
    ['city', 'W', 'BELOW_THE_DESIGNATING_LEVEL'],
    ['city', 'C', 'events'],
    ['province', 'C', 'BELOW_THE_DESIGNATING_LEVEL'],
    ['committee', 'X', 'ACTS_FOR_NOBODY'],
  ] as const)('of %s level by %s: %s', (level, body, expected) => {
    const { outcome } = revocation
      .given(signed(proposed({ level }), by('P-5')), notified, answered)
      .when(decide(), deciding('2023-05-08', { actor: by('P-7', body) }));
    expect(refusedAs(outcome)).toBe(expected);
  });

  it.each<[string, DecisionFacts['designation']]>([
    ['has ended otherwise', null],
    [
      'has ended, and the organization is designated anew',
      { level: 'committee', programmeKind: 'party-building-site', designatedOn: '2023-05-01' },
    ],
  ])('to retain only, and without a hearing, where the designation %s', (_how, designation) => {
    const ended = deciding('2023-05-08', { designation });
    revocation
      .given(...heard)
      .when(decide(), ended)
      .thenRefused('DESIGNATION_NOT_IN_FORCE');
    revocation
      .given(byP5)
      .when(decide({ outcome: 'retain' }), ended)
      .then(retained);
  });

  it('within 60 days of the proposal; later with a reason, and it says so', () => {
    const late = deciding('2023-06-18');
    expect(refusedAs(revocation.given(...heard).when(decide(), deciding('2023-06-17')).outcome)).toBe('events');
    revocation
      .given(...heard)
      .when(decide(), late)
      .thenRefused('REASON_REQUIRED');
    const { outcome } = revocation.given(...heard).when(decide({ reason: '等待第二次检查' }), late);
    expect(outcome).toMatchObject({ events: [{ data: { late: true, reason: '等待第二次检查' } }] });
    expect(
      revocation.given(...heard).when(decide({ reason: '按期' }), deciding('2023-06-17')).outcome,
    ).not.toMatchObject({ events: [{ data: { late: true } }] });
  });

  it.each([
    ['2025-05-08', 'events'],
    ['2025-05-09', 'ACT_TOO_FAR'],
    ['2023-05-07', 'ACT_TOO_EARLY'],
  ])('to be revoked from a day at most two years ahead: %s %s', (revokedFrom, expected) => {
    const { outcome } = revocation.given(...heard).when(decide({ revokedFrom }), deciding('2023-05-08'));
    expect(refusedAs(outcome)).toBe(expected);
    if (expected === 'events')
      expect(outcome).toMatchObject({ events: [{ data: { effectiveOn: '2023-05-08', revokedFrom } }] });
  });

  it('to be retained from no day', () => {
    revocation
      .given(...heard)
      .when(decide({ outcome: 'retain', revokedFrom: '2023-05-09' }), deciding('2023-05-08'))
      .thenRefused('REVOKED_FROM_OUT_OF_PLACE');
  });
});

describe('while grace runs', () => {
  const second = { inspectionId: 'I9', visitedOn: '2023-05-04', team: ['P-3', 'P-4'] };
  it.each([
    ['nothing', [], 'GRACE_RUNNING'],
    ['a second look by one of the first', [inspected({ ...second, team: ['P-3', 'P-2'] })], 'GRACE_RUNNING'],
    ['a second look that is not concluded', [inspected({ ...second, isConcluded: false })], 'GRACE_RUNNING'],
    ['a second look from before it', [inspected({ ...second, visitedOn: '2023-04-24' })], 'GRACE_RUNNING'],
    ['a second look from afar', [inspected({ ...second, mode: 'remote' })], 'GRACE_RUNNING'],
    ['a second look by others', [inspected(second)], 'events'],
  ])('%s ends it: %s', (_what, inspections, expected) => {
    const { outcome } = revocation
      .given(...heard, graced)
      .when(decide(), deciding('2023-05-25', { inspections: [inspected(), ...inspections] }));
    expect(refusedAs(outcome)).toBe(expected);
    if (expected === 'events') expect(outcome).toMatchObject({ events: [{ data: { secondInspectionId: 'I9' } }] });
  });

  it('over without a second look, it is decided only with the reason why there was none', () => {
    const over = deciding('2023-05-26');
    for (const outcome of ['revoke', 'retain'] as const)
      revocation
        .given(...heard, graced)
        .when(decide({ outcome }), over)
        .thenRefused('SECOND_INSPECTION_MISSING');
    const { outcome } = revocation.given(...heard, graced).when(decide({ reason: '场所已拆除，无法检查' }), over);
    expect(outcome).toMatchObject({ events: [{ data: { reason: '场所已拆除，无法检查' } }] });
    revocation
      .given(...heard, graced)
      .when(decide({ reason: '场所已拆除，无法检查' }), deciding('2023-05-25'))
      .thenRefused('GRACE_RUNNING');
  });

  it('ends with a second look, which does not make the decision where it passes', () => {
    const inspections = [inspected(second)];
    const { outcome } = revocation.given(...heard, graced).when(decide(), deciding('2023-05-05', { inspections }));
    expect(outcome).toMatchObject({ events: [{ data: { outcome: 'revoke' } }] });
  });
});

describe('an appeal', () => {
  const lodge = (says = '事实有出入'): CommandNamed<'LodgeAppeal'> => ({
    name: 'LodgeAppeal',
    data: { revocationId: 'R1', says },
  });
  const settle = (change: Partial<CommandNamed<'DecideAppeal'>['data']> = {}): CommandNamed<'DecideAppeal'> => ({
    name: 'DecideAppeal',
    data: { revocationId: 'R1', outcome: 'overturn', basis, ...change },
  });
  const byP7 = signed(decided(), by('P-7'));

  it('is lodged once, within 15 days of a decision to revoke', () => {
    revocation
      .given(...heard, byP7)
      .when(lodge(), on('2023-05-20'))
      .then(appealed);
    revocation
      .given(...heard, byP7, appealed)
      .when(lodge(), on('2023-05-21'))
      .thenNothing();
    revocation
      .given(...heard, byP7, appealed)
      .when(lodge('补充'), on('2023-05-21'))
      .thenRefused('APPEAL_LODGED');
    expect(refusedAs(revocation.given(...heard, byP7).when(lodge(), on('2023-05-23')).outcome)).toBe('events');
    revocation
      .given(...heard, byP7)
      .when(lodge(), on('2023-05-24'))
      .thenRefused('APPEAL_OUT_OF_TIME');
    revocation
      .given(...heard, retained)
      .when(lodge(), on('2023-05-09'))
      .thenRefused('NOTHING_TO_APPEAL');
    revocation
      .given(...heard)
      .when(lodge(), on('2023-05-09'))
      .thenRefused('NOTHING_TO_APPEAL');
  });

  it('is decided once', () => {
    const above = on('2023-06-01', by('P-8', 'C'));
    revocation
      .given(...heard, byP7, appealed)
      .when(settle(), above)
      .then(overturned);
    revocation
      .given(...heard, byP7, appealed, overturned)
      .when(settle(), above)
      .thenNothing();
    revocation
      .given(...heard, byP7, appealed, overturned)
      .when(settle({ outcome: 'uphold' }), above)
      .thenRefused('APPEAL_DECIDED');
    revocation
      .given(...heard, byP7, appealed, overturned)
      .when(settle({ reason: '另一理由' }), above)
      .thenRefused('APPEAL_DECIDED');
    revocation
      .given(...heard, byP7)
      .when(settle(), above)
      .thenRefused('APPEAL_MISSING');
  });

  it.each([
    ['committee', 'W', by('P-8', 'W'), 'APPEAL_OF_ANOTHER_LEVEL'],
    ['committee', 'W', by('P-8', 'C'), 'events'],
    ['committee', 'W', by('P-8', 'P'), 'events'],
    ['city', 'C', by('P-8', 'C'), 'APPEAL_OF_ANOTHER_LEVEL'],
    ['province', 'P', by('P-8', 'P'), 'events'],
    ['province', 'P', by('P-8', 'C'), 'APPEAL_OF_ANOTHER_LEVEL'],
    ['province', 'P', by('P-7', 'P'), 'APPEAL_BY_SAME_HAND'],
    ['committee', 'W', by('P-5', 'C'), 'APPEAL_BY_SAME_HAND'],
    ['committee', 'W', by('P-8', 'C', 'P-7'), 'APPEAL_BY_SAME_HAND'],
  ] as const)('against a decision of %s level, %s, by %o: %s', (bodyLevel, bodyId, actor, expected) => {
    const { outcome } = revocation
      .given(...heard, signed(decided({ bodyLevel, bodyId }), by('P-7', bodyId)), appealed)
      .when(settle(), on('2023-06-01', actor));
    expect(refusedAs(outcome)).toBe(expected);
  });

  it('goes to others of the same body where nothing stands above it', () => {
    const alone = { ...on('2023-06-01', by('P-8')), bodies: [{ id: 'W', level: 'committee' as const }] };
    expect(refusedAs(revocation.given(...heard, byP7, appealed).when(settle(), alone).outcome)).toBe('events');
  });

  it('is decided within 30 days; later with a reason, and it says so', () => {
    const at = (today: string) => on(today, by('P-8', 'C'));
    const given = () => revocation.given(...heard, byP7, appealed);
    expect(refusedAs(given().when(settle(), at('2023-06-19')).outcome)).toBe('events');
    given().when(settle(), at('2023-06-20')).thenRefused('REASON_REQUIRED');
    expect(given().when(settle({ reason: '核查需要' }), at('2023-06-20')).outcome).toMatchObject({
      events: [{ data: { late: true } }],
    });
  });
});
