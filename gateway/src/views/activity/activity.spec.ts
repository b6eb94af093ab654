import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ActivityKind } from '@zhibu/contracts';
import { History } from '../../testing/history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { activityCounts, type ActivityCountRow } from './activity.lookup.ts';
import { seen } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
let beforeTheLast = '';

beforeAll(async () => {
  under = await readModelUnderTest();
  const history = new History().register('C', 'work-committee').register('U', 'unit', 'C');
  for (const id of ['A', 'B', 'D']) history.register(id, 'branch', { parentId: 'U', openedOn: '2022-02-10' });
  history
    .organization('A', 'MembershipReported', { effectiveOn: '2022-04-15', fullMembers: 7, probationaryMembers: 0 })
    .organization('B', 'MembershipReported', { effectiveOn: '2022-02-10', fullMembers: 9, probationaryMembers: 0 })
    .organization('B', 'ElectionHeld', { effectiveOn: '2022-02-10', termYears: 3, committeeSize: 0 })
    .organization('B', 'CellsSet', { effectiveOn: '2022-06-01', cells: 2 })
    .organization('D', 'OrganizationDissolved', { effectiveOn: '2022-05-31', reason: '撤并' })
    .activity('A', '2022-03-01', 'party-day')
    .activity('A', '2022-03-20', 'party-day')
    .activity('A', '2022-12-01', 'members-meeting');
  beforeTheLast = history.now;
  history.wait(1000).activity('A', '2022-03-21', 'party-day');
  await under.apply(history.events);
});
afterAll(() => under.drop());

const counts = async (branchId: string, asOf: string, knownAt?: string) =>
  (await activityCounts(under.model, [{ branchId: seen(branchId), year: 2022 }], { asOf, knownAt }))[0] ?? [];
const of = (rows: readonly ActivityCountRow[], kind: ActivityKind) => rows.find((row) => row.kind === kind);

it('counts what was held up to the day, as known then', async () => {
  expect(of(await counts('A', '2022-03-20'), 'party-day')?.held).toBe(2);
  expect(of(await counts('A', '2022-03-31'), 'party-day')?.held).toBe(3);
  expect(of(await counts('A', '2022-03-31', beforeTheLast), 'party-day')?.held).toBe(2);
  expect(of(await counts('A', '2022-11-30'), 'members-meeting')?.held).toBe(0);
});

it('has due the months, quarters and years that ended while the branch lived', async () => {
  expect(of(await counts('A', '2022-03-30'), 'party-day')?.due).toBe(1);
  expect(of(await counts('A', '2022-03-31'), 'party-day')?.due).toBe(2);
  expect(of(await counts('A', '2022-03-31'), 'members-meeting')?.due).toBe(1);
  expect(of(await counts('A', '2022-12-30'), 'democratic-appraisal')?.due).toBe(0);
  expect(of(await counts('A', '2023-06-30'), 'democratic-appraisal')?.due).toBe(1);
  expect(of(await counts('D', '2022-12-31'), 'party-day')?.due).toBe(3);
});

it('has committee meetings due only with a committee: a stated one, or 7 full members where nobody stated its size', async () => {
  // A's first report is of April: before it, it speaks for the months before.
  expect(of(await counts('A', '2022-04-29'), 'committee-meeting')?.due).toBe(2);
  expect(of(await counts('A', '2022-05-31'), 'committee-meeting')?.due).toBe(4);
  expect(of(await counts('B', '2022-12-31'), 'committee-meeting')?.due).toBe(0);
});

it('has cell meetings due only with cells', async () => {
  expect(of(await counts('A', '2022-12-31'), 'cell-meeting')?.due).toBe(0);
  expect(of(await counts('B', '2022-12-31'), 'cell-meeting')?.due).toBe(7);
});

it('counts the stretches met and the longest gap, and what was corrected and withdrawn by what is known', async () => {
  const model = await readModelUnderTest();
  const history = new History().register('C', 'work-committee').register('U', 'unit', 'C').register('B', 'branch', 'U');
  const stream = 'activity-B:2022';
  const held = { branchId: 'B', externalId: 'E-1', kind: 'party-day', heldOn: '2022-02-10', attendance: 5 };
  for (const heldOn of ['2022-01-03', '2022-01-10', '2022-01-20', '2022-04-01'])
    history.activity('B', heldOn, 'party-day');
  history.record(stream, 'ActivityRecorded', held);
  const before = history.now;
  history.record(stream, 'ActivityCorrected', { ...held, heldOn: '2022-03-10', reason: '日期有误' });
  const corrected = history.wait(1000).now;
  history.record(stream, 'ActivityWithdrawn', { branchId: 'B', externalId: 'E-1', year: '2022', reason: '误录' });
  await model.apply(history.events);
  const partyDays = async (asOf: string, knownAt?: string) => {
    const [rows = []] = await activityCounts(model.model, [{ branchId: seen('B'), year: 2022 }], { asOf, knownAt });
    const { held, met, due, longestGap } = of(rows, 'party-day') ?? {};
    return [held, met, due, longestGap];
  };
  expect(await partyDays('2022-01-31')).toEqual([3, 1, 1, 11]);
  expect(await partyDays('2022-01-30')).toEqual([3, 0, 0, 10]);
  expect(await partyDays('2022-04-30', before)).toEqual([5, 3, 4, 49]);
  expect(await partyDays('2022-04-30', corrected)).toEqual([5, 3, 4, 48]);
  expect(await partyDays('2022-04-30')).toEqual([4, 2, 4, 70]);
  expect(await partyDays('2022-06-30')).toEqual([4, 2, 6, 90]);
  await model.drop();
});

it('has no gap to tell of what was neither held nor due', async () => {
  expect(of(await counts('A', '2022-12-31'), 'cell-meeting')).toMatchObject({
    held: 0,
    met: 0,
    due: 0,
    longestGap: null,
  });
  expect(of(await counts('D', '2022-12-31'), 'party-day')).toMatchObject({ longestGap: 110 });
});
