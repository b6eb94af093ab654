import { expect, it } from '@jest/globals';
import { type CommandNamed, type RoundEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import type { EditionState } from '../edition/edition.state.ts';
import { aStandard, basis, published } from '../testing/examples.ts';
import { quotasExceeded } from './quota.rules.ts';
import { type BranchInScope, type ClosingFacts, type OpeningFacts, roundDecider } from './round.decider.ts';

const round = specification(roundDecider);
const edition = published(aStandard());
const { editionId, editionHash } = edition;
const facts = (overrides: Partial<OpeningFacts> = {}): OpeningFacts => ({
  edition: { status: 'published', edition },
  committeeKind: 'work-committee',
  ...overrides,
});
const closing = (branches: readonly BranchInScope[] = []): ClosingFacts => ({
  edition: { status: 'published', edition },
  branches,
});
const open: CommandNamed<'OpenRound'> = {
  name: 'OpenRound',
  data: { workCommitteeId: 'W', scheme: 'stars', period: '2022', editionId },
};
const close: CommandNamed<'CloseRound'> = {
  name: 'CloseRound',
  data: { workCommitteeId: 'W', scheme: 'stars', period: '2022' },
};
const about = {
  roundId: 'W:stars:2022',
  workCommitteeId: 'W',
  scheme: 'stars',
  period: '2022',
  editionId,
  editionHash,
};
const opened: RoundEvent = { type: 'RoundOpened', data: about };
const branches = (...grades: readonly (string | null)[]): readonly BranchInScope[] =>
  grades.map((grade, index) => ({ branchId: `B${index + 1}`, grade }));

const distribution = (three: number, two: number, one: number) => [
  { grade: 'three', label: '三星', count: three },
  { grade: 'two', label: '二星', count: two },
  { grade: 'one', label: '一星', count: one },
];
const closed: RoundEvent = {
  type: 'RoundClosed',
  data: {
    ...about,
    effectiveOn: '2022-12-31',
    distribution: distribution(1, 0, 2),
    branches: 3,
    lagging: ['B2', 'B3'],
    quotasExceeded: [],
  },
};

it('opens a round under a published edition of its scheme', () => {
  round.given().when(open, facts()).then(opened);
});

it('records nothing when the round is opened again under the same edition', () => {
  round.given(opened).when(open, facts()).thenNothing();
  round.given(opened, closed).when(open, facts()).thenNothing();
});

it('opens a round of a period that ended before the edition was retired', () => {
  round
    .given()
    .when(open, facts({ edition: { status: 'retired', edition, retiredOn: '2023-01-01' } }))
    .then(opened);
});

const draft: EditionState = { status: 'draft', editionId, content: edition.content };
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
])('refuses a round of %s', (_what, overrides, code) => {
  round.given().when(open, facts(overrides)).thenRefused(code);
});

it('refuses to open a round under a second edition', () => {
  round
    .given(opened)
    .when({ name: 'OpenRound', data: { ...open.data, editionId: 'stars:另' } }, facts())
    .thenRefused('ROUND_OTHER_EDITION');
});

it('closes with every grade of the edition in its order, zeros included, and the branches of lagging standing', () => {
  round
    .given(opened)
    .when(close, closing(branches('three', 'one', 'one')))
    .then(closed);
});

it('closes on the day that the command says', () => {
  const data = { ...closed.data, effectiveOn: '2023-01-20' };
  round
    .given(opened)
    .when(
      { name: 'CloseRound', data: { ...close.data, effectiveOn: '2023-01-20' } },
      closing(branches('three', 'one', 'one')),
    )
    .then({ type: 'RoundClosed', data } as RoundEvent);
});

it('records nothing when a closed round is closed again', () => {
  round.given(opened, closed).when(close, closing()).thenNothing();
});

it('refuses to close what is not open, what is empty, and what has branches without a grade', () => {
  round.given().when(close, closing()).thenRefused('ROUND_NOT_OPEN');
  round.given(opened).when(close, closing()).thenRefused('ROUND_EMPTY');
  round
    .given(opened)
    .when(close, closing(branches('one', null)))
    .thenRefused('ROUND_UNGRADED');
});

it('names every branch that has no grade', () => {
  const decide = (): unknown =>
    roundDecider.decide(close, { status: 'open', round: about }, closing(branches(null, 'one', null)));
  expect(decide).toThrow(expect.objectContaining({ details: { count: 2, branches: ['B1', 'B3'] } }));
});

it('refuses a quota exceeded without a basis, and records it with one', () => {
  const crowded = closing(branches('three', 'three', 'three', 'one', 'one'));
  round.given(opened).when(close, crowded).thenRefused('QUOTA_EXCEEDED');
  round
    .given(opened)
    .when({ name: 'CloseRound', data: { ...close.data, quotaBasis: basis } }, crowded)
    .then({
      type: 'RoundClosed',
      data: {
        ...about,
        effectiveOn: '2022-12-31',
        distribution: distribution(3, 0, 2),
        branches: 5,
        lagging: ['B4', 'B5'],
        quotasExceeded: [{ grade: 'three', maxShare: '0.4', count: 3, allowed: 2 }],
        quotaBasis: basis,
      },
    });
});

it('takes a share of exactly the quota as within it', () => {
  const outcome = round.given(opened).when(close, closing(branches('three', 'three', 'one', 'one', 'one'))).outcome;
  expect(outcome).toMatchObject({ events: [{ data: { quotasExceeded: [] } }] });
});

it('counts a quota exactly, as fractions do', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.integer({ min: 0, max: 1000 }), (three, others, thousandths) => {
      const content = aStandard({ quotas: [{ grade: 'three', maxShare: thousandths / 1000 }] });
      const grades = [...Array.from({ length: three }, () => 'three'), ...Array.from({ length: others }, () => 'one')];
      const exceeded = new Fraction(three).compare(new Fraction(thousandths, 1000).mul(grades.length)) > 0;
      expect(quotasExceeded(content, grades).length).toBe(exceeded ? 1 : 0);
    }),
  );
});
