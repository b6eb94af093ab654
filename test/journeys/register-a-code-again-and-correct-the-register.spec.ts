import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addMonths, dayOf } from '@zhibu/kernel';
import { command, countsUnder } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

const COMMITTEE = '990200-SZGW';
const [UNIT, OTHER] = ['990200-SZGW-001', '990200-SZGW-002'];
const BRANCH = `${UNIT}-B099`;
const basis = { documentNo: '组〔2023〕9号' };
const registration = { code: BRANCH, kind: 'branch', sector: 'organ' };
const soon = addMonths(dayOf(Date.now()), 3);

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await importedEdges();
});
afterAll(() => platform.discard());

const branches = async (asOf: string) => (await countsUnder(platform, COMMITTEE, { asOf })).branches;
const found = async (asOf: string): Promise<unknown> =>
  (
    await platform.query<{ organization: unknown }>(
      `query ($code: String, $asOf: Date) { organization(code: $code, asOf: $asOf) {
        name openedOn dissolvedOn parent { code } names { name } committee { post personId } } }`,
      { code: BRANCH, asOf },
    )
  ).organization;

it('takes back a registration that was an error, and shows the code registered again everywhere, from its second registration on', async () => {
  const first = { ...registration, parentId: OTHER, name: '误登支部', openedOn: '2022-03-01' };
  await command(platform, 'RegisterOrganization', first);
  expect(await branches('2022-12-31')).toBe(25);
  await command(platform, 'CancelRegistration', { organizationId: BRANCH, effectiveOn: '2022-04-01', reason: '误登' });
  expect(await branches('2022-12-31')).toBe(24);
  await expect(found('2022-12-31')).rejects.toThrow('ORGANIZATION_UNKNOWN');
  await command(platform, 'RegisterOrganization', {
    ...registration,
    parentId: UNIT,
    name: '第九十九党支部',
    openedOn: '2023-03-01',
  });
  expect([await branches('2023-02-28'), await branches('2023-03-01')]).toEqual([24, 25]);
  expect(await found('2023-03-01')).toEqual({
    name: '第九十九党支部',
    openedOn: '2023-03-01',
    dissolvedOn: null,
    parent: { code: UNIT },
    names: [{ name: '第九十九党支部' }],
    committee: [],
  });
});

it('corrects the day it opened, and takes in who holds which post', async () => {
  const correction = { organizationId: BRANCH, effectiveOn: '2023-04-01', openedOn: '2023-01-01' };
  await command(platform, 'CorrectRegistration', { ...correction, reason: '录入有误', basis });
  expect([await branches('2022-12-31'), await branches('2023-01-01')]).toEqual([24, 25]);
  const posts = [{ post: 'secretary', personId: 'P-9' }, { post: 'discipline' }];
  await command(platform, 'SetCommittee', { organizationId: BRANCH, effectiveOn: '2023-05-01', posts });
  expect(await found('2023-05-01')).toMatchObject({
    openedOn: '2023-01-01',
    committee: [
      { post: 'secretary', personId: 'P-9' },
      { post: 'discipline', personId: null },
    ],
  });
});

it('dissolves it on a day to come, until which it lives and reports, and takes that back', async () => {
  const about = { organizationId: BRANCH, effectiveOn: soon, reason: '机构改革' };
  await command(platform, 'DissolveOrganization', about);
  expect([await branches(dayOf(Date.now())), await branches(soon)]).toEqual([25, 24]);
  const report = { organizationId: BRANCH, effectiveOn: dayOf(Date.now()), fullMembers: 5, probationaryMembers: 0 };
  expect(await command(platform, 'ReportMembership', report)).toMatchObject({ events: [{}] });
  await command(platform, 'ReinstateOrganization', { ...about, effectiveOn: dayOf(Date.now()), basis });
  expect(await branches(soon)).toBe(25);
});
