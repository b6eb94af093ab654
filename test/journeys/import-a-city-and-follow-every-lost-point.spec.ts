import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { importedCity } from '../support/imported-city.ts';
import {
  branchesUnderRemediation,
  dutiesOfInput,
  eventually,
  problemCountsUnder,
  problemsUnder,
} from '../support/duties.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

const CITY = 'city-1000';
const COMMITTEE = '990100-SZGW';

let platform: PlatformUnderTest;
let expected: Awaited<ReturnType<typeof dutiesOfInput>>;
beforeAll(async () => {
  expected = await dutiesOfInput(CITY);
  platform = await importedCity();
}, 400_000);
afterAll(() => platform.discard());

it('names one problem for each loss that reaches the threshold, each veto and gate, and each figure that does not match', async () => {
  const open = expected.problems.length + expected.mismatches;
  await eventually(async () =>
    expect(await problemCountsUnder(platform, COMMITTEE)).toEqual({ open, overdue: 0, closed: 0, reopened: 0 }),
  );
  const named = await problemsUnder(platform, COMMITTEE, { source: 'grading' });
  expect(named.map(({ aspect, item, branch }) => `${branch.organization.code} ${item ?? aspect}`).sort()).toEqual(
    expected.problems,
  );
  expect(new Set(named.map(({ causedBy }) => causedBy?.type))).toEqual(new Set(['RoundClosed', 'VetoRecorded']));
}, 300_000);

it('puts every lagging branch under remediation, and no other', async () => {
  expect(expected.lagging.length).toBeGreaterThan(0);
  await eventually(async () =>
    expect([...(await branchesUnderRemediation(platform, COMMITTEE))].sort()).toEqual(expected.lagging),
  );
}, 300_000);

it('counts the problems of the city on every level alike', async () => {
  const { dashboard } = await platform.query<{ dashboard: { byChild: { organization: { code: string } }[] } }>(
    `{ dashboard(under: "${COMMITTEE}") { byChild(scheme: "classification") { organization { code } } } }`,
  );
  const counts = await Promise.all(
    dashboard.byChild.map(({ organization }) => problemCountsUnder(platform, organization.code)),
  );
  const open = counts.reduce((sum, one) => sum + ('open' in one ? Number(one.open) : 0), 0);
  expect(open).toBe(expected.problems.length + expected.mismatches);
}, 60_000);
