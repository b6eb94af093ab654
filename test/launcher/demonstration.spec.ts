import { expect, it } from '@jest/globals';
import { dayOf } from '@zhibu/kernel';
import { lastPeriod } from '@zhibu/infra';
import { expectedGrades, gradesUnder } from '../support/city.ts';
import { discard, PlatformUnderTest, temporaryFolder, textOf } from '../support/platform.ts';

/** As npm start has it on this day: the latest year that ended ten months ago or more. */
const period = lastPeriod(dayOf(Date.now()));
const count = `{ dashboard(under: "990100", period: "${period}") { branches ungraded(scheme: "classification") } }`;
const standing = `{
  round(workCommitteeId: "990100-SZGW", scheme: "classification", period: "${period}") { closed }
  classification: edition(id: "classification:示例〔${period}〕1号") { status }
  appraisal: edition(id: "appraisal:示例〔${Number(period) - 1}〕6号") { status }
}`;
interface Count {
  readonly dashboard: { readonly branches: number; readonly ungraded: number };
}

it('loads the demonstration city on the first start, goes on with it after an interruption, and does it once', async () => {
  const data = await temporaryFolder();
  const first = await PlatformUnderTest.start({ data, args: [] });
  await until(async () => (await branches(first)) > 0);
  expect((await first.stop()).code).toBe(0);
  expect(await textOf(data, 'demonstration.json')).toContain('wanted');

  const second = await PlatformUnderTest.start({ data, args: [] });
  await until(async () => (await textOf(data, 'demonstration.json')).includes('loaded'));
  expect(await second.query<Count>(count)).toEqual({ dashboard: { branches: 1000, ungraded: 0 } });
  const grades = await gradesUnder(second, '990100-SZGW', { asOf: `${period}-12-31` });
  expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(await expectedGrades('city-1000')));
  expect(await second.query(standing)).toEqual({
    round: { closed: true },
    classification: { status: 'published' },
    appraisal: { status: 'published' },
  });
  await second.stop();

  const third = await PlatformUnderTest.start({ data, args: [] });
  expect(third.program.stdout).not.toContain('demonstration');
  expect(await third.query<Count>(count)).toEqual({ dashboard: { branches: 1000, ungraded: 0 } });
  await third.stop();
  await discard(data);
}, 300_000);

/** Nothing of the city is known before its first organization is. */
async function branches(platform: PlatformUnderTest): Promise<number> {
  const { data } = await platform.graphql<Count>(count);
  return data?.dashboard.branches ?? 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()))
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
}
