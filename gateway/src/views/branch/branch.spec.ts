import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { History } from '../../testing/history.ts';
import { Naive } from '../../testing/naive.ts';
import { anyDay, places, randomHistory } from '../../testing/random-history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { type BranchFilter, branchesUnder } from './branch.lookup.ts';
import { whole } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());

const filter: fc.Arbitrary<BranchFilter> = fc.oneof(
  fc.constant({}),
  fc.record({
    scheme: fc.constantFrom('classification', 'appraisal'),
    grade: fc.constantFrom('advanced', 'general', 'lagging'),
  }),
  fc.constant({ scheme: 'appraisal' }),
  fc.constant({ nameContains: 'b1' }),
  fc.constant({ nameContains: '%', scheme: 'appraisal' }),
);

it('lists page by page what naive reading finds, with the exact total, as known now and at any instant', async () => {
  const asked = fc.record({
    id: fc.constantFrom(...places),
    day: anyDay,
    filter,
    first: fc.integer({ min: 1, max: 3 }),
    knownAfter: fc.option(fc.nat(50), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(randomHistory, fc.array(asked, { minLength: 6, maxLength: 6 }), async (history, questions) => {
      await under.empty();
      await under.apply(history.events);
      for (const question of questions) {
        const knownAt = question.knownAfter === undefined ? undefined : history.events[question.knownAfter]?.recordedAt;
        const naive = new Naive(history.events, question.day, knownAt ?? history.now);
        const expected = naive.branchesUnder(question.id).filter((id) => passes(naive, id, question.filter));
        expect(await allPages(question, { asOf: question.day, knownAt })).toEqual({
          ids: expected,
          totals: expected.length,
        });
      }
    }),
    { numRuns: runs(200) },
  );
});

function passes(naive: Naive, id: string, { scheme, grade, nameContains }: BranchFilter): boolean {
  if (scheme !== undefined && grade === undefined && naive.gradeOf(id, scheme) === undefined) return false;
  if (scheme !== undefined && grade !== undefined && naive.gradeOf(id, scheme) !== grade) return false;
  return nameContains === undefined || `${id}组织`.toLowerCase().includes(nameContains);
}

async function allPages(
  asked: { id: string; filter: BranchFilter; first: number },
  moment: { asOf: string; knownAt: string | undefined },
) {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await branchesUnder(
      under.model,
      { under: whole(asked.id), filter: asked.filter },
      { moment, page: { first: asked.first, after } },
    );
    ids.push(...page.ids);
    after = page.ids.at(-1);
    if (!page.hasNext) return { ids, totals: page.totalCount };
  }
}

it('finds nobody designated, for nobody is yet', async () => {
  const at = { moment: { asOf: '2022-01-01' }, page: { first: 5 } };
  expect(await branchesUnder(under.model, { under: whole('P'), filter: { designated: true } }, at)).toEqual({
    ids: [],
    hasNext: false,
    totalCount: 0,
  });
});

it('finds a name whatever the width or case of its letters', async () => {
  await under.empty();
  const history = new History().register('C', 'work-committee').register('U', 'unit', 'C');
  for (const [id, name] of [
    ['B1', '第１党支部（ＩＴ处）'],
    ['B2', '第1党支部(it处)'],
    ['B3', '第2党支部'],
  ] as const) {
    history.register(id, 'branch', 'U').organization(id, 'OrganizationRenamed', { name });
  }
  await under.apply(history.events);
  const named = (nameContains: string) =>
    allPages({ id: 'C', filter: { nameContains }, first: 2 }, { asOf: '2022-01-01', knownAt: undefined });
  for (const text of ['第1党', '第１党', 'IT处)', 'ｉｔ处）'])
    expect(await named(text)).toMatchObject({ ids: ['B1', 'B2'] });
});
