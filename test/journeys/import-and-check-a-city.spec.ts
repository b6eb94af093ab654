import { afterAll, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countsUnder, EVERY_ROUND, expectedGrades, gradesUnder, importEdges } from '../support/city.ts';
import { importedCity } from '../support/imported-city.ts';
import { discard, type PlatformUnderTest, run, temporaryFolder } from '../support/platform.ts';

const SITES_REST_ON = ['--programme-basis', 'committee:party-building-site=approved:示例〔2020〕20号'];

let platform: PlatformUnderTest;
afterAll(() => platform.discard());

it('takes in a city of 1,000 branches and comes to every score and grade of the independent computation', async () => {
  platform = await importedCity();
  const grades = await gradesUnder(platform, '990100-SZGW', { asOf: '2022-12-31' });
  expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(await expectedGrades('city-1000')));
}, 400_000);

it('takes in the committee whose inputs sit on the edges of the rules, beside the city', async () => {
  const ended = await importEdges(platform, ...EVERY_ROUND, ...SITES_REST_ON);
  expect(ended.code).toBe(0);
  const grades = await gradesUnder(platform, '990200', { asOf: '2022-12-31' });
  expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(await expectedGrades('edges-24')));
});

it('takes in the designations of the registers once, each under the programme of its body', async () => {
  const designated = async (under: string): Promise<Readonly<Record<string, number>>> => {
    const { dashboard } = await platform.query<{ dashboard: { designations: Record<string, string | number>[] } }>(
      `{ dashboard(under: "${under}") { designations { level kind status count } } }`,
    );
    return Object.fromEntries(
      dashboard.designations.map(({ level, kind, status, count }) => [`${level} ${kind} ${status}`, Number(count)]),
    );
  };
  expect(await designated('990100-SZGW')).toEqual({
    'province standardization-site designated': 12,
    'city advanced-organization designated': 13,
    'city standardization-site designated': 9,
    'committee party-building-site designated': 12,
  });
  const ended = await importEdges(platform, ...SITES_REST_ON);
  expect({ code: ended.code, says: ended.code === 0 ? '' : ended.stdout + ended.stderr }).toEqual({
    code: 0,
    says: '',
  });
  const ofEdges = { 'province standardization-site designated': 1, 'committee party-building-site designated': 1 };
  expect(await designated('990200')).toEqual(ofEdges);
  const { province, committee } = await platform.query<Record<string, { programmes: object[] }>>(`{
    province: organization(code: "990000") { programmes { title } }
    committee: organization(code: "990200-SZGW") { programmes { title approval { code } approvalDocumentNo revision } } }`);
  expect([province?.programmes, committee?.programmes]).toEqual([
    [{ title: '省级规范化建设示范点' }],
    [
      {
        title: '市直工委级基层党建示范点',
        approval: { code: 'approved' },
        approvalDocumentNo: '示例〔2020〕20号',
        revision: 1,
      },
    ],
  ]);
});

it('counts the city on every level of the tree alike, this year and last', async () => {
  const counted = new Map<string, number>();
  for (const { grade } of (await expectedGrades('city-1000')).values())
    counted.set(grade, (counted.get(grade) ?? 0) + 1);
  const expected = { branches: 1000, ungraded: 0, ...Object.fromEntries(counted) };
  expect(await countsUnder(platform, '990100', { period: '2022' })).toEqual(expected);
  expect(await countsUnder(platform, '990100-SZGW', { period: '2022' })).toEqual(expected);
  const { dashboard } = await platform.query<{
    dashboard: { byChild: { branches: number; grades: { grade: string; count: number }[] }[] };
  }>(
    '{ dashboard(under: "990100-SZGW", period: "2022") { byChild(scheme: "classification") { branches grades { grade count } } } }',
  );
  expect(dashboard.byChild).toHaveLength(72);
  expect(dashboard.byChild.reduce((sum, child) => sum + child.branches, 0)).toBe(1000);
  expect((await countsUnder(platform, '990100', { period: '2021' }))['branches']).toBeLessThanOrEqual(1000);
});

it('drafts the summary of a committee, the same of the same moment, and says why it drafts no other', async () => {
  const folder = await temporaryFolder();
  const drafted = async (...args: readonly string[]) => {
    const file = join(folder, '汇总表.xlsx');
    const ended = await run('document', [...args, '--out', file, ...platform.place]);
    return { ...ended, bytes: await readFile(file).catch(() => Buffer.alloc(0)) };
  };
  const knownAt = new Date(Date.now() - 1000).toISOString();
  const asked = ['unit-summary', '--under', '990200', '--period', '2022', '--known-at', knownAt];
  const [one, again] = [await drafted(...asked), await drafted(...asked)];
  expect([one.code, again.code]).toEqual([0, 0]);
  expect(one.bytes.subarray(0, 2).toString()).toBe('PK');
  expect(again.bytes.equals(one.bytes)).toBe(true);
  const refused = await drafted('unit-summary', '--under', 'NOBODY', '--period', '2022');
  expect(refused.code).toBe(3);
  expect(refused.stdout + refused.stderr).toContain('没有登记这个组织');
  await discard(folder);
});

it('answers every branch’s replay in agreement with what is shown', async () => {
  const ended = await run('audit', ['--all', '--under', '990200', '--scheme', 'classification', ...platform.place]);
  expect({ code: ended.code, says: ended.code === 0 ? '' : ended.stdout + ended.stderr }).toEqual({
    code: 0,
    says: '',
  });
});
