import { describe, expect, it } from '@jest/globals';
import type { OrganizationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  basis,
  branch,
  cancelled,
  cells,
  corrected,
  dissolved,
  elected,
  formed,
  historyOf,
  living,
  members,
  moved,
  noFacts,
  registration,
  reinstated,
  renamed,
  sectored,
  underUnit,
} from '../testing/sample.ts';
import { organizationDecider } from './organization.decider.ts';

const { given } = specification(organizationDecider);
const since = historyOf(registration());

const correction = (more: object, effectiveOn = '2023-07-01'): OrganizationEvent => ({
  type: 'RegistrationCorrected',
  data: {
    organizationId: branch,
    effectiveOn,
    kind: 'branch',
    name: '第一党支部',
    sector: 'organ',
    openedOn: '2010-01-01',
    reason: '录入有误',
    basis,
    findings: [],
    ...more,
  },
});

describe('更正登记', () => {
  it.each([{ name: '甲支部' }, { sector: 'school' }, { openedOn: '2009-06-01' }, { kind: 'general-branch' as const }])(
    'says %j as it was from the start, and nothing else anew; said again it is no news',
    (to) => {
      given(...since)
        .when(corrected('2023-07-01', to), underUnit)
        .then(correction(to));
      given(...since, correction(to))
        .when(corrected('2023-07-02', to), underUnit)
        .thenNothing();
    },
  );

  it('leaves what was said since: the name and the sector of later days', () => {
    const history = historyOf(
      registration(),
      renamed('2015-01-01', '乙'),
      sectored('2016-01-01', 'soe'),
      corrected('2023-07-01', { name: '丙', sector: 'school' }),
    );
    given(...history)
      .when(renamed('2014-12-31', '丙'), underUnit)
      .thenNothing();
    given(...history)
      .when(renamed('2015-01-01', '乙'), underUnit)
      .thenNothing();
    given(...history)
      .when(sectored('2015-12-31', 'school'), underUnit)
      .thenNothing();
    given(...history)
      .when(sectored('2016-01-01', 'soe'), underUnit)
      .thenNothing();
  });

  it('a registration sent again is no news, as it was and as it was corrected', () => {
    const history = historyOf(registration(), corrected('2023-07-01', { openedOn: '2009-06-01' }));
    for (const again of [registration(), registration({ openedOn: '2009-06-01' })]) {
      given(...history)
        .when(again, underUnit)
        .thenNothing();
    }
    given(...history)
      .when(registration({ openedOn: '2009-06-02' }), underUnit)
      .thenRefused('ORGANIZATION_EXISTS');
  });

  it.each([
    ['2020-05-01', undefined],
    ['2020-05-02', 'FACT_BEFORE_OPENING'],
  ])('is refused where a recorded fact would precede the opening: on %s', (openedOn, refused) => {
    for (const command of [members('2020-05-01', 5), renamed('2020-05-01', '乙'), elected('2020-05-01')]) {
      const outcome = given(...historyOf(registration(), command)).when(
        corrected('2023-07-01', { openedOn }),
        underUnit,
      );
      if (refused) outcome.thenRefused(refused);
    }
    const outcome = given(...since).when(corrected('2023-07-01', { openedOn }), {
      ...underUnit,
      toldSince: '2020-05-01',
    });
    if (refused) outcome.thenRefused(refused);
    else outcome.then(correction({ openedOn }));
  });
  it('is refused where a dissolution would precede the opening', () =>
    given(...historyOf(registration(), dissolved('2023-05-01')))
      .when(corrected('2023-07-01', { openedOn: '2023-06-01' }), underUnit)
      .thenRefused('FACT_BEFORE_OPENING'));

  it.each([
    ['KIND_IN_USE', { ...underUnit, referrers: ['activity-B001:2022'] }, since],
    ['KIND_IN_USE', underUnit, historyOf(registration(), cells('2022-01-01', 2))],
    ['PARENT_KIND', { ...underUnit, laterParents: ['organ-committee' as const, 'city' as const] }, since],
    ['PARENT_KIND', { ...underUnit, children: ['general-branch' as const] }, since],
    ['PARENT_KIND', { ...underUnit, parent: living('province') }, since],
  ])('to another kind is refused: %s', (code, facts, history) =>
    given(...history)
      .when(corrected('2023-07-01', { kind: 'general-branch' }), facts)
      .thenRefused(code),
  );
  it('is decided today or before, and opens nobody more than two years ahead', () => {
    given(...since)
      .when(corrected('2023-08-02', { name: '甲' }), underUnit)
      .thenRefused('EFFECTIVE_IN_FUTURE');
    given(...since)
      .when(corrected('2023-08-01', { openedOn: '2025-08-02' }), underUnit)
      .thenRefused('TOO_FAR_AHEAD');
  });
  it('is refused for one nobody registered, or whose registration was cancelled', () => {
    given()
      .when(corrected('2023-07-01', { name: '甲' }), underUnit)
      .thenRefused('ORGANIZATION_UNKNOWN');
    given(...historyOf(registration(), cancelled('2022-01-01')))
      .when(corrected('2023-07-01', { name: '甲' }), underUnit)
      .thenRefused('REGISTRATION_CANCELLED');
  });
});

describe('注销登记, and a second registration', () => {
  const again = historyOf(registration({ name: '另一支部', openedOn: '2022-03-01' }));
  const twice = [
    ...historyOf(registration(), renamed('2015-01-01', '乙'), members('2022-06-01', 9), cancelled('2022-07-01')),
    ...again,
  ];

  it('carries nothing over: neither names, nor reports, nor a dissolution', () => {
    given(...twice)
      .when(renamed('2022-03-01', '另一支部'), underUnit)
      .thenNothing();
    given(...twice)
      .when(renamed('2021-01-01', '丙'), underUnit)
      .thenRefused('BEFORE_OPENING');
    given(...twice)
      .when(members('2022-06-01', 9), underUnit)
      .then({
        type: 'MembershipReported',
        data: {
          organizationId: branch,
          effectiveOn: '2022-06-01',
          fullMembers: 9,
          probationaryMembers: 0,
          findings: [],
        },
      });
  });
  it('is cancelled as an error though a dissolution is recorded, of a day before it', () => {
    const history = historyOf(registration(), dissolved('2023-05-01'));
    given(...history)
      .when(cancelled('2023-04-30'), noFacts)
      .then({
        type: 'RegistrationCancelled',
        data: { organizationId: branch, effectiveOn: '2023-04-30', reason: '重复登记', findings: [] },
      });
    given(...history)
      .when(cancelled('2023-05-01'), noFacts)
      .thenRefused('ORGANIZATION_DISSOLVED');
  });
  it('is not cancelled on a day to come', () =>
    given(...since)
      .when(cancelled('2023-08-02'), noFacts)
      .thenRefused('EFFECTIVE_IN_FUTURE'));
});

describe('恢复', () => {
  const history = historyOf(registration(), dissolved('2023-05-01'));
  const fact: OrganizationEvent = {
    type: 'OrganizationReinstated',
    data: { organizationId: branch, effectiveOn: '2023-06-01', reason: '误撤', basis, findings: [] },
  };

  it('takes a dissolution back that was an error: it has lived on', () => {
    given(...history)
      .when(reinstated('2023-06-01'), underUnit)
      .then(fact);
    given(...history, fact)
      .when(renamed('2023-05-10', '乙'), underUnit)
      .then({
        type: 'OrganizationRenamed',
        data: { organizationId: branch, effectiveOn: '2023-05-10', name: '乙', findings: [] },
      });
    given(...history, fact)
      .when(reinstated('2023-06-01'), underUnit)
      .thenRefused('NOT_DISSOLVED');
  });
  it('takes one back that lies ahead', () =>
    given(...historyOf(registration(), dissolved('2024-01-01')))
      .when(reinstated('2023-06-01'), underUnit)
      .then(fact));
  it.each([
    ['2023-07-30', undefined],
    ['2023-07-31', 'REINSTATED_TOO_LATE'],
    ['2023-08-02', 'EFFECTIVE_IN_FUTURE'],
    ['2009-12-31', 'BEFORE_OPENING'],
  ])('within 90 days: on %s', (day, refused) => {
    const outcome = given(...history).when(reinstated(day), underUnit);
    if (refused) outcome.thenRefused(refused);
    else outcome.then({ ...fact, data: { ...fact.data, effectiveOn: day } } as OrganizationEvent);
  });
  it('is refused under a parent that is dissolved today', () =>
    given(...history)
      .when(reinstated('2023-06-01'), { ...underUnit, parent: living('unit', { dissolvedOn: '2023-08-01' }) })
      .thenRefused('PARENT_DISSOLVED'));
  it('is refused for one that nobody registered', () =>
    given().when(reinstated('2023-06-01'), underUnit).thenRefused('ORGANIZATION_UNKNOWN'));
  it.each([
    ['2009-12-31', 'BEFORE_OPENING'],
    ['2010-01-01', null],
    ['2010-01-02', null],
  ])('holds from the day of the opening on: decided on %s', (day, refused) => {
    const outcome = given(...historyOf(registration(), dissolved('2010-01-01'))).when(reinstated(day), underUnit);
    if (refused === null) expect(outcome.outcome).toHaveProperty('events.0.type', 'OrganizationReinstated');
    else outcome.thenRefused(refused);
  });
});

const onDay = (command: ReturnType<typeof moved>, effectiveOn: string): typeof command =>
  ({ ...command, data: { ...command.data, effectiveOn } }) as typeof command;

describe('an act of the register is announced at most two years ahead, and acts on its day', () => {
  it.each(
    [renamed('', '乙'), moved('', 'U02'), dissolved(''), sectored('', 'school'), formed('', 'joint')].map(
      (command) => [command.name, command] as const,
    ),
  )('%s', (_name, command) => {
    given(...since)
      .when(onDay(command, '2025-08-02'), underUnit)
      .thenRefused('TOO_FAR_AHEAD');
    const outcome = given(...since).when(onDay(command, '2025-08-01'), underUnit).outcome;
    if (!('events' in outcome) || outcome.events.length !== 1) throw new Error(JSON.stringify(outcome));
  });
  it('until the day of its dissolution every report and act goes on', () => {
    const history = historyOf(registration(), dissolved('2024-01-01'));
    for (const command of [
      members('2023-08-01', 5),
      renamed('2023-12-31', '乙'),
      elected('2023-08-01'),
      cells('2023-08-01', 1),
    ]) {
      const { outcome } = given(...history).when(command, underUnit);
      if (!('events' in outcome) || outcome.events.length !== 1) throw new Error(JSON.stringify(outcome));
    }
    given(...history)
      .when(renamed('2024-01-01', '乙'), underUnit)
      .thenRefused('ORGANIZATION_DISSOLVED');
  });
  it('a dissolution ahead may be brought forward', () =>
    given(...historyOf(registration(), dissolved('2024-01-01')))
      .when(dissolved('2023-10-01'), underUnit)
      .then({
        type: 'OrganizationDissolved',
        data: { organizationId: branch, effectiveOn: '2023-10-01', reason: '机构改革', findings: [] },
      }));
});
