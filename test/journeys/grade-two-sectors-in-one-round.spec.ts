import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demo, editionFile, EVERY_ROUND, expectedGrades, gradesUnder, importFolder } from '../support/city.ts';
import { type Ended, discard, PlatformUnderTest, temporaryFolder } from '../support/platform.ts';

const COMMITTEE = '990200-SZGW';
/** Their branches are institutions'; one of the other unit is of a sector that nobody grades here. */
const INSTITUTIONS = /^990200-SZGW-002-B/;
const NOBODYS = '990200-SZGW-001-B007';

let platform: PlatformUnderTest;
let home: string;
beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  home = await temporaryFolder();
}, 120_000);
afterAll(async () => {
  await platform.discard();
  await discard(home);
});

const said = ({ stdout, stderr }: Ended): string => stdout + stderr;

/** The standard for institutions: as the organs', but 先进 from 95 points on. */
async function institutionEdition(): Promise<string> {
  const content = JSON.parse(await readFile(editionFile, 'utf8')) as { grades: { min: number }[] };
  const [best, ...others] = content.grades;
  const grades = [{ ...best, min: 95 }, ...others];
  const path = join(home, 'institution.json');
  const edition = { ...content, grades, sector: 'institution', documentNo: '示例〔2022〕2号', title: '事业单位标准' };
  await writeFile(path, JSON.stringify(edition));
  return path;
}

/** edges-24 with two sectors; whoever is graded by nobody has no rows. */
async function folderOfTwoSectors(): Promise<string> {
  const folder = join(home, 'city');
  await cp(join(demo, 'edges-24'), folder, { recursive: true });
  const register = join(folder, 'register.csv');
  const rows = (await readFile(register, 'utf8')).split('\n').map((row) => {
    if (INSTITUTIONS.test(row)) return row.replace(',organ,', ',institution,');
    return row.startsWith(`${NOBODYS},`) ? row.replace(',organ,', ',social,') : row;
  });
  await writeFile(register, rows.join('\n'));
  for (const kind of ['ratings', 'polls', 'five-basics', 'vetoes']) {
    const file = join(folder, `${kind}-2022.csv`);
    const kept = (await readFile(file, 'utf8')).split('\n').filter((row) => !row.startsWith(`${NOBODYS},`));
    await writeFile(file, kept.join('\n'));
  }
  return folder;
}

it('grades branches of two sectors side by side, each by its edition, and names who is graded by nobody', async () => {
  const folder = await folderOfTwoSectors();
  const told = ['--edition', await institutionEdition(), ...EVERY_ROUND];
  const ended = await importFolder(platform, folder, ...told);
  expect({ code: ended.code, says: ended.code === 0 ? '' : said(ended) }).toEqual({ code: 0, says: '' });
  expect(said(ended)).toContain('本轮无人评定该党支部（领域为社会组织，所给标准适用于机关、事业单位）');

  const expected = new Map(await expectedGrades('edges-24'));
  const grades = await gradesUnder(platform, COMMITTEE, { asOf: '2022-12-31' });
  const wanted = [...expected].map(([code, { score, grade }]): [string, object | null] => {
    // What it was called before the platform is in force still.
    if (code === NOBODYS) return [code, { score: null, grade: 'general' }];
    const lowered = INSTITUTIONS.test(code) && grade === 'advanced' && Number(score) < 95;
    return [code, { score, grade: lowered ? 'general' : grade }];
  });
  expect(Object.fromEntries(grades)).toEqual(Object.fromEntries(wanted));
  expect(
    wanted.filter(([code, one]) => JSON.stringify(one) !== JSON.stringify(expected.get(code))).length,
  ).toBeGreaterThan(1);

  const { round } = await platform.query<{
    round: { closed: boolean; editionIds: string[]; outside: { organization: { code: string } }[] };
  }>(
    `{ round(workCommitteeId: "${COMMITTEE}", scheme: "classification", period: "2022") {
      closed editionIds outside { organization { code } } } }`,
  );
  expect([round.closed, round.editionIds.length, round.outside.map(({ organization: { code } }) => code)]).toEqual([
    true,
    2,
    [NOBODYS],
  ]);

  const again = await importFolder(platform, folder, ...told);
  expect({ code: again.code, says: again.code === 0 ? '' : said(again) }).toEqual({ code: 0, says: '' });
}, 240_000);
