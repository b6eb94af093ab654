import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { GradingEvent } from '@zhibu/contracts';
import { History } from '../../testing/history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { replacements } from './replacement.lookup.ts';
import { ratingAnswers, ratingFindings, ratingHistory, ratingsInForce } from './rating.lookup.ts';
import { seen } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
const instants: string[] = [];

beforeAll(async () => {
  under = await readModelUnderTest();
  const history = new History()
    .register('C', 'work-committee')
    .register('B', 'branch', 'C')
    .grade('B', '2021', { grade: 'general', type: 'PriorGradeRecorded' });
  instants.push(history.now);
  history.wait(1000).edition().grade('B', '2022', { grade: 'advanced' });
  instants.push(history.now);
  history
    .wait(1000)
    .closeRound('classification', '2022')
    .grade('B', '2021', { grade: 'lagging', type: 'PriorGradeCorrected' })
    .grade('B', '2022', { grade: 'general', type: 'GradeRevised' });
  await under.apply(history.events);
});
afterAll(() => under.drop());

const key = { branchId: seen('B'), scheme: 'classification' };
const rating = async (asOf: string, knownAt?: string) =>
  (await ratingsInForce(under.model, [key], { asOf, knownAt }))[0];

it('answers the rating in force on the day, whole', async () => {
  expect(await rating('2022-12-31', instants[1])).toEqual({
    branchId: 'B',
    scheme: 'classification',
    period: '2022',
    grade: 'advanced',
    label: 'advanced级',
    standing: 'ordinary',
    confirmed: false,
    computedBy: expect.any(String),
    sameHand: false,
    computedGrade: 'advanced',
    score: '80.00',
    effectiveFrom: '2022-12-31',
    effectiveTo: null,
    recordedAt: instants[1],
    decision: {
      eventId: expect.any(String),
      type: 'BranchGraded',
      stream: 'grading-B:classification:2022',
      revision: 0,
      position: '3',
      actor: { personId: 'P-1', role: 'tester' },
      reason: null,
      basis: null,
      editionId: 'classification:示例〔2022〕1号',
    },
  });
});

it('lets a correction of 2021 never shadow 2022, and a correction of 2022 hold on the days of what it corrects', async () => {
  expect((await rating('2023-05-01'))?.grade).toBe('general');
  expect((await rating('2022-12-31'))?.period).toBe('2022');
  expect((await rating('2022-12-30'))?.grade).toBe('lagging');
});

it('still answers for an earlier instant what was known then', async () => {
  expect((await rating('2022-06-30', instants[1]))?.grade).toBe('general');
  expect((await rating('2023-05-01', instants[0]))?.period).toBe('2021');
  expect(await rating('2021-12-30', instants[0])).toBeUndefined();
});

it('confirms a grade from the closing of its round on, and takes one from before the platform as confirmed', async () => {
  expect((await rating('2022-12-31', instants[1]))?.confirmed).toBe(false);
  expect((await rating('2022-12-31'))?.confirmed).toBe(true);
  expect((await rating('2022-01-01', instants[0]))?.confirmed).toBe(true);
});

it('calls a grade from before the platform by the word of the nearest edition known then', async () => {
  expect((await rating('2022-01-01', instants[0]))?.label).toBe('general');
  expect((await rating('2022-01-01', instants[1]))?.label).toBe('一般');
});

it('tells the history by effectiveFrom, each until the next', async () => {
  const history = await ratingHistory(under.model, key);
  expect(history.map((row) => [row.period, row.grade, row.effectiveFrom, row.effectiveTo])).toEqual([
    ['2021', 'lagging', '2021-12-31', '2022-12-31'],
    ['2022', 'general', '2022-12-31', null],
  ]);
  const before = await ratingHistory(under.model, key, instants[1]);
  expect(before.map((row) => [row.period, row.grade, row.effectiveTo])).toEqual([
    ['2021', 'general', '2022-12-31'],
    ['2022', 'advanced', null],
  ]);
});

it('gives the findings of each decision, none for one without', async () => {
  const [first, second] = await ratingHistory(under.model, key, instants[1]);
  const ids = [second?.decision.eventId ?? '', first?.decision.eventId ?? '', '00000000-0000-0000-0000-000000000000'];
  expect(await ratingFindings(under.model, ids)).toEqual([
    [{ item: '1.1', rater: 'self', pointsLost: '2', note: null }],
    [],
    [],
  ]);
});

it('tells every answer ever given, with the time in which it was one', async () => {
  const spans = await ratingAnswers(under.model, key);
  expect(
    spans.map(({ from, to, knownFrom, knownTo, rating: { grade, confirmed } }) => [
      from,
      to,
      knownFrom,
      knownTo,
      grade,
      confirmed,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['2021-12-31', null, instants[0], instants[1], 'general', true],
      ['2021-12-31', '2022-12-31', instants[1], expect.any(String), 'general', true],
      ['2022-12-31', null, instants[1], expect.any(String), 'advanced', false],
      ['2022-12-31', null, expect.any(String), null, 'general', true],
    ]),
  );
  for (const { from, knownFrom, rating: answer } of spans)
    expect(await rating(from, knownFrom)).toMatchObject({ grade: answer.grade, confirmed: answer.confirmed });
});

it('says of a confirmed grade that one person rated, confirmed or inspected beside, as the closing or the decision tells', async () => {
  await under.empty();
  const history = new History().register('C', 'work-committee').edition();
  for (const id of ['B', 'D', 'E', 'F']) history.register(id, 'branch', 'C').grade(id, '2022', { grade: 'general' });
  history
    .closeRound('classification', '2022', { sameHand: true, ratedByConfirmer: ['B'], inspectedByGrader: ['B', 'F'] })
    .grade('E', '2022', { grade: 'lagging', type: 'GradeReassessed', effectiveOn: '2023-06-01', sameHand: true });
  await under.apply(history.events);
  const keys = ['B', 'D', 'E', 'F'].map((branchId) => ({ ...key, branchId: seen(branchId) }));
  const hands = async (asOf: string) => (await ratingsInForce(under.model, keys, { asOf })).map((one) => one?.sameHand);
  expect(await hands('2023-01-01')).toEqual([true, false, false, true]);
  expect(await hands('2023-06-01')).toEqual([true, false, true, true]);
});

it('names the decision that replaced a provisional one, or corrected one, as far as it is known', async () => {
  await under.empty();
  const history = new History().register('C', 'work-committee').register('B', 'branch', 'C').edition();
  const known: string[] = [];
  const decide = (grade: string, type: GradingEvent['type']) => {
    history.wait(1000).grade('B', '2022', { grade, type });
    known.push(history.now);
    return history.events.at(-1)?.id ?? '';
  };
  const first = decide('general', 'BranchGraded');
  const second = decide('lagging', 'BranchGraded');
  const determined = decide('advanced', 'GradeDetermined');
  const withdrawn = decide('advanced', 'DeterminationWithdrawn');
  history.closeRound('classification', '2022');
  const after = decide('general', 'GradeDetermined');
  const revised = decide('general', 'GradeRevised');
  await under.apply(history.events);
  const ids = [first, second, determined, after, revised];
  const now = (knownAt?: string) => replacements(under.model, ids, { asOf: '2023-06-01', knownAt });
  expect(await now()).toEqual([second, revised, withdrawn, null, null]);
  expect(await now(known[2])).toEqual([second, determined, null, null, null]);
  expect(await now(known[4])).toEqual([second, null, withdrawn, null, null]);
});
