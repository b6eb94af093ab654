import { afterAll, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countsUnder, EVERY_ROUND, expectedGrades, gradesUnder, importEdges } from '../support/city.ts';
import { importedCity } from '../support/imported-city.ts';
import { discard, type PlatformUnderTest, run, temporaryFolder } from '../support/platform.ts';

let platform: PlatformUnderTest;
afterAll(() => platform.discard());

it('takes in a city of 1,000 branches and comes to every score and grade of the independent computation', async () => {
  platform = await importedCity();
  const grades = await gradesUnder(platform, '990100-SZGW', { asOf: '2022-12-31' });
  expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(await expectedGrades('city-1000')));
}, 400_000);

it('takes in the committee whose inputs sit on the edges of the rules, beside the city', async () => {
  const ended = await importEdges(platform, ...EVERY_ROUND);
  expect(ended.code).toBe(0);
  const grades = await gradesUnder(platform, '990200', { asOf: '2022-12-31' });
  expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(await expectedGrades('edges-24')));
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

it('gives the list for public notice as a spreadsheet takes it', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, '名单.csv');
  const ended = await run('export', [
    'grades',
    '--under',
    '990200',
    '--period',
    '2022',
    '--out',
    file,
    '--server',
    platform.url,
  ]);
  expect(ended.code).toBe(0);
  const bytes = await readFile(file);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = bytes.toString('utf8').trim().split(/\r?\n/);
  expect(rows).toHaveLength(25);
  expect(rows[0]).toContain('党支部');
  await discard(folder);
});

it('answers every branch’s replay in agreement with what is shown', async () => {
  const ended = await run('audit', [
    '--all',
    '--under',
    '990200',
    '--scheme',
    'classification',
    '--server',
    platform.url,
  ]);
  expect({ code: ended.code, says: ended.code === 0 ? '' : ended.stdout + ended.stderr }).toEqual({
    code: 0,
    says: '',
  });
});
