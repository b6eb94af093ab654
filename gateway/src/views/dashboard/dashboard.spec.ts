import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { OrganizationForm } from '@zhibu/contracts';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { History } from '../../testing/history.ts';
import { Naive } from '../../testing/naive.ts';
import { anyDay, places, randomHistory } from '../../testing/random-history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { countsOf } from './count.lookup.ts';
import { branchCount, childCounts, gradeCounts, scopeOf, transitions } from './dashboard.lookup.ts';
import { seen } from '../../testing/seen.ts';
import { latestPeriod } from './latest-period.lookup.ts';

/** A dashboard's scope under an organization that whoever asks sees. */
const scopeUnder = (
  { under: id, ...asked }: { readonly under: string } & Parameters<typeof scopeOf>[0],
  today: string,
) => ({ ...scopeOf(asked, today), under: seen(id) });

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

it('counts as naive reading does, on any day, as known now and at any instant, in force and by period', async () => {
  const asked = fc.record({
    day: anyDay,
    knownAfter: fc.nat(60),
    track: fc.constantFrom('', '2020', '2021', '2022'),
    scheme: fc.constantFrom('classification', 'appraisal'),
  });
  await fc.assert(
    fc.asyncProperty(randomHistory, fc.array(asked, { minLength: 4, maxLength: 4 }), async (history, questions) => {
      await under.empty();
      for (let from = 0; from < history.events.length; from += 7)
        await under.apply(history.events.slice(from, from + 7));
      for (const { day, knownAfter, track, scheme } of questions) {
        const knownAt = history.events[Math.min(knownAfter, history.events.length - 1)]?.recordedAt ?? history.now;
        expect(await counted({ day, track, scheme }, undefined)).toEqual(
          naively(history, { day, track, scheme }, history.now),
        );
        expect(await counted({ day, track, scheme }, knownAt)).toEqual(
          naively(history, { day, track, scheme }, knownAt),
        );
      }
    }),
    { numRuns: runs(200) },
  );
});

interface Question {
  readonly day: string;
  readonly track: string;
  readonly scheme: string;
}

async function counted({ day, track, scheme }: Question, knownAt: string | undefined): Promise<object> {
  const counts = await countsOf(under.model, places, { moment: { asOf: day, knownAt }, scheme, track });
  return Object.fromEntries(
    places.map((id) => {
      const { branches, outsideRounds, ...of } = counts.get(id) ?? { branches: 0, outsideRounds: 0, grades: [] };
      const grades = [...of.grades].filter(([, count]) => count !== 0).sort();
      return [id, { branches, outsideRounds, grades: Object.fromEntries(grades) }];
    }),
  );
}

function naively(history: History, { day, track, scheme }: Question, knownAt: string): object {
  const naive = new Naive(history.events, day, knownAt);
  return Object.fromEntries(
    places.map((id) => {
      const branches = naive.branchesUnder(id);
      const grades: Record<string, number> = {};
      let outsideRounds = 0;
      for (const branch of branches) {
        const grade = naive.gradeOf(branch, scheme, track === '' ? undefined : track);
        if (grade !== undefined) grades[grade] = (grades[grade] ?? 0) + 1;
        else if (naive.formOf(branch) === 'temporary') outsideRounds += 1;
      }
      return [id, { branches: branches.length, outsideRounds, grades }];
    }),
  );
}

function city(): History {
  const history = new History()
    .register('C', 'work-committee')
    .edition()
    .register('U1', 'unit', 'C')
    .register('U2', 'unit', 'C');
  for (const id of ['A', 'B', 'D']) history.register(id, 'branch', 'U1');
  return history
    .grade('A', '2021', { grade: 'general', type: 'PriorGradeRecorded' })
    .grade('A', '2022', { grade: 'advanced' })
    .grade('B', '2022', { grade: 'lagging' })
    .organization('B', 'OrganizationMoved', { parentId: 'U2', effectiveOn: '2023-03-01' });
}

it('shows every grade of the edition in its order, zeros included, and the ungraded', async () => {
  await under.apply(city().events);
  expect(await gradeCounts(under.model, scopeUnder({ under: 'C', asOf: '2023-01-01' }, ''), 'classification')).toEqual({
    branches: 3,
    ungraded: 1,
    grades: [
      { grade: 'advanced', label: '先进', standing: 'ordinary', count: 1 },
      { grade: 'general', label: '一般', standing: 'ordinary', count: 0 },
      { grade: 'lagging', label: '后进', standing: 'ordinary', count: 1 },
    ],
  });
});

it('gives each grade the standing of its edition', async () => {
  const standings: Record<string, string> = { advanced: 'leading', lagging: 'lagging' };
  const events = city()
    .edition()
    .events.map((event) => {
      for (const grade of Object(event.data).content?.grades ?? [])
        grade.standing = standings[grade.code] ?? 'ordinary';
      return event;
    });
  await under.apply(events);
  const scope = scopeUnder({ under: 'C', asOf: '2023-01-01' }, '');
  const [{ grades }, [child]] = [
    await gradeCounts(under.model, scope, 'classification'),
    await childCounts(under.model, scope, 'classification'),
  ];
  expect(grades.map(({ standing }) => standing)).toEqual(['leading', 'ordinary', 'lagging']);
  expect(child?.grades.map(({ standing }) => standing)).toEqual(['leading', 'ordinary', 'lagging']);
});

it('shows the same for each child, on the tree of the day', async () => {
  await under.apply(city().events);
  const by = async (asOf: string) =>
    (await childCounts(under.model, scopeUnder({ under: 'C', asOf }, ''), 'classification')).map(
      ({ organizationId, branches, ungraded }) => [organizationId, branches, ungraded],
    );
  expect(await by('2023-02-28')).toEqual([
    ['U1', 3, 1],
    ['U2', 0, 0],
  ]);
  expect(await by('2023-03-01')).toEqual([
    ['U1', 2, 1],
    ['U2', 1, 0],
  ]);
});

it('takes no temporary branch as ungraded, under any organization, while it is one and as was known then', async () => {
  const formed = (history: History, form: OrganizationForm, effectiveOn: string): string =>
    history.wait(1000).organization('D', 'FormSet', { form, effectiveOn }).now;
  const history = city();
  const before = history.now;
  const known = formed(history, 'temporary', '2022-06-01');
  formed(history, 'ordinary', '2023-03-01');
  await under.apply(history.events);
  const ungraded = async (id: string, asOf: string, knownAt?: string) =>
    (await gradeCounts(under.model, scopeUnder({ under: id, asOf, knownAt }, ''), 'classification')).ungraded;
  const days = ['2022-05-31', '2022-06-01', '2023-02-28', '2023-03-01'];
  for (const id of ['U1', 'D'])
    expect(await Promise.all(days.map((day) => ungraded(id, day)))).toEqual(id === 'D' ? [1, 0, 0, 1] : [2, 1, 0, 1]);
  // Of 2022 nobody else is graded before its last day.
  expect(await Promise.all(days.map((day) => ungraded('C', day)))).toEqual([2, 1, 0, 1]);
  expect([await ungraded('C', '2023-02-28', before), await ungraded('C', '2023-03-01', known)]).toEqual([1, 0]);
  const [child] = await childCounts(under.model, scopeUnder({ under: 'C', period: '2022' }, ''), 'classification');
  expect(child).toMatchObject({ organizationId: 'U1', branches: 3, ungraded: 0 });
});

it('counts the grade of a branch that has become a temporary one', async () => {
  const history = city().organization('B', 'FormSet', { form: 'temporary', effectiveOn: '2023-02-01' });
  await under.apply(history.events);
  expect(
    await gradeCounts(under.model, scopeUnder({ under: 'C', asOf: '2023-02-01' }, ''), 'classification'),
  ).toMatchObject({ branches: 3, ungraded: 1, grades: [{ count: 1 }, { count: 0 }, { count: 1 }] });
});

it('takes a period as what its round decided, on the tree of its last day or of the day that is named', async () => {
  await under.apply(city().events);
  expect(scopeUnder({ under: 'C', period: '2022' }, '2024-01-01')).toEqual({
    under: 'C',
    moment: { asOf: '2022-12-31' },
    track: '2022',
  });
  const onTree = scopeUnder({ under: 'C', period: '2021', asOf: '2023-06-01' }, '2024-01-01');
  expect((await gradeCounts(under.model, onTree, 'classification')).grades.filter(({ count }) => count > 0)).toEqual([
    { grade: 'general', label: '一般', standing: 'ordinary', count: 1 },
  ]);
  const earlier = scopeUnder({ under: 'C', period: '2022', asOf: '2022-02-01' }, '2024-01-01');
  expect((await gradeCounts(under.model, earlier, 'classification')).ungraded).toBe(1);
});

it('counts who went from which grade to which between two periods', async () => {
  await under.apply(city().events);
  const between = { scheme: 'classification', from: '2021', to: '2022' };
  expect(await transitions(under.model, scopeUnder({ under: 'C', asOf: '2023-01-01' }, ''), between)).toEqual([
    { fromGrade: 'general', toGrade: 'advanced', count: 1 },
    { fromGrade: null, toGrade: 'lagging', count: 1 },
  ]);
});

it('shows grades that take effect in the next year under their own year, and under no other', async () => {
  const history = city()
    .grade('A', '2025', { grade: 'advanced', effectiveOn: '2026-03-15' })
    .closeRound('classification', '2025')
    .grade('A', '2025', { grade: 'lagging', type: 'GradeDetermined', effectiveOn: '2026-06-01' });
  await under.apply(history.events);
  const of = async (period: string) =>
    (await gradeCounts(under.model, scopeUnder({ under: 'A', period }, '2026-11-28'), 'classification')).grades.filter(
      ({ count }) => count > 0,
    );
  expect(await of('2025')).toEqual([{ grade: 'advanced', label: '先进', standing: 'ordinary', count: 1 }]);
  expect(await of('2024')).toEqual([]);
  const inForce = await gradeCounts(under.model, scopeUnder({ under: 'A' }, '2026-11-28'), 'classification');
  expect(inForce.grades.filter(({ count }) => count > 0)).toEqual([
    { grade: 'lagging', label: '后进', standing: 'ordinary', count: 1 },
  ]);
  const between = { scheme: 'classification', from: '2022', to: '2025' };
  expect(await transitions(under.model, scopeUnder({ under: 'A', period: '2025' }, ''), between)).toEqual([
    { fromGrade: 'advanced', toGrade: 'advanced', count: 1 },
  ]);
});

it('knows the latest year of which a round was opened, of a committee above or below, by the day and as was known', async () => {
  const history = city();
  const before = history.now;
  for (const period of ['2021', '2022', '2023']) {
    const ref = { roundId: `C:classification:${period}`, workCommitteeId: 'C', scheme: 'classification', period };
    const editions = [{ editionId: 'classification:示例〔2022〕1号', contentHash: 'a'.repeat(64) }];
    const opened = { ...ref, editions, steps: [], openedOn: `${period}-11-01` };
    history.wait(1000).record(`round-C:classification:${period}`, 'RoundOpened', opened);
  }
  await under.apply(history.events);
  const latest = (
    id: string,
    asOf: string,
    { knownAt, scheme = 'classification' }: { knownAt?: string; scheme?: string } = {},
  ) => latestPeriod(under.model, scopeUnder({ under: id, asOf, ...(knownAt ? { knownAt } : {}) }, ''), scheme);
  expect(await Promise.all(['C', 'U1', 'A'].map((id) => latest(id, '2024-03-01')))).toEqual(['2023', '2023', '2023']);
  expect(await latest('C', '2022-12-31')).toBe('2022');
  expect(await latest('C', '2024-03-01', { knownAt: before })).toBeNull();
  expect(await latest('C', '2024-03-01', { scheme: 'appraisal' })).toBeNull();
  expect(await latest('nobody', '2024-03-01')).toBeNull();
});

it('refuses a scheme that nobody knows', async () => {
  await under.apply(city().events);
  const scope = scopeUnder({ under: 'C' }, '2023-06-01');
  const unknown = expect.objectContaining({ code: 'SCHEME_UNKNOWN' });
  await expect(gradeCounts(under.model, scope, 'moons')).rejects.toThrow(unknown);
  await expect(childCounts(under.model, scope, 'moons')).rejects.toThrow(unknown);
  await expect(transitions(under.model, scope, { scheme: 'moons', from: '2021', to: '2022' })).rejects.toThrow(unknown);
});

it('counts a branch under itself, and nothing under what nobody knows', async () => {
  await under.apply(city().events);
  const count = (id: string) => branchCount(under.model, scopeUnder({ under: id }, '2023-01-01'));
  expect(await Promise.all(['A', 'nobody', 'U2'].map(count))).toEqual([1, 0, 0]);
});
