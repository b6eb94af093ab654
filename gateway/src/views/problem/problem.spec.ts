import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Duties, problemOf, register } from '../../testing/duties.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { keyInList } from '../../process/standing.lookup.ts';
import { problemIn } from './problem.rules.ts';
import { openProblemsLoader, passing, problem as problems, problemCounts } from './problem.view.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

const on = (asOf: string, knownAt?: string) => ({ asOf, knownAt });
const page = (first: number, after?: string) => ({ first, ...(after === undefined ? {} : { after }) });
const problem = async (item: string, asOf: string, knownAt?: string) => {
  const standing = await problems.byKey({ model: under.model, moment: on(asOf, knownAt) }).load(problemOf('B1', item));
  return standing && { ...standing, ...problemIn(standing, asOf) };
};

it('shows a problem from its finding to its closure, on any day', async () => {
  const duties = new Duties(register()).problem('B1', '4.2').rectified('B1', '4.2').closed('B1', '4.2', '2023-02-20');
  await under.apply(duties.history.events);
  expect(await problem('4.2', '2023-01-09')).toBeUndefined();
  expect(await problem('4.2', '2023-01-10')).toMatchObject({
    status: 'identified',
    rectification: null,
    found: { item: '4.2', pointsLost: '1.5' },
  });
  expect(await problem('4.2', '2023-02-01')).toMatchObject({
    status: 'rectifying',
    rectification: { post: '组织委员', responsibleId: 'P-1', dueOn: '2023-02-28' },
  });
  expect((await problem('4.2', '2023-02-20'))?.steps.map(({ type }) => type)).toEqual([
    'ProblemIdentified',
    'RectificationOpened',
    'CompletionReported',
    'CompletionVerified',
    'ProblemClosed',
  ]);
});

it('says what was known then', async () => {
  const duties = new Duties(register()).problem('B1', '4.2');
  const before = duties.history.now;
  duties.rectified('B1', '4.2');
  await under.apply(duties.history.events);
  expect(await problem('4.2', '2023-02-10', before)).toMatchObject({ status: 'identified' });
  expect(await problem('4.2', '2023-02-10')).toMatchObject({ status: 'rectifying' });
});

it('counts the days past the due date, and names who was told since it was last set', async () => {
  const running = { dueOn: '2023-02-28', dueVersion: 1 };
  const duties = new Duties(register())
    .problem('B1', '4.2')
    .rectified('B1', '4.2')
    .step(['B1', '4.2'], 'RectificationEscalated', {
      ...running,
      effectiveOn: '2023-03-01',
      level: 'branch-secretary',
      organizationId: 'B1',
    })
    .step(['B1', '4.2'], 'RectificationEscalated', {
      ...running,
      effectiveOn: '2023-03-07',
      level: 'party-group',
      organizationId: 'U',
    });
  await under.apply(duties.history.events);
  expect(await problem('4.2', '2023-02-28')).toMatchObject({ daysOverdue: 0, answering: [] });
  expect(await problem('4.2', '2023-03-08')).toMatchObject({
    daysOverdue: 8,
    answering: [
      { level: 'branch-secretary', organizationId: 'B1', since: '2023-03-01' },
      { level: 'party-group', organizationId: 'U', since: '2023-03-07' },
    ],
  });
  duties
    .step(['B1', '4.2'], 'ExtensionRequested', {
      ...running,
      effectiveOn: '2023-03-09',
      until: '2023-03-31',
      reason: '等待',
    })
    .step(['B1', '4.2'], 'ExtensionGranted', {
      effectiveOn: '2023-03-10',
      dueOn: '2023-03-31',
      dueVersion: 2,
      reason: '等待',
    });
  await under.apply(duties.history.events);
  expect(await problem('4.2', '2023-03-10')).toMatchObject({
    daysOverdue: 0,
    answering: [],
    rectification: { dueOn: '2023-03-31', extensions: 1 },
  });
});

it('counts open, overdue, closed and reopened under any organization, as of the day and as known then', async () => {
  const duties = new Duties(register())
    .problem('B1', '1.1')
    .problem('B1', '4.2')
    .rectified('B1', '4.2')
    .problem('B2', '4.2')
    .rectified('B2', '4.2')
    .closed('B2', '4.2', '2023-02-20')
    .problem('B3', '4.2')
    .rectified('B3', '4.2')
    .closed('B3', '4.2', '2023-02-20');
  const before = duties.history.now;
  duties.step(['B3', '4.2'], 'ProblemReopened', { effectiveOn: '2023-03-10', reason: '反弹' });
  await under.apply(duties.history.events);
  const counts = (id: string, asOf: string, knownAt?: string) => problemCounts(under.model, id, on(asOf, knownAt));
  expect(await counts('P', '2023-01-09')).toEqual({ open: 0, overdue: 0, closed: 0, reopened: 0 });
  expect(await counts('P', '2023-02-28')).toEqual({ open: 2, overdue: 0, closed: 2, reopened: 0 });
  expect(await counts('P', '2023-03-10')).toEqual({ open: 3, overdue: 1, closed: 1, reopened: 1 });
  expect(await counts('P', '2023-03-10', before)).toEqual({ open: 2, overdue: 1, closed: 2, reopened: 0 });
  expect(await counts('U', '2023-03-10')).toEqual({ open: 2, overdue: 1, closed: 1, reopened: 0 });
  expect(await counts('B3', '2023-03-10')).toEqual({ open: 1, overdue: 0, closed: 0, reopened: 1 });
  const open = openProblemsLoader({ model: under.model, moment: on('2023-03-10') });
  expect(await open.loadMany(['B3', 'B2', 'B1'])).toEqual([1, 0, 2]);
});

it('lists by branch code, filtered and page by page', async () => {
  const duties = new Duties(register())
    .problem('B3', '4.2')
    .problem('B1', '1.1')
    .problem('B1', '4.2')
    .rectified('B1', '4.2')
    .problem('B2', '4.2');
  await under.apply(duties.history.events);
  const list = (filter: object, first: number, after?: string) =>
    problems.under(
      under.model,
      { under: 'P', where: passing(filter) },
      { moment: on('2023-03-10'), page: page(first, after) },
    );
  const one = await list({}, 3);
  const two = await list({}, 3, one.ids[2]);
  expect([...one.ids, ...two.ids].map((key) => key.split(' ')[0])).toEqual(['B1', 'B1', 'B2', 'B3']);
  expect([one.hasNext, two.hasNext, one.totalCount]).toEqual([true, false, 4]);
  expect((await list({ overdue: true }, 5)).ids.map(keyInList)).toEqual([problemOf('B1', '4.2')]);
  expect((await list({ open: false }, 5)).ids).toEqual([]);
  expect((await list({ status: 'identified', source: 'grading' }, 5)).totalCount).toBe(3);
  expect((await list({ source: 'masses' }, 5)).totalCount).toBe(0);
});

it('comes to the same whatever comes twice or in another order', async () => {
  const duties = new Duties(register()).problem('B1', '4.2').rectified('B1', '4.2').closed('B1', '4.2', '2023-02-20');
  const { events } = duties.history;
  for (const event of events.toReversed()) await under.apply([event, event]);
  expect(await problem('4.2', '2023-02-20')).toMatchObject({ status: 'closed' });
  expect(await problemCounts(under.model, 'P', on('2023-02-20'))).toEqual({
    open: 0,
    overdue: 0,
    closed: 1,
    reopened: 0,
  });
});
