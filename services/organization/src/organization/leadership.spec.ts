import { describe, expect, it } from '@jest/globals';
import type { OrganizationCommand, OrganizationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  appointed,
  basis,
  branch,
  cells,
  committee,
  confirmed,
  elected,
  extended,
  formed,
  historyOf,
  joined,
  living,
  members,
  noFacts,
  profiled,
  registration,
  resultConfirmed,
  sectored,
  temporary,
  underUnit,
  vacated,
} from '../testing/sample.ts';
import { organizationDecider } from './organization.decider.ts';

const { given } = specification(organizationDecider);
const since = historyOf(registration());

const fact = (type: OrganizationEvent['type'], effectiveOn: string, more: object): OrganizationEvent =>
  ({ type, data: { organizationId: branch, effectiveOn, findings: [], ...more } }) as OrganizationEvent;

/** The findings after commands on a branch, by code with their days. */
function findings(...commands: readonly OrganizationCommand[]) {
  const last = historyOf(registration(), ...commands).at(-1);
  return Object.fromEntries((last?.data.findings ?? []).map(({ code, from, to }) => [code, to ? [from, to] : [from]]));
}

it.each(
  [
    elected(''),
    extended('', '2030-01-01'),
    members('', 5),
    confirmed(''),
    appointed(''),
    vacated(''),
    cells('', 1),
    profiled('', { brand: '先锋' }),
    committee('', []),
  ].map((command) => [command.name, command] as const),
)('%s is a fact: never of a day to come', (_name, command) => {
  const tomorrow = { ...command, data: { ...command.data, effectiveOn: '2023-08-02' } } as typeof command;
  given(...historyOf(registration(), elected('2020-05-01')))
    .when(tomorrow, underUnit)
    .thenRefused('EFFECTIVE_IN_FUTURE');
});

it('an extension decided on the day of the election is said once, and those of the term before are not of this one', () => {
  const history = historyOf(registration(), elected('2017-05-01'), extended('2020-04-30', '2024-05-01'));
  given(...historyOf(registration(), elected('2020-05-01'), extended('2020-05-01', '2024-05-01')))
    .when(extended('2020-05-01', '2024-05-01'), noFacts)
    .thenNothing();
  expect(
    given(...history, ...historyOf(registration(), elected('2020-05-01')).slice(1)).when(
      extended('2020-05-01', '2024-05-01'),
      noFacts,
    ).outcome,
  ).toHaveProperty('events.0.type', 'TermExtended');
});

it.each([
  [elected('2020-05-01'), 'unit'],
  [committee('2020-05-01', []), 'unit'],
  [cells('2020-05-01', 1), 'general-branch'],
  [profiled('2020-05-01', { brand: '先锋' }), 'organ-committee'],
  [formed('2020-05-01', 'joint'), 'general-branch'],
] as const)('$0.name is refused for a kind that has none: %s', (command, kind) =>
  given(...historyOf(registration({ kind })))
    .when(command, underUnit)
    .thenRefused('KIND_HAS_NONE'),
);

it.each([
  ['branch', 3],
  ['general-branch', 3],
  ['basic-committee', 5],
  ['organ-committee', 5],
] as const)('a term of a %s lasts %i years where the election does not say', (kind, termYears) => {
  const parent = living(kind === 'branch' || kind === 'general-branch' ? 'unit' : 'work-committee');
  const { outcome } = given(...historyOf(registration({ kind }))).when(elected('2020-05-01'), { ...underUnit, parent });
  expect(outcome).toMatchObject({ events: [{ data: { termYears } }] });
});

describe('批准选举结果', () => {
  it('confirms the last election before that day, once', () => {
    const history = historyOf(registration(), elected('2017-05-01'), elected('2020-05-01'));
    const { outcome } = given(...history).when(resultConfirmed('2020-05-20'), noFacts);
    expect(outcome).toMatchObject({
      events: [{ type: 'ElectionResultConfirmed', data: { heldOn: '2020-05-01', basis } }],
    });
    given(...historyOf(registration(), elected('2020-05-01'), resultConfirmed('2020-05-20')))
      .when(resultConfirmed('2020-05-20'), noFacts)
      .thenNothing();
  });
  it('may come on the day of the election', () =>
    expect(
      given(...historyOf(registration(), elected('2020-05-01'))).when(resultConfirmed('2020-05-01'), noFacts).outcome,
    ).toHaveProperty('events.0.data.heldOn', '2020-05-01'));
  it('is refused where no election was held', () =>
    given(...historyOf(registration(), elected('2020-05-01')))
      .when(resultConfirmed('2020-04-30'), noFacts)
      .thenRefused('NO_ELECTION_TO_CONFIRM'));
  it('is missing more than 30 days after the election, until it comes; not of one held before the platform', () => {
    expect(findings(elected('2020-05-01'))).toMatchObject({ 'result-unconfirmed': ['2020-06-01'] });
    expect(findings(elected('2020-05-01'), resultConfirmed('2020-07-15'))).toMatchObject({
      'result-unconfirmed': ['2020-06-01', '2020-07-15'],
    });
    expect(findings(elected('2020-05-01'), resultConfirmed('2020-06-01'))).not.toHaveProperty('result-unconfirmed');
    expect(findings(elected('2020-05-01', { prior: true }))).not.toHaveProperty('result-unconfirmed');
  });
});

describe('委员会', () => {
  const posts = [
    { post: 'secretary', personId: 'P-1' },
    { post: 'organization' },
    { post: 'member', personId: 'P-3' },
  ] as const;
  it('is recorded with its posts, once', () => {
    given(...since)
      .when(committee('2023-07-01', [...posts]), noFacts)
      .then(
        fact('CommitteeSet', '2023-07-01', {
          posts: [...posts],
          findings: [{ code: 'post-vacant', from: '2023-10-02' }],
        }),
      );
    given(...historyOf(registration(), committee('2023-07-01', [...posts])))
      .when(committee('2023-07-01', [...posts]), noFacts)
      .thenNothing();
  });
  it('names who is secretary, and that nobody is', () => {
    given(...historyOf(registration(), committee('2023-07-01', [...posts])))
      .when(confirmed('2023-07-01', 'P-1'), noFacts)
      .thenNothing();
    expect(findings(committee('2023-01-01', [{ post: 'secretary' }]))).toEqual({ 'secretary-vacant': ['2023-04-02'] });
  });
  it.each([
    [[{ post: 'secretary' }, { post: 'secretary', personId: 'P-1' }]],
    [
      [
        { post: 'member', personId: 'P-1' },
        { post: 'discipline', personId: 'P-1' },
      ],
    ],
  ] as const)('has one secretary, and nobody twice: %j', (twice) =>
    given(...since)
      .when(committee('2023-07-01', [...twice]), noFacts)
      .thenRefused('POST_TWICE'),
  );
  it('tells its size from its day on, as an election does', () => {
    expect(findings(members('2020-01-01', 9), committee('2022-01-01', []))).toEqual({
      'committee-missing': ['2022-01-01'],
    });
    expect(
      findings(
        members('2020-01-01', 9),
        elected('2020-05-01', { committeeSize: 0, prior: true }),
        committee('2022-01-01', [...posts]),
      ),
    ).toMatchObject({ 'committee-missing': ['2020-05-01', '2022-01-01'] });
  });
  it('a vacancy of a post goes on however often the list is set, and ends with its holder', () =>
    expect(
      findings(
        committee('2022-01-01', [{ post: 'organization' }]),
        committee('2022-02-01', [{ post: 'organization' }, { post: 'member' }]),
        committee('2022-06-01', [{ post: 'organization', personId: 'P-2' }]),
      ),
    ).toEqual({ 'post-vacant': ['2022-04-02', '2022-06-01'] }));
});

describe('形式', () => {
  it('a temporary branch names what for, by whom and until when; no other does', () => {
    for (const missing of ['purpose', 'approvedBy', 'expectedEnd']) {
      const command = temporary('2023-01-01', '2023-06-01');
      const data = Object.fromEntries(Object.entries(command.data).filter(([field]) => field !== missing));
      given(...since)
        .when({ ...command, data } as typeof command, underUnit)
        .thenRefused('TEMPORARY_INCOMPLETE');
    }
    given(...since)
      .when(temporary('2023-01-01', '2023-01-01'), underUnit)
      .thenRefused('TEMPORARY_INCOMPLETE');
    given(...since)
      .when(formed('2023-01-01', 'joint', { purpose: '抗洪' }), underUnit)
      .thenRefused('ONLY_TEMPORARY');
    given(...since)
      .when(temporary('2023-01-01', '2023-06-01'), noFacts)
      .thenRefused('ORGANIZATION_UNKNOWN');
  });
  it('said again it is no news, and an ordinary one is what each branch is at first', () => {
    given(...historyOf(registration(), temporary('2023-01-01', '2023-06-01')))
      .when(temporary('2023-02-01', '2023-06-01'), underUnit)
      .thenNothing();
    given(...since)
      .when(formed('2023-01-01', 'ordinary'), underUnit)
      .thenNothing();
  });
  it('a temporary branch elects nobody: its secretary is appointed', () => {
    const history = historyOf(registration(), temporary('2023-01-01', '2023-06-01'));
    given(...history)
      .when(elected('2023-01-01'), noFacts)
      .thenRefused('NO_ELECTION_IN_TEMPORARY');
    expect(given(...history).when(elected('2022-12-31'), noFacts).outcome).toMatchObject({ events: [{}] });
    expect(given(...history).when(appointed('2023-01-02', 'P-7'), noFacts).outcome).toMatchObject({
      events: [{ type: 'SecretaryAppointed', data: { personId: 'P-7', basis } }],
    });
  });
  it('a temporary branch is overdue after its expected end, should be ordinary after six months, and in no other breach', () => {
    expect(findings(members('2023-01-01', 2), temporary('2023-02-01', '2023-06-01'))).toEqual({
      'too-few-members': ['2023-01-01', '2023-02-01'],
      'temporary-overdue': ['2023-06-02'],
      'should-be-ordinary': ['2023-08-01'],
    });
    expect(findings(temporary('2023-02-01', '2023-06-01'), formed('2023-06-02', 'ordinary'))).toEqual({});
  });
});

describe('联合党支部', () => {
  const joint = [registration(), formed('2022-01-01', 'joint')];
  it('names its units, each once, from a day on which it is one', () => {
    given(...historyOf(...joint))
      .when(joined('2022-01-01', 'U01', 'U02'), underUnit)
      .then(fact('JointUnitsSet', '2022-01-01', { unitIds: ['U01', 'U02'] }));
    given(...historyOf(...joint, joined('2022-01-01', 'U01', 'U02')))
      .when(joined('2022-05-01', 'U01', 'U02'), underUnit)
      .thenNothing();
    given(...historyOf(...joint))
      .when(joined('2021-12-31', 'U01'), underUnit)
      .thenRefused('NOT_JOINT');
    given(...historyOf(...joint))
      .when(joined('2022-01-01', 'U01', 'U01'), underUnit)
      .thenRefused('NOT_A_MEMBER_UNIT');
    given(...historyOf(...joint))
      .when(joined('2022-01-01', 'U99'), underUnit)
      .thenRefused('ORGANIZATION_UNKNOWN');
    const named = new Map([
      ['U01', living('branch')],
      ['U02', living('unit', { dissolvedOn: '2022-01-01' })],
      ['U03', living('unit', { openedOn: '2022-01-02' })],
    ]);
    given(...historyOf(...joint))
      .when(joined('2022-01-01', 'U01'), { ...noFacts, named })
      .thenRefused('NOT_A_MEMBER_UNIT');
    given(...historyOf(...joint))
      .when(joined('2022-01-01', 'U03'), { ...noFacts, named })
      .thenRefused('BEFORE_OPENING');
    expect(
      given(...historyOf(...joint)).when(joined('2022-01-02', 'U03'), { ...noFacts, named }).outcome,
    ).toHaveProperty('events.0.type', 'JointUnitsSet');
    given(...historyOf(...joint))
      .when(joined('2022-01-01', 'U02'), { ...noFacts, named })
      .thenRefused('ORGANIZATION_DISSOLVED');
  });
  it('of more than five units is a finding', () => {
    const units = ['U01', 'U02', 'U03', 'U04', 'U05'];
    expect(findings(...joint.slice(1), joined('2022-02-01', ...units))).toEqual({});
    expect(
      findings(...joint.slice(1), joined('2022-02-01', ...units, 'U06'), formed('2022-09-01', 'ordinary')),
    ).toEqual({ 'joint-too-wide': ['2022-02-01', '2022-09-01'] });
  });
  it('reports its members by unit, and a unit with three of its own has no cause to join', () => {
    const of = (first: number, second: number) => [
      { unitId: 'U01', fullMembers: first, probationaryMembers: 0 },
      { unitId: 'U02', fullMembers: second, probationaryMembers: 1 },
    ];
    const history = historyOf(...joint, joined('2022-01-01', 'U01', 'U02'));
    const rest = [...joint.slice(1), joined('2022-01-01', 'U01', 'U02')];
    expect(findings(...rest, members('2022-03-01', 4, 1, of(2, 2)))).toEqual({});
    expect(findings(...rest, members('2022-03-01', 5, 1, of(3, 2)))).toEqual({ 'joint-without-cause': ['2022-03-01'] });
    given(...history)
      .when(members('2022-03-01', 4, 0, of(2, 2)), noFacts)
      .thenRefused('UNITS_AND_TOTAL_DIFFER');
    given(...history)
      .when(members('2022-03-01', 5, 1, of(2, 2)), noFacts)
      .thenRefused('UNITS_AND_TOTAL_DIFFER');
    const stranger = [{ unitId: 'U03', fullMembers: 4, probationaryMembers: 0 }];
    given(...history)
      .when(members('2022-03-01', 4, 0, stranger), noFacts)
      .thenRefused('NOT_A_MEMBER_UNIT');
    given(...since)
      .when(members('2022-03-01', 4, 1, of(2, 2)), noFacts)
      .thenRefused('NOT_JOINT');
  });
});

it('a branch without a sector is graded by nobody, until it has one', () => {
  const history = historyOf(registration({ sector: undefined }), sectored('2022-03-01', 'school'));
  expect(history.map(({ data }) => data.findings)).toEqual([
    [{ code: 'sector-missing', from: '2010-01-01' }],
    [{ code: 'sector-missing', from: '2010-01-01', to: '2022-03-01' }],
  ]);
  expect(historyOf(registration({ kind: 'general-branch', sector: undefined }))[0]?.data.findings).toEqual([]);
});
