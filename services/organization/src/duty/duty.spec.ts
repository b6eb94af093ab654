import { describe, expect, it } from '@jest/globals';
import { type CommandNamed, type DutyEvent, dutyContract } from '@zhibu/contracts';
import { fold } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { living } from '../testing/sample.ts';
import { dutyDecider } from './duty.decider.ts';
import type { DutyPlace } from './duty.rules.ts';

const { given } = specification(dutyDecider);
const today = '2026-03-02';
const by = (personId: string, more: { today?: string; place?: DutyPlace; founded?: readonly [] } = {}) => ({
  today,
  actor: { personId, role: 'operator' },
  place: living('work-committee') as DutyPlace,
  founded: [] as readonly 'system-administrator'[],
  ...more,
});
const basis = { documentNo: '组〔2026〕3号' };
const propose = (more: Partial<CommandNamed<'ProposeDuty'>['data']> = {}): CommandNamed<'ProposeDuty'> => ({
  name: 'ProposeDuty',
  data: { personId: 'P-1', duty: 'committee-clerk', organizationId: 'W', basis, ...more },
});

type Proposed = Extract<DutyEvent, { readonly type: 'DutyProposed' }>;
const proposed = (command = propose(), sender = by('P-2')): Proposed => {
  const [event] = dutyDecider.decide(command, fold(dutyDecider, []), sender);
  if (event?.type !== 'DutyProposed') throw new Error('nothing is proposed');
  return event;
};
const first = proposed();
const { dutyId } = first.data;
const confirm: CommandNamed<'ConfirmDuty'> = { name: 'ConfirmDuty', data: { personId: 'P-1', dutyId } };
const assigned = (from = today): DutyEvent => {
  const { proposerId: _proposer, ...held } = first.data;
  return { type: 'DutyAssigned', data: { ...held, from, confirmerId: 'P-3' } };
};
const refuse: CommandNamed<'RefuseDuty'> = { name: 'RefuseDuty', data: { personId: 'P-1', dutyId, reason: '不符' } };
const refused: DutyEvent = {
  type: 'DutyRefused',
  data: { personId: 'P-1', dutyId, organizationId: 'W', reason: '不符', effectiveOn: today },
};
const end: CommandNamed<'EndDuty'> = { name: 'EndDuty', data: { personId: 'P-1', dutyId, reason: '调离' } };
const ended = (effectiveOn = today): DutyEvent => ({
  type: 'DutyEnded',
  data: { ...end.data, organizationId: 'W', effectiveOn },
});

describe('a proposal', () => {
  it('is of today unless it says otherwise, and says who proposed', () => {
    expect(first.data).toMatchObject({ from: today, proposerId: 'P-2', duty: 'committee-clerk', organizationId: 'W' });
  });
  it('made twice is one', () => {
    given(first).when(propose(), by('P-2')).thenNothing();
    given(first, assigned())
      .when(propose(), by('P-2', { today: '2026-03-05' }))
      .thenNothing();
  });
  it.each([
    ['a refusal', refused],
    ['an end', ended()],
  ])('made again after %s is another', (_name, event) => {
    const history = event.type === 'DutyEnded' ? [first, assigned(), event] : [first, event];
    const [again] = dutyDecider.decide(propose(), fold(dutyDecider, history), by('P-2'));
    expect(again?.type).toBe('DutyProposed');
    expect(again).not.toEqual(first);
  });

  it.each([
    ['2026-03-01', 'DUTY_FROM_PAST'],
    ['2026-03-02', undefined],
    ['2026-03-03', undefined],
  ])('from %s: %s', (from, code) => {
    if (code !== undefined) given().when(propose({ from }), by('P-2')).thenRefused(code);
    else expect(proposed(propose({ from })).data.from).toBe(from);
  });
  it('ends on its first day at the earliest', () => {
    given()
      .when(propose({ until: '2026-03-01' }), by('P-2'))
      .thenRefused('DUTY_TERM_OVER');
    expect(proposed(propose({ until: today })).data.until).toBe(today);
  });

  it.each<readonly [string, Partial<CommandNamed<'ProposeDuty'>['data']>, DutyPlace]>([
    ['DUTY_BY_INSPECTION', { duty: 'inspector' }, living('city')],
    ['DUTY_PLACE_WRONG', { duty: 'branch-secretary' }, living('unit')],
    ['DUTY_PLACE_WRONG', { duty: 'audit-administrator' }, living('work-committee')],
    ['DUTY_PLACE_WRONG', {}, null],
    ['ORGANIZATION_UNKNOWN', {}, { status: 'unknown' }],
    ['REGISTRATION_CANCELLED', {}, { status: 'cancelled' }],
    ['BEFORE_OPENING', {}, living('work-committee', { openedOn: '2026-03-03' })],
    ['ORGANIZATION_DISSOLVED', {}, living('work-committee', { dissolvedOn: '2026-03-02' })],
    ['DUTY_BRANCHES_WRONG', { branchIds: ['B'] }, living('work-committee')],
    ['DUTY_BRANCHES_WRONG', { duty: 'rater', branchIds: ['B'] }, living('work-committee')],
    ['DUTY_BRANCHES_WRONG', { duty: 'verifier', until: '2026-06-30' }, living('work-committee')],
  ])('%s: %j', (code, data, place) => given().when(propose(data), by('P-2', { place })).thenRefused(code));

  it('is for an organization that lives on its first day: the day before its dissolution, and its opening', () => {
    for (const place of [{ dissolvedOn: '2026-03-03' }, { openedOn: today }])
      expect(proposed(propose(), by('P-2', { place: living('work-committee', place) })).type).toBe('DutyProposed');
  });

  it('for branches names them and its last day', () => {
    const data = { duty: 'rater', branchIds: ['B', 'D'], until: '2026-06-30' } as const;
    expect(proposed(propose({ ...data, branchIds: [...data.branchIds] })).data).toMatchObject(data);
  });
});

describe('a confirmation', () => {
  it('assigns the duty, by a third person', () => given(first).when(confirm, by('P-3')).then(assigned()));
  it('made twice is one', () => given(first, assigned()).when(confirm, by('P-4')).thenNothing());
  it.each(['P-1', 'P-2'])('is not for the person nor for who proposed: %s', (personId) => {
    given(first).when(confirm, by(personId)).thenRefused('CONFIRMER_INVOLVED');
    given(first).when(refuse, by(personId)).thenRefused('CONFIRMER_INVOLVED');
  });
  it('never acts on days that are past', () => {
    given(first)
      .when(confirm, by('P-3', { today: '2026-03-09' }))
      .then(assigned('2026-03-09'));
  });
  it('of a duty that is over is refused; of one that ends today it is not', () => {
    const short = proposed(propose({ until: '2026-03-05' }));
    const it = { name: 'ConfirmDuty', data: { personId: 'P-1', dutyId: short.data.dutyId } } as const;
    given(short)
      .when(it, by('P-3', { today: '2026-03-06' }))
      .thenRefused('DUTY_TERM_OVER');
    const [event] = dutyDecider.decide(it, fold(dutyDecider, [short]), by('P-3', { today: '2026-03-05' }));
    expect(event?.data).toMatchObject({ from: '2026-03-05', until: '2026-03-05' });
  });
  it('of what is not proposed, or not any more', () => {
    given().when(confirm, by('P-3')).thenRefused('DUTY_UNKNOWN');
    given(first, refused).when(confirm, by('P-3')).thenRefused('DUTY_NOT_PROPOSED');
    given(first, assigned()).when(refuse, by('P-3')).thenRefused('DUTY_NOT_PROPOSED');
  });
  it('can be a refusal, with its reason, once', () => {
    given(first).when(refuse, by('P-3')).then(refused);
    given(first, refused).when(refuse, by('P-3')).thenNothing();
  });
});

describe('the end of a duty', () => {
  it('is today, once', () => {
    given(first, assigned()).when(end, by('P-2')).then(ended());
    given(first, assigned(), ended()).when(end, by('P-2')).thenNothing();
  });
  it('of one that has not begun is its first day', () =>
    given(first, assigned('2026-04-01')).when(end, by('P-2')).then(ended('2026-04-01')));
  it('needs a duty that is held', () => {
    given(first).when(end, by('P-2')).thenRefused('DUTY_NOT_ASSIGNED');
    given().when(end, by('P-2')).thenRefused('DUTY_UNKNOWN');
  });
});

const found = (...duties: CommandNamed<'FoundDuties'>['data']['duties']): CommandNamed<'FoundDuties'> => ({
  name: 'FoundDuties',
  data: { personId: 'P-1', duties },
});

describe('the administrators', () => {
  const [founded] = dutyDecider.decide(found('system-administrator'), fold(dutyDecider, []), by('system'));
  if (!founded) throw new Error('nothing is founded');

  it('are founded without a confirmation, once each', () => {
    expect(founded.data).toMatchObject({ duties: [{ duty: 'system-administrator' }], effectiveOn: today });
    given(founded).when(found('system-administrator'), by('system')).thenNothing();
    given()
      .when(found('system-administrator'), { ...by('system'), founded: ['system-administrator'] })
      .thenRefused('DUTIES_FOUNDED_BEFORE');
  });
  it('are one person only where that is said, and it is recorded', () => {
    const both = found('system-administrator', 'audit-administrator');
    const merged = { ...both, data: { ...both.data, merged: true } };
    const events = dutyDecider.decide(merged, fold(dutyDecider, []), by('system'));
    expect(events.map(({ type }) => type)).toEqual(['DutiesMerged', 'DutiesFounded']);
    expect(events[0]?.data).toEqual({ personId: 'P-1', effectiveOn: today, duties: both.data.duties });
    given(...events)
      .when(merged, by('system'))
      .thenNothing();
    given(...events)
      .when(propose(), by('P-2'))
      .thenRefused('DUTIES_EXCLUSIVE');
    const [alone] = dutyDecider.decide(
      { ...found('audit-administrator'), data: { ...found('audit-administrator').data, merged: true } },
      fold(dutyDecider, []),
      by('system'),
    );
    expect(alone?.type).toBe('DutiesFounded');
  });
  it('exclude each other and every business duty, also one that is only proposed', () => {
    const place = null;
    const audit = propose({ duty: 'audit-administrator', organizationId: undefined });
    given().when(found('system-administrator', 'audit-administrator'), by('system')).thenRefused('DUTIES_EXCLUSIVE');
    given(founded).when(audit, by('P-2', { place })).thenRefused('DUTIES_EXCLUSIVE');
    given(founded).when(propose(), by('P-2')).thenRefused('DUTIES_EXCLUSIVE');
    given(first).when(audit, by('P-2', { place })).thenRefused('DUTIES_EXCLUSIVE');
    given(first).when(found('system-administrator'), by('system')).thenRefused('DUTIES_EXCLUSIVE');
  });
  it('are free again when the other duty has ended, or is over', () => {
    const audit = propose({ duty: 'audit-administrator', organizationId: undefined });
    for (const history of [
      [first, refused],
      [first, assigned(), ended()],
    ])
      expect(dutyDecider.decide(audit, fold(dutyDecider, history), by('P-2', { place: null }))).toHaveLength(1);
  });
});

it('refuses by every code of its own', () => {
  const tried = ['DUTY_UNKNOWN', 'DUTY_NOT_PROPOSED', 'DUTY_NOT_ASSIGNED', 'DUTY_BY_INSPECTION', 'DUTY_PLACE_WRONG'];
  const others = ['DUTY_BRANCHES_WRONG', 'DUTY_FROM_PAST', 'DUTY_TERM_OVER', 'DUTIES_EXCLUSIVE'];
  expect(Object.keys(dutyContract.refusals).toSorted()).toEqual(
    [...tried, ...others, 'DUTIES_FOUNDED_BEFORE', 'CONFIRMER_INVOLVED'].toSorted(),
  );
});
