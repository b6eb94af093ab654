import { expect, it } from '@jest/globals';
import type { CommandNamed, RoundEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import type { EditionState } from '../edition/edition.state.ts';
import { aStandard, basis, published, roundEditionOf } from '../testing/examples.ts';
import type { AddingFacts, OpeningFacts } from './opening.decider.ts';
import { roundDecider } from './round.decider.ts';

const round = specification(roundDecider);
const edition = published(aStandard());
const { editionId } = edition;
const school = published(aStandard({ sector: 'school', documentNo: '小〔2022〕3号' }));
const held = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const about = { roundId: 'W:stars:2022', ...held };
const today = '2023-01-05';

const facts = (overrides: Partial<OpeningFacts> = {}): OpeningFacts => ({
  today,
  edition: { status: 'published', edition },
  committeeKind: 'work-committee',
  later: [],
  ...overrides,
});
const open = (data: Partial<CommandNamed<'OpenRound'>['data']> = {}): CommandNamed<'OpenRound'> => ({
  name: 'OpenRound',
  data: { ...held, editionId, ...data },
});
const add = (data: Partial<CommandNamed<'AddRoundEdition'>['data']> = {}): CommandNamed<'AddRoundEdition'> => ({
  name: 'AddRoundEdition',
  data: { ...held, editionId: school.editionId, ...data },
});
const opened: RoundEvent = {
  type: 'RoundOpened',
  data: { ...about, editions: [roundEditionOf(edition)], steps: [], openedOn: today },
};
const closed: RoundEvent = {
  type: 'RoundClosed',
  data: {
    ...about,
    editions: [],
    effectiveOn: '2023-03-10',
    distribution: [],
    units: [],
    branches: 0,
    lagging: [],
    exempt: [],
    outside: [],
    lostMost: [],
    quotasExceeded: [],
  },
};

it('opens a round today under a published edition of its scheme', () => {
  round.given().when(open(), facts()).then(opened);
  round
    .given()
    .when(open({ openedOn: today }), facts())
    .then(opened);
});

it('opens a round on an earlier day, with its steps', () => {
  const steps = [
    { step: 'self-rating', from: '2023-01-10', to: '2023-01-20' },
    { step: 'unit-review', to: '2023-01-20' },
    { step: 'notice', to: '2023-03-01' },
  ] as const;
  round
    .given()
    .when(open({ openedOn: '2023-01-04', steps: [...steps] }), facts())
    .then({ type: 'RoundOpened', data: { ...opened.data, openedOn: '2023-01-04', steps: [...steps] } } as RoundEvent);
});

it.each<[string, CommandNamed<'OpenRound'>['data']['steps']]>([
  [
    'a step twice',
    [
      { step: 'list', to: '2023-02-01' },
      { step: 'list', to: '2023-02-02' },
    ],
  ],
  [
    'steps out of their order',
    [
      { step: 'notice', to: '2023-02-01' },
      { step: 'list', to: '2023-02-02' },
    ],
  ],
  [
    'a step that ends before the one before',
    [
      { step: 'list', to: '2023-02-02' },
      { step: 'notice', to: '2023-02-01' },
    ],
  ],
  ['a step that ends before it begins', [{ step: 'list', from: '2023-02-03', to: '2023-02-02' }]],
])('refuses %s', (_what, steps) => {
  round.given().when(open({ steps }), facts()).thenRefused('STEPS_DISORDERED');
});

it('records nothing when the round is opened again under an edition that it has', () => {
  round.given(opened).when(open(), facts()).thenNothing();
  round.given(opened, closed).when(open(), facts()).thenNothing();
});

it('opens a round of a period that ended before the edition was retired', () => {
  round
    .given()
    .when(open(), facts({ edition: { status: 'retired', edition, retiredOn: '2023-01-01' } }))
    .then(opened);
});

const draft: EditionState = { status: 'draft', editionId, content: edition.content, drafters: [] };
const inForceFrom = (effectiveFrom: string): EditionState => ({
  status: 'published',
  edition: published(aStandard({ effectiveFrom })),
});

it.each<[string, Partial<OpeningFacts>, string]>([
  ['an unknown committee', { committeeKind: null }, 'COMMITTEE_UNKNOWN'],
  ['another kind of organization', { committeeKind: 'unit' }, 'NOT_A_WORK_COMMITTEE'],
  ['an edition nobody drafted', { edition: { status: 'none' } }, 'EDITION_UNKNOWN'],
  ['an edition that is a draft', { edition: draft }, 'EDITION_NOT_PUBLISHED'],
  [
    'an edition of another scheme',
    { edition: { status: 'published', edition: published(aStandard({ scheme: 'moons' })) } },
    'EDITION_SCHEME_MISMATCH',
  ],
  ['an edition not in force in the period', { edition: inForceFrom('2023-01-01') }, 'EDITION_NOT_IN_FORCE'],
  [
    'an edition retired before the period ended',
    { edition: { status: 'retired', edition, retiredOn: '2022-12-31' } },
    'EDITION_RETIRED',
  ],
  ['an edition that a later one has replaced', { later: ['stars:新'] }, 'EDITION_SUPERSEDED'],
  ['a day that has not come', { today: '2023-01-03' }, 'EFFECTIVE_IN_FUTURE'],
])('refuses a round of %s', (_what, overrides, code) => {
  round
    .given()
    .when(open({ openedOn: '2023-01-04' }), facts(overrides))
    .thenRefused(code);
});

it('opens a round under an edition from the last day of the period on', () => {
  expect(round.given().when(open(), facts({ edition: inForceFrom('2022-12-31') })).outcome).toMatchObject({
    events: [{ type: 'RoundOpened' }],
  });
});

it('opens a round under an edition that was replaced when a basis says why', () => {
  round
    .given()
    .when(open({ basis }), facts({ later: ['stars:新'] }))
    .then({ type: 'RoundOpened', data: { ...opened.data, basis } } as RoundEvent);
});

it.each([
  ['2025', undefined],
  ['2026', 'PERIOD_TOO_FAR'],
])('a round of %s in 2023', (period, refused) => {
  const when = round.given().when(open({ period }), facts());
  if (refused) when.thenRefused(refused);
  else expect(when.outcome).toMatchObject({ events: [{ data: { period } }] });
});

it('refuses to open a round under a second edition, and adds that one where it is for others', () => {
  round
    .given(opened)
    .when(open({ editionId: school.editionId }), facts())
    .thenRefused('ROUND_OTHER_EDITION');
  const adding: AddingFacts = { edition: { status: 'published', edition: school }, later: [] };
  const added: RoundEvent = { type: 'RoundEditionAdded', data: { ...about, edition: roundEditionOf(school) } };
  round.given(opened).when(add(), adding).then(added);
  round.given(opened, added).when(add(), adding).thenNothing();
  round
    .given(opened, added)
    .when(open({ editionId: school.editionId }), facts())
    .thenNothing();
});

it('grades organ and general branches of one sector by an edition each', () => {
  const generals = published(aStandard({ documentNo: '小〔2022〕4号', subjects: ['general-branch'] }));
  round
    .given(opened)
    .when(add({ editionId: generals.editionId }), { edition: { status: 'published', edition: generals }, later: [] })
    .then({ type: 'RoundEditionAdded', data: { ...about, edition: roundEditionOf(generals) } });
});

const same = published(aStandard({ documentNo: '小〔2022〕5号', subjects: ['general-branch', 'branch'] }));
const adding = (overrides: Partial<AddingFacts> = {}): AddingFacts => ({
  edition: { status: 'published', edition: school },
  later: [],
  ...overrides,
});

it.each<[string, readonly RoundEvent[], AddingFacts, string]>([
  ['a round that is not open', [], adding(), 'ROUND_NOT_OPEN'],
  ['a round that is closed', [opened, closed], adding(), 'ROUND_CLOSED'],
  ['the same branches', [opened], adding({ edition: { status: 'published', edition: same } }), 'EDITIONS_OVERLAP'],
  ['an edition replaced since', [opened], adding({ later: ['stars:新'] }), 'EDITION_SUPERSEDED'],
  ['an unknown edition', [opened], adding({ edition: { status: 'none' } }), 'EDITION_UNKNOWN'],
])('refuses to add an edition for %s', (...[, history, given, code]) => {
  round
    .given(...history)
    .when(add(), given)
    .thenRefused(code);
});

it('asks for the groups of units that an edition counts a quota over, each unit in one', () => {
  const grouped = published(aStandard({ quotas: [{ grade: 'three', maxShare: 0.4, per: 'group' }] }));
  const given = facts({ edition: { status: 'published', edition: grouped } });
  const groups = [
    { group: '甲组', units: ['U1', 'U2'] },
    { group: '乙组', units: ['U3'] },
  ];
  round.given().when(open(), given).thenRefused('GROUPS_MISSING');
  round
    .given()
    .when(open({ groups: [...groups, { group: '丙组', units: ['U2'] }] }), given)
    .thenRefused('GROUPS_OVERLAP');
  round
    .given()
    .when(open({ groups }), given)
    .then({
      type: 'RoundOpened',
      data: { ...opened.data, editions: [{ ...roundEditionOf(grouped), groups }] },
    } as RoundEvent);
});
