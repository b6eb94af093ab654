import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { daysAhead, startedAgain } from '../support/clock.ts';
import { eventually, problemCountsUnder, problemsUnder, sendAs } from '../support/duties.ts';
import { importedEdges } from '../support/imported-city.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

const CITY = '990200';
const DUE_IN_DAYS = 10;

let platform: PlatformUnderTest;
let problemId = '';

/** Stands still, and is started again so many days later. */
async function daysLater(days: number): Promise<void> {
  platform = await startedAgain(platform, daysAhead(days));
}

const day = (ahead: number): string =>
  new Date(Date.now() + ahead * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

interface Shown {
  readonly problem: {
    readonly overdue: boolean;
    readonly daysOverdue: number;
    readonly answering: readonly { readonly level: string; readonly organizationId: string | null }[];
  };
}
const shown = async (): Promise<Shown['problem']> =>
  (
    await platform.query<Shown>(
      'query ($id: ID!) { problem(id: $id) { overdue daysOverdue answering { level organizationId } } }',
      { id: problemId },
    )
  ).problem;

beforeAll(async () => {
  platform = await importedEdges('closed');
  const problem = await eventually(async () => {
    const named = await problemsUnder(platform, CITY, { source: 'grading' });
    const first = named.find(({ item, causedBy }) => item !== null && causedBy?.type === 'RoundClosed');
    if (!first) throw new Error('no problem yet');
    return first;
  });
  problemId = problem.id;
  const opened = await sendAs(platform, { personId: 'P-2' }, [
    'OpenRectification',
    { problemId, item: problem.item, post: '组织委员', responsibleId: 'P-1', dueOn: day(DUE_IN_DAYS) },
  ]);
  if (!Array.isArray(opened)) throw new Error(String(opened));
}, 300_000);
afterAll(() => platform.discard());

it('is nobody’s but the responsible person’s on its due date', async () => {
  await daysLater(DUE_IN_DAYS);
  expect(await shown()).toEqual({ overdue: false, daysOverdue: 0, answering: [] });
}, 120_000);

it.each([
  [1, ['branch-secretary']],
  [7, ['branch-secretary', 'party-group']],
  [30, ['branch-secretary', 'party-group', 'work-committee']],
])(
  '%s days after it is answered for by %j',
  async (days, levels) => {
    await daysLater(DUE_IN_DAYS + days);
    const problem = await eventually(async () => {
      const now = await shown();
      expect(now.answering.map(({ level }) => level)).toEqual(levels);
      return now;
    });
    expect(problem).toMatchObject({ overdue: true, daysOverdue: days });
    expect(problem.answering.every(({ organizationId }) => organizationId !== null)).toBe(true);
    expect(await problemCountsUnder(platform, CITY)).toMatchObject({ overdue: 1 });
  },
  240_000,
);
