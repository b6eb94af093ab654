import { expect, it } from '@jest/globals';
import type { CommandNamed, EditionContent, RoundEvent, RoundOutside } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import type { PublishedEdition } from '../edition/edition.state.ts';
import { aStandard, basis, published, roundEditionOf } from '../testing/examples.ts';
import type { BranchInScope, ClosingFacts } from './closing.decider.ts';
import type { Candidate } from './exemption.decider.ts';
import { roundDecider } from './round.decider.ts';

const round = specification(roundDecider);
const edition = published(aStandard());
const school = published(aStandard({ sector: 'school', documentNo: '小〔2022〕3号' }));
const held = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const about = { roundId: 'W:stars:2022', ...held };
const opened: RoundEvent = {
  type: 'RoundOpened',
  data: { ...about, editions: [roundEditionOf(edition)], steps: [], openedOn: '2023-01-05' },
};
const schoolAdded: RoundEvent = { type: 'RoundEditionAdded', data: { ...about, edition: roundEditionOf(school) } };

const close = (data: Partial<CommandNamed<'CloseRound'>['data']> = {}): CommandNamed<'CloseRound'> => ({
  name: 'CloseRound',
  data: { ...held, ...data },
});
const branch = (branchId: string, grade: string | null, overrides: Partial<BranchInScope> = {}): BranchInScope => ({
  branchId,
  unitId: 'U1',
  editionId: edition.editionId,
  grade,
  effectiveOn: grade === null ? null : '2022-12-31',
  superior: [],
  inspectors: [],
  lost: [],
  ...overrides,
});
const branches = (...grades: readonly (string | null)[]): readonly BranchInScope[] =>
  grades.map((grade, index) => branch(`B${index + 1}`, grade));
const closing = (given: readonly BranchInScope[], overrides: Partial<ClosingFacts> = {}): ClosingFacts => ({
  today: '2023-03-10',
  actor: { personId: 'P-9', role: 'operator', organizationId: 'W' },
  editions: [edition],
  scope: { branches: given, outside: [] },
  ...overrides,
});
const distribution = (three: number, two: number, one: number) => [
  { grade: 'three', label: '三星', count: three },
  { grade: 'two', label: '二星', count: two },
  { grade: 'one', label: '一星', count: one },
];
const closed = {
  type: 'RoundClosed',
  data: {
    ...about,
    effectiveOn: '2023-03-10',
    editions: [{ editionId: edition.editionId, editionHash: edition.editionHash }],
    distribution: distribution(1, 0, 2),
    units: [
      { organizationId: 'U1', branches: 1, counts: { three: 1, two: 0, one: 0 } },
      { organizationId: 'U2', branches: 2, counts: { three: 0, two: 0, one: 2 } },
    ],
    branches: 3,
    lagging: ['B2', 'B3'],
    exempt: [],
    outside: [],
    lostMost: [
      { editionId: edition.editionId, aspect: 'kind', item: 'K1', text: '问候', branches: 2 },
      { editionId: edition.editionId, aspect: 'tidy', item: 'T1', text: '地面', branches: 1 },
    ],
    quotasExceeded: [],
  },
} satisfies RoundEvent;
const three = [
  branch('B1', 'three', { lost: ['K1'] }),
  branch('B2', 'one', { unitId: 'U2', lost: ['T1', 'K1'] }),
  branch('B3', 'one', { unitId: 'U2' }),
];

it('closes today with the grades in all and by unit, who is lagging, and what was lost most', () => {
  round.given(opened).when(close(), closing(three)).then(closed);
});

it('records nothing when a closed round is closed again', () => {
  round
    .given(opened, closed)
    .when(close({ effectiveOn: '2023-03-01' }), closing([]))
    .thenNothing();
});

it('refuses to close what is not open, what is empty, and what has branches without a grade', () => {
  round.given().when(close(), closing([])).thenRefused('ROUND_NOT_OPEN');
  round.given(opened).when(close(), closing([])).thenRefused('ROUND_EMPTY');
  round
    .given(opened)
    .when(close(), closing(branches('one', null)))
    .thenRefused('ROUND_UNGRADED');
});

it('names every branch that has no grade', () => {
  const outcome = () =>
    roundDecider.decide(close(), roundDecider.evolve({ status: 'none' }, opened), closing(branches(null, 'one', null)));
  expect(outcome).toThrow(expect.objectContaining({ details: { count: 2, branches: ['B1', 'B3'] } }));
});

it.each([
  ['the day before its latest decision', '2022-12-30', '2023-03-10', 'CLOSED_BEFORE_DECISION'],
  ['the day of its latest decision', '2022-12-31', '2023-03-10', '2022-12-31'],
  ['today', '2023-03-10', '2023-03-10', '2023-03-10'],
  ['tomorrow', '2023-03-11', '2023-03-10', 'EFFECTIVE_IN_FUTURE'],
  ['1 January 2020', '2020-01-01', '2023-03-10', 'CLOSED_TOO_EARLY'],
  ['no day, in December', undefined, '2022-12-31', '2022-12-31'],
] as const)('closed on %s', (_what, effectiveOn, today, expected) => {
  const when = round.given(opened).when(close(effectiveOn ? { effectiveOn } : {}), closing(three, { today }));
  if (/^\d/.test(expected)) when.then({ type: 'RoundClosed', data: { ...closed.data, effectiveOn: expected } });
  else when.thenRefused(expected);
});

it.each([
  ['2022-11-30', 'CLOSED_TOO_EARLY'],
  ['2022-12-01', null],
  ['2022-12-02', null],
])('the round of the running period closed on %s', (today, refused) => {
  const decided = three.map((each) => ({ ...each, effectiveOn: '2022-11-01' }));
  const when = round.given(opened).when(close(), closing(decided, { today }));
  if (refused) when.thenRefused(refused);
  else expect(when.outcome).toMatchObject({ events: [{ data: { effectiveOn: today } }] });
});

it('refuses a quota exceeded without a basis, and records it with one', () => {
  const crowded = closing(branches('three', 'three', 'three', 'one', 'one'));
  round.given(opened).when(close(), crowded).thenRefused('QUOTA_EXCEEDED');
  const { outcome } = round.given(opened).when(close({ quotaBasis: basis }), crowded);
  const quota = { editionId: edition.editionId, per: 'committee', grade: 'three', maxShare: '0.4' };
  expect(outcome).toMatchObject({
    events: [{ data: { quotaBasis: basis, quotasExceeded: [{ ...quota, branches: 5, count: 3, allowed: 2 }] } }],
  });
});

it('counts the quota of each edition over its own branches, and one of a unit over the unit', () => {
  const quota = { grade: 'three', maxShare: 0.5, per: 'unit' as const, fromBranches: 2 };
  const perUnit: PublishedEdition = { ...edition, content: { ...edition.content, quotas: [quota] } };
  const given = [
    branch('B1', 'three'),
    branch('B2', 'one'),
    branch('B3', 'three', { unitId: 'U2' }),
    branch('B4', 'three', { unitId: 'U2' }),
    branch('S1', 'three', { editionId: school.editionId }),
  ];
  const { outcome } = round
    .given(opened, schoolAdded)
    .when(close({ quotaBasis: basis }), closing(given, { editions: [perUnit, school] }));
  expect(outcome).toMatchObject({
    events: [{ data: { quotasExceeded: [{ per: 'unit', unitId: 'U2', branches: 2, count: 2, allowed: 1 }] } }],
  });
});

it('tells of two editions side by side: their grades once, who is lagging by which, the losses of each', () => {
  const own = { ...aStandard().grades[0], code: 'four', label: '四星', min: 95, standing: 'leading' as const };
  const other = published(
    aStandard({ sector: 'school', documentNo: '小〔2022〕3号', grades: [own, ...aStandard().grades] }),
  );
  const given = [branch('B1', 'one'), branch('S1', 'one', { editionId: other.editionId, lost: ['T1'] })];
  const { outcome } = round
    .given(opened, { ...schoolAdded, data: { ...about, edition: roundEditionOf(other) } } as RoundEvent)
    .when(close(), closing(given, { editions: [edition, other] }));
  expect(outcome).toMatchObject({
    events: [
      {
        data: {
          editions: [{ editionId: edition.editionId }, { editionId: other.editionId }],
          distribution: [...distribution(0, 0, 2), { grade: 'four', label: '四星', count: 0 }],
          lagging: ['B1', 'S1'],
          lostMost: [{ editionId: other.editionId, item: 'T1', branches: 1 }],
        },
      },
    ],
  });
});

it('names at most ten items on which most branches lost points', () => {
  const items = Array.from({ length: 12 }, (_, index) => ({
    code: `I${index}`,
    text: `项目${index}`,
    points: 1,
    scoring: 'deduction' as const,
  }));
  const content: EditionContent = aStandard({ aspects: [{ aspect: 'all', label: '全部', items }] });
  const many: PublishedEdition = { ...edition, content };
  const all = items.map(({ code }) => code);
  const given = [branch('B1', 'one', { lost: all }), branch('B2', 'one', { lost: ['I11'] })];
  const { outcome } = round.given(opened).when(close(), closing(given, { editions: [many] }));
  const named = ['I11', ...all.slice(0, 9)].map((item) => expect.objectContaining({ item }));
  expect(outcome).toMatchObject({ events: [{ data: { lostMost: named } }] });
});

it('names who is exempt and who stands outside, each with the reason', () => {
  const candidate: Candidate = {
    openedOn: '2022-09-01',
    form: 'ordinary',
    graded: false,
    exempt: { livedLessThanMonths: 6, forms: [] },
  };
  const exempt: CommandNamed<'ExemptBranch'> = {
    name: 'ExemptBranch',
    data: { ...held, branchId: 'B9', because: 'lived-less' },
  };
  const exempted: RoundEvent = { type: 'BranchExempted', data: { ...about, branchId: 'B9', because: 'lived-less' } };
  round.given(opened).when(exempt, { candidate }).then(exempted);
  const outside: RoundOutside[] = [{ branchId: 'B7', reason: 'sector-missing' }];
  const facts = closing(three, { scope: { branches: three, outside } });
  const { outcome } = round.given(opened, exempted).when(close(), facts);
  expect(outcome).toMatchObject({
    events: [{ data: { exempt: [{ branchId: 'B9', because: 'lived-less' }], outside } }],
  });
});

it('names the branches that who confirms rated for the superior too, and says that it is the same hand', () => {
  const rated = [
    branch('B1', 'two', { superior: ['P-7', 'P-9'] }),
    branch('B2', 'two', { superior: ['P-1'] }),
    branch('B3', 'two'),
  ];
  const told = round.given(opened).when(close(), closing(rated)).outcome;
  expect(told).toMatchObject({ events: [{ data: { sameHand: true, ratedByConfirmer: ['B1'] } }] });
});

it('names the branches that who rated for the superior or confirms inspected too', () => {
  const inspected = [
    branch('B1', 'two', { superior: ['P-1'], inspectors: ['P-9'] }),
    branch('B2', 'two', { superior: ['P-1'], inspectors: ['P-7', 'P-1'] }),
    branch('B3', 'two', { superior: ['P-1'], inspectors: ['P-7'] }),
  ];
  const { outcome } = round.given(opened).when(close(), closing(inspected));
  expect(outcome).toMatchObject({ events: [{ data: { sameHand: true, inspectedByGrader: ['B1', 'B2'] } }] });
  expect(JSON.stringify(outcome)).not.toContain('ratedByConfirmer');
});

it('says nothing of hands where rater, confirmer and inspector are three persons, or the rater is not told', () => {
  const rated = [branch('B1', 'two', { superior: ['P-1'], inspectors: ['P-7'] }), branch('B2', 'two')];
  const { outcome } = round.given(opened).when(close(), closing(rated));
  expect(JSON.stringify(outcome)).not.toMatch(/sameHand|ratedByConfirmer|inspectedByGrader/);
});
