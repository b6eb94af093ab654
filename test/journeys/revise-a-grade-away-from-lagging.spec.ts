import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { expectedGrades } from '../support/city.ts';
import { branchesUnderRemediation, eventually, sendAs } from '../support/duties.ts';
import { importedEdges } from '../support/imported-city.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

const CITY = '990200';

let platform: PlatformUnderTest;
let lagging: readonly string[];
beforeAll(async () => {
  platform = await importedEdges('closed');
  lagging = [...(await expectedGrades('edges-24'))]
    .filter(([, { grade }]) => grade === 'lagging')
    .map(([code]) => code)
    .sort();
}, 300_000);
afterAll(() => platform.discard());

const underRemediation = async (): Promise<readonly string[]> =>
  [...(await branchesUnderRemediation(platform, CITY))].sort();
/** In the name of the work committee, which stands above every branch's superior; each a day after the one before. */
const decide = (branchId: string, grade: string, effectiveOn: string) =>
  sendAs(platform, { personId: 'P-1', actingFor: `${CITY}-SZGW` }, [
    'DetermineGrade',
    {
      branchId,
      scheme: 'classification',
      period: '2022',
      grade,
      effectiveOn,
      reason: '复核',
      basis: { documentNo: '示例复核〔2023〕1号' },
    },
  ]);

it('withdraws the remediation of a branch whose grade is no longer lagging, and of no other', async () => {
  await eventually(async () => expect(await underRemediation()).toEqual(lagging));
  const [branch = ''] = lagging;
  await decide(branch, 'general', '2023-06-01');
  await eventually(async () => expect(await underRemediation()).toEqual(lagging.slice(1)));
  const { remediation } = await platform.query<{
    remediation: { status: string; steps: { type: string; reason: string | null }[] };
  }>('query ($id: ID!) { remediation(branchId: $id, year: "2022") { status steps { type reason } } }', { id: branch });
  expect(remediation).toEqual({
    status: 'withdrawn',
    steps: [
      { type: 'RemediationOpened', reason: null },
      { type: 'RemediationWithdrawn', reason: '复核' },
    ],
  });
}, 240_000);

it('opens it again when the superior determines the grade to be lagging after all', async () => {
  await decide(lagging[0] ?? '', 'lagging', '2023-06-02');
  await eventually(async () => expect(await underRemediation()).toEqual(lagging));
}, 240_000);
