import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { command, countsUnder, summed } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

const OLD = '990200-SZGW';
const NEW = '990300-SZGW';
const UNIT = '990200-SZGW-002';

let platform: PlatformUnderTest;
let before: string;

beforeAll(async () => {
  platform = await importedEdges();
  await command(platform, 'RegisterOrganization', {
    code: '990300',
    kind: 'city',
    parentId: '990000',
    name: '另一市',
    openedOn: '1950-03-01',
  });
  await command(platform, 'RegisterOrganization', {
    code: NEW,
    kind: 'work-committee',
    parentId: '990300',
    name: '另一市直机关工委',
    openedOn: '1984-06-01',
  });
  before = new Date().toISOString();
});
afterAll(() => platform.discard());

it('moves a unit with its ten branches to another committee in the middle of 2023', async () => {
  expect(
    await command(platform, 'MoveOrganization', { organizationId: UNIT, parentId: NEW, effectiveOn: '2023-07-01' }),
  ).toMatchObject({ projected: true });
});

it('leaves last year’s dashboard on last year’s tree', async () => {
  expect(await countsUnder(platform, OLD, { period: '2022' })).toMatchObject({ branches: 24, ungraded: 0 });
  expect(await countsUnder(platform, NEW, { period: '2022' })).toEqual({ branches: 0, ungraded: 0 });
});

it('shows last year’s grades on today’s tree when asked for that day', async () => {
  const [old, moved] = await Promise.all(
    [OLD, NEW].map((under) => countsUnder(platform, under, { period: '2022', asOf: '2023-07-01' })),
  );
  expect(old).toMatchObject({ branches: 14 });
  expect(moved).toMatchObject({ branches: 10 });
  expect(summed(old ?? {}, moved ?? {})).toEqual(
    await countsUnder(platform, '990000', { period: '2022', asOf: '2023-07-01' }),
  );
});

it('counts on the day before the move as before it', async () => {
  expect(await countsUnder(platform, OLD, { asOf: '2023-06-30' })).toMatchObject({ branches: 24 });
  expect(await countsUnder(platform, OLD, { asOf: '2023-07-01' })).toMatchObject({ branches: 14 });
});

it('knows nothing of the move at the instant before it was recorded', async () => {
  expect(await countsUnder(platform, OLD, { asOf: '2024-01-01', knownAt: before })).toMatchObject({ branches: 24 });
  expect(await countsUnder(platform, NEW, { asOf: '2024-01-01', knownAt: before })).toMatchObject({ branches: 0 });
});

it('names the unit’s superior as of the day asked for', async () => {
  const parent = async (asOf: string): Promise<unknown> =>
    (
      await platform.query<{ organization: { parent: { code: string } } }>(
        'query ($asOf: Date) { organization(code: "990200-SZGW-002", asOf: $asOf) { parent { code } } }',
        { asOf },
      )
    ).organization.parent.code;
  expect(await parent('2023-06-30')).toBe(OLD);
  expect(await parent('2023-07-01')).toBe(NEW);
});
