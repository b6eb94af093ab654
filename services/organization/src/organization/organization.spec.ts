import { describe, expect, it } from '@jest/globals';
import type { OrganizationCommand, OrganizationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  basis,
  branch,
  cancelled,
  cells,
  confirmed,
  dissolved,
  elected,
  extended,
  historyOf,
  living,
  members,
  moved,
  noFacts,
  profiled,
  registration,
  renamed,
  underUnit,
  unit,
  vacated,
} from '../testing/sample.ts';
import { organizationDecider } from './organization.decider.ts';

const { given } = specification(organizationDecider);
const since = historyOf(registration());

const fact = (type: OrganizationEvent['type'], effectiveOn: string, more: object): OrganizationEvent =>
  ({ type, data: { organizationId: branch, effectiveOn, findings: [], ...more } }) as OrganizationEvent;

/** One row a command: what is recorded, and what, already so, records nothing. */
const recordedOnce: readonly (readonly [string, OrganizationCommand, OrganizationEvent])[] = [
  [
    '更名',
    renamed('2015-01-01', '机关第一党支部'),
    fact('OrganizationRenamed', '2015-01-01', { name: '机关第一党支部' }),
  ],
  ['隶属调整', moved('2015-01-01', 'U02'), fact('OrganizationMoved', '2015-01-01', { parentId: 'U02' })],
  [
    '党员数',
    members('2022-12-31', 10, 1),
    fact('MembershipReported', '2022-12-31', { fullMembers: 10, probationaryMembers: 1 }),
  ],
  ['书记任职', confirmed('2020-05-01', 'P-9'), fact('SecretaryConfirmed', '2020-05-01', { personId: 'P-9' })],
  [
    '书记空缺',
    vacated('2020-05-01'),
    fact('SecretaryVacated', '2020-05-01', { findings: [{ code: 'secretary-vacant', from: '2020-08-02' }] }),
  ],
  ['党小组', cells('2020-05-01', 3), fact('CellsSet', '2020-05-01', { cells: 3 })],
  ['特色品牌亮点', profiled('2020-05-01', { brand: '先锋' }), fact('ProfileSet', '2020-05-01', { brand: '先锋' })],
  ['撤销', dissolved('2023-05-01'), fact('OrganizationDissolved', '2023-05-01', { reason: '机构改革' })],
  ['注销登记', cancelled('2023-05-01'), fact('RegistrationCancelled', '2023-05-01', { reason: '重复登记' })],
  [
    '换届',
    elected('2020-05-01', { committeeSize: 5 }),
    fact('ElectionHeld', '2020-05-01', {
      committeeSize: 5,
      termYears: 3,
      findings: [
        { code: 'term-over', from: '2023-05-01' },
        { code: 'election-due', from: '2022-11-01', to: '2023-05-01' },
        { code: 'result-unconfirmed', from: '2020-06-01' },
      ],
    }),
  ],
];

describe('what is reported is recorded, and once', () => {
  it.each(recordedOnce)('%s', (_title, command, event) => {
    given(...since)
      .when(command, underUnit)
      .then(event);
    given(...since, event)
      .when(command, underUnit)
      .thenNothing();
  });

  it('延期换届 moves the end of the term that runs', () => {
    const history = historyOf(registration(), elected('2020-05-01'));
    const event = fact('TermExtended', '2023-04-01', {
      until: '2023-10-01',
      reason: '疫情',
      basis,
      findings: [
        { code: 'term-over', from: '2023-10-01' },
        { code: 'election-due', from: '2022-11-01', to: '2023-10-01' },
        { code: 'result-unconfirmed', from: '2020-06-01' },
      ],
    });
    given(...history)
      .when(extended('2023-04-01', '2023-10-01'), noFacts)
      .then(event);
    given(...history, event)
      .when(extended('2023-04-01', '2023-10-01'), noFacts)
      .thenNothing();
  });

  it('an election whose committee nobody counted does not take back the count stated for it', () =>
    given(...historyOf(registration(), elected('2020-05-01', { committeeSize: 5 })))
      .when(elected('2020-05-01'), noFacts)
      .thenNothing());

  it('the same figures on another day are a new report: an older one may still come in', () =>
    given(...historyOf(registration(), members('2021-12-31', 10)))
      .when(members('2022-12-31', 10), noFacts)
      .then(fact('MembershipReported', '2022-12-31', { fullMembers: 10, probationaryMembers: 0 })));

  it('an older name reported later is a fact, though a later name is known', () =>
    given(...historyOf(registration(), renamed('2015-01-01', '乙')))
      .when(renamed('2012-01-01', '甲'), noFacts)
      .then(fact('OrganizationRenamed', '2012-01-01', { name: '甲' })));

  it('what happened before a dissolution may be reported after it', () =>
    given(...historyOf(registration(), dissolved('2023-05-01')))
      .when(members('2022-12-31', 2), noFacts)
      .then(
        fact('MembershipReported', '2022-12-31', {
          fullMembers: 2,
          probationaryMembers: 0,
          findings: [{ code: 'too-few-members', from: '2022-12-31', to: '2023-05-01' }],
        }),
      ));
});

describe('registration', () => {
  it('is recorded with the day the organization opened', () =>
    given()
      .when(registration(), underUnit)
      .then(
        fact('OrganizationRegistered', '2010-01-01', {
          code: branch,
          kind: 'branch',
          parentId: unit,
          name: '第一党支部',
          sector: 'organ',
        }),
      ));
  it('sent again is no news, also after changes', () =>
    given(...since, ...historyOf(registration(), renamed('2015-01-01', '乙')).slice(1))
      .when(registration(), underUnit)
      .thenNothing());
  it('of the same code with other content is refused', () =>
    given(...since)
      .when(registration({ name: '另一支部' }), underUnit)
      .thenRefused('ORGANIZATION_EXISTS'));
  it('of a dissolved organization’s code with other content is refused', () =>
    given(...historyOf(registration(), dissolved('2023-05-01')))
      .when(registration({ openedOn: '2023-06-01' }), underUnit)
      .thenRefused('ORGANIZATION_EXISTS'));
  it('is allowed again once it was cancelled', () => {
    const [again] = historyOf(registration({ name: '另一支部' }));
    given(...historyOf(registration(), cancelled('2022-01-01')))
      .when(registration({ name: '另一支部' }), underUnit)
      .then(...(again ? [again] : []));
  });
  it('a province stands under nothing', () => {
    expect(given().when(registration({ kind: 'province', parentId: undefined }), noFacts).outcome).toHaveProperty(
      'events',
    );
    given()
      .when(registration({ kind: 'province', parentId: unit }), underUnit)
      .thenRefused('PARENT_KIND');
  });
  it.each([
    ['PARENT_REQUIRED', registration({ parentId: undefined }), noFacts],
    ['PARENT_UNKNOWN', registration(), noFacts],
    ['PARENT_UNKNOWN', registration(), { ...noFacts, parent: { status: 'cancelled' as const } }],
    ['PARENT_KIND', registration(), { ...noFacts, parent: living('city') }],
    ['PARENT_KIND', registration({ kind: 'unit', parentId: branch }), { ...noFacts, parent: living('unit') }],
    ['UNIT_TOO_DEEP', registration({ kind: 'unit' }), { ...noFacts, parent: living('unit', { underUnit: true }) }],
  ])('%s', (code, command, facts) => given().when(command, facts).thenRefused(code));
  it.each([
    ['2009-12-31', false],
    ['2010-01-01', false],
    ['2010-01-02', true],
  ])('names a parent that lived on that day, though it is dissolved today: dissolved on %s', (dissolvedOn, taken) => {
    const outcome = given().when(registration(), { ...noFacts, parent: living('unit', { dissolvedOn }) });
    if (taken) outcome.then(...since);
    else outcome.thenRefused('PARENT_DISSOLVED');
  });
  it('names a parent that opens later: the edge holds from the child’s date', () =>
    given()
      .when(registration(), { ...noFacts, parent: living('unit', { openedOn: '2012-01-01' }) })
      .then(...since));
  it('opens at most two years ahead', () => {
    given()
      .when(registration({ openedOn: '2025-08-01' }), underUnit)
      .then(...historyOf(registration({ openedOn: '2025-08-01' })));
    given()
      .when(registration({ openedOn: '2025-08-02' }), underUnit)
      .thenRefused('TOO_FAR_AHEAD');
  });
  it('a unit stands under a unit of a work committee', () =>
    given()
      .when(registration({ kind: 'unit' }), underUnit)
      .then(...historyOf(registration({ kind: 'unit' }))));
});

const onLiving = [
  renamed('2009-12-31', '乙'),
  moved('2009-12-31', 'U02'),
  members('2009-12-31', 5),
  elected('2009-12-31'),
  extended('2009-12-31', '2020-01-01'),
  confirmed('2009-12-31'),
  vacated('2009-12-31'),
  cells('2009-12-31', 1),
  profiled('2009-12-31', { brand: '先锋' }),
];

const onDay = (command: OrganizationCommand, effectiveOn: string): OrganizationCommand =>
  ({ ...command, data: { ...command.data, effectiveOn } }) as OrganizationCommand;

describe.each(onLiving.map((command) => [command.name, command] as const))('%s', (_name, command) => {
  it('is refused before the organization opened', () =>
    given(...since)
      .when(command, underUnit)
      .thenRefused('BEFORE_OPENING'));
  it('is refused for an organization nobody registered', () =>
    given().when(command, underUnit).thenRefused('ORGANIZATION_UNKNOWN'));
  it('is refused from the dissolution on', () =>
    given(...historyOf(registration(), dissolved('2023-05-01')))
      .when(onDay(command, '2023-05-01'), underUnit)
      .thenRefused('ORGANIZATION_DISSOLVED'));
  it('is refused when the registration was cancelled', () =>
    given(...historyOf(registration(), cancelled('2022-01-01')))
      .when(onDay(command, '2023-05-01'), underUnit)
      .thenRefused('REGISTRATION_CANCELLED'));
});

describe('refusals', () => {
  it.each([
    ['2020-01-01', 'PARENT_DISSOLVED'],
    ['2019-12-31', 'PARENT_DISSOLVED'],
    ['2020-01-02', undefined],
  ])('nothing moves under a parent dissolved on that day, or before: on %s', (dissolvedOn, refused) => {
    const outcome = given(...since).when(moved('2020-01-01', 'U02'), {
      ...noFacts,
      parent: living('unit', { dissolvedOn }),
    });
    if (refused) outcome.thenRefused(refused);
    else outcome.then(fact('OrganizationMoved', '2020-01-01', { parentId: 'U02' }));
  });
  it.each([
    ['2020-01-02', 'PARENT_NOT_OPEN'],
    ['2020-01-01', undefined],
  ])('nothing moves under a parent that is not yet open: opening on %s', (openedOn, refused) => {
    const outcome = given(...since).when(moved('2020-01-01', 'U02'), {
      ...noFacts,
      parent: living('unit', { openedOn }),
    });
    if (refused) outcome.thenRefused(refused);
    else outcome.then(fact('OrganizationMoved', '2020-01-01', { parentId: 'U02' }));
  });
  it('a branch does not move under a branch', () =>
    given(...since)
      .when(moved('2020-01-01', 'B002'), { ...noFacts, parent: living('branch') })
      .thenRefused('PARENT_KIND'));
  it('a unit that has units under it moves under no unit, and under none that stands under one', () => {
    const history = historyOf(registration({ kind: 'unit', parentId: 'W1' }));
    given(...history)
      .when(moved('2020-01-01', 'U02'), { ...underUnit, unitsUnder: ['U03'] })
      .thenRefused('UNIT_TOO_DEEP');
    given(...history)
      .when(moved('2020-01-01', 'U02'), { ...underUnit, parent: living('unit', { underUnit: true }) })
      .thenRefused('UNIT_TOO_DEEP');
    given(...history)
      .when(moved('2020-01-01', branch), underUnit)
      .thenRefused('PARENT_KIND');
    given(...history)
      .when(moved('2020-01-01', 'U02'), underUnit)
      .then(fact('OrganizationMoved', '2020-01-01', { parentId: 'U02' }));
  });
  it('a parent with living children is not dissolved', () =>
    given(...since)
      .when(dissolved('2020-01-01'), { ...noFacts, livingChildren: ['B9'] })
      .thenRefused('LIVING_CHILDREN'));
  it.each([dissolved('2009-01-01'), cancelled('2009-01-01')])('nothing ends before it opened', (command) =>
    given(...since)
      .when(command, noFacts)
      .thenRefused('BEFORE_OPENING'),
  );
  it.each([dissolved('2020-01-01'), cancelled('2020-01-01')])('nothing ends that nobody registered', (command) =>
    given().when(command, noFacts).thenRefused('ORGANIZATION_UNKNOWN'),
  );
  it.each([dissolved('2023-06-01'), cancelled('2023-06-01')])('what is dissolved ends no second time', (command) =>
    given(...historyOf(registration(), dissolved('2023-05-01')))
      .when(command, noFacts)
      .thenRefused('ORGANIZATION_DISSOLVED'),
  );
  it('a registration that something refers to is not cancelled', () =>
    given(...since)
      .when(cancelled('2020-01-01'), { ...noFacts, referrers: ['activity-B001:2022'] })
      .thenRefused('ORGANIZATION_REFERRED_TO'));
  it('without an election there is no term to extend', () =>
    given(...since)
      .when(extended('2020-01-01', '2021-01-01'), noFacts)
      .thenRefused('NO_TERM_TO_EXTEND'));
  it('an extension reaches beyond the term', () =>
    given(...historyOf(registration(), elected('2020-05-01')))
      .when(extended('2023-01-01', '2023-05-01'), noFacts)
      .thenRefused('EXTENSION_WITHIN_TERM'));
});
