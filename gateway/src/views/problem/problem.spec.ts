import type { EscalationLevel } from '@zhibu/contracts';
import type { ProblemFilter } from '../../generated/schema.ts';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Duties, problemOf, register } from '../../testing/duties.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { keyInList } from '../../process/list.lookup.ts';
import { problemIn } from './problem.rules.ts';
import { problemParts } from './problem-counting.rules.ts';
import { partCounts } from './problem-parts.rules.ts';
import { passing } from './problem-filter.rules.ts';
import { openProblemsLoader, problem as problems, problemCounts } from './problem.view.ts';
import { seen, whole } from '../../testing/seen.ts';

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
  expect(await problem('4.2', '2023-02-01')).toMatchObject({ completion: null });
  expect(await problem('4.2', '2023-02-20')).toMatchObject({ completion: '已补齐' });
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
      answeringId: 'B1',
    })
    .step(['B1', '4.2'], 'RectificationEscalated', {
      ...running,
      effectiveOn: '2023-03-07',
      level: 'party-group',
      answeringId: 'U',
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
      requesterId: 'P-2',
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
  duties.step(['B3', '4.2'], 'ProblemReopened', { effectiveOn: '2023-03-10', openBy: '2023-03-25', reason: '反弹' });
  await under.apply(duties.history.events);
  const counts = async (id: string, asOf: string, knownAt?: string) => {
    const { parts: _, ...counted } = await problemCounts(under.model, seen(id), on(asOf, knownAt));
    return counted;
  };
  expect(await counts('P', '2023-01-09')).toEqual({ open: 0, overdue: 0, closed: 0, reopened: 0 });
  expect(await counts('P', '2023-02-28')).toEqual({ open: 2, overdue: 0, closed: 2, reopened: 0 });
  expect(await counts('P', '2023-03-10')).toEqual({ open: 3, overdue: 1, closed: 1, reopened: 1 });
  expect(await counts('P', '2023-03-10', before)).toEqual({ open: 2, overdue: 1, closed: 2, reopened: 0 });
  expect(await counts('U', '2023-03-10')).toEqual({ open: 2, overdue: 1, closed: 1, reopened: 0 });
  expect(await counts('B3', '2023-03-10')).toEqual({ open: 1, overdue: 0, closed: 0, reopened: 1 });
  const open = openProblemsLoader({ model: under.model, moment: on('2023-03-10') });
  expect(await open.loadMany(['B3', 'B2', 'B1'].map(seen))).toEqual([1, 0, 2]);
});

it('lists by due date, then by code, passing and page by page', async () => {
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
      { under: whole('P'), where: passing(filter) },
      { moment: on('2023-03-10'), page: page(first, after) },
    );
  const one = await list({}, 3);
  const two = await list({}, 3, one.ids[2]);
  expect([...one.ids, ...two.ids].map((key) => key.split(' ')[0])).toEqual([
    '2023-02-28/B1',
    '9999-12-31/B1',
    '9999-12-31/B2',
    '9999-12-31/B3',
  ]);
  expect([one.hasNext, two.hasNext, one.totalCount]).toEqual([true, false, 4]);
  expect((await list({ overdue: true }, 5)).ids.map(keyInList)).toEqual([problemOf('B1', '4.2')]);
  expect((await list({ open: false }, 5)).ids).toEqual([]);
  expect((await list({ status: 'identified', source: 'grading' }, 5)).totalCount).toBe(3);
  expect((await list({ source: 'masses' }, 5)).totalCount).toBe(0);
});

const running = { dueOn: '2023-02-28', dueVersion: 1 };
const told = (level: EscalationLevel, effectiveOn: string) => ({ ...running, effectiveOn, level });

it('lists by who is responsible, what is due before a day, the aspect, and the level told', async () => {
  const duties = new Duties(register())
    .problem('B1', '1.1', { aspect: 'organization-setup' })
    .rectified('B1', '1.1')
    .step(['B1', '1.1'], 'RectificationEscalated', told('branch-secretary', '2023-03-01'))
    .step(['B1', '1.1'], 'RectificationEscalated', told('party-group', '2023-03-07'))
    .problem('B1', '4.2')
    .rectified('B1', '4.2')
    .step(['B1', '4.2'], 'RectificationReassigned', {
      ...running,
      effectiveOn: '2023-02-10',
      post: '书记',
      responsibleId: 'P-7',
      reason: '调离',
    })
    .problem('U', '4.2')
    .step(['U', '4.2'], 'RectificationEscalated', {
      effectiveOn: '2023-01-26',
      dueOn: '2023-01-25',
      dueVersion: 0,
      level: 'branch-secretary',
    });
  await under.apply(duties.history.events);
  const listed = async (filter: ProblemFilter, asOf = '2023-03-10') =>
    (
      await problems.under(
        under.model,
        { under: whole('P'), where: passing(filter) },
        { moment: on(asOf), page: page(9) },
      )
    ).ids.map((entry) => entry.slice(0, entry.indexOf(' ')).slice(11));
  const keys = async (filter: ProblemFilter, asOf?: string) => (await listed(filter, asOf)).join(' ');
  expect(await keys({})).toBe('B1 B1 U');
  expect(await keys({ responsible: 'P-1' })).toBe('B1');
  expect(await keys({ responsible: 'P-7' })).toBe('B1');
  expect(await keys({ responsible: 'P-1' }, '2023-02-09')).toBe('B1 B1');
  expect(await keys({ responsible: 'P-9' })).toBe('');
  expect(await keys({ dueBefore: '2023-02-28' })).toBe('');
  expect(await keys({ dueBefore: '2023-03-01' })).toBe('B1 B1');
  expect(await keys({ aspect: 'organization-setup' })).toBe('B1');
  expect(await keys({ aspect: 'organizational-life' })).toBe('B1 U');
  expect(await keys({ level: 'party-group' })).toBe('B1');
  expect(await keys({ level: 'branch-secretary' })).toBe('U');
  expect(await keys({ level: 'branch-secretary' }, '2023-03-06')).toBe('B1 U');
  // What is counted is what is listed, of each part.
  const filters = { status: {}, aspect: { open: true }, level: { overdue: true } } as const;
  for (const asOf of ['2023-01-25', '2023-02-15', '2023-03-06', '2023-03-10']) {
    const { parts } = await problemCounts(under.model, seen('P'), on(asOf));
    for (const part of problemParts)
      for (const { code, count } of partCounts(parts, part, 'zh')) {
        const { length } = await listed({ ...filters[part], [part]: code }, asOf);
        expect([asOf, part, code, count]).toEqual([asOf, part, code, length]);
      }
  }
});

it.each([{ status: 'gone' }, { source: 'rumour' }, { level: 'province' }])(
  'refuses %j, which is no such word',
  (filter) => expect(() => passing(filter)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' })),
);

it('comes to the same whatever comes twice or in another order', async () => {
  const duties = new Duties(register()).problem('B1', '4.2').rectified('B1', '4.2').closed('B1', '4.2', '2023-02-20');
  const { events } = duties.history;
  for (const event of events.toReversed()) await under.apply([event, event]);
  expect(await problem('4.2', '2023-02-20')).toMatchObject({ status: 'closed' });
  expect(await problemCounts(under.model, seen('P'), on('2023-02-20'))).toMatchObject({
    open: 0,
    overdue: 0,
    closed: 1,
    reopened: 0,
  });
});
