import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, EVERY_ROUND, gradesUnder, importFolder } from '../support/city.ts';
import { type Ended, discard, PlatformUnderTest, repository, temporaryFolder } from '../support/platform.ts';

const reports = join(repository, 'libs', 'handover', 'src', 'testing', 'reports');

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

/** A copy of a report's folder: what an import writes stands beside it. */
async function copyOf(report: string, as = report.replaceAll('/', '-')): Promise<string> {
  const folder = join(home, as);
  await cp(join(reports, report), folder, { recursive: true });
  return folder;
}
const importReport = async (report: string, ...options: readonly string[]): Promise<Ended> =>
  importFolder(platform, await copyOf(report), ...options);
const grade = async (under: string, branch: string): Promise<string | undefined> =>
  (await gradesUnder(platform, under, { asOf: '2022-12-31' })).get(branch)?.grade;
const said = ({ stdout, stderr }: Ended): string => stdout + stderr;

it('lifts a grade whose veto the corrected file no longer names, and lowers it again when the row comes back', async () => {
  expect((await importReport('03-veto-removed/first')).code).toBe(0);
  expect(await grade('K031', 'K031-B01')).toBe('lagging');
  expect((await importReport('03-veto-removed/corrected')).code).toBe(0);
  expect(await grade('K031', 'K031-B01')).toBe('advanced');
  expect((await importReport('03-veto-removed/first')).code).toBe(0);
  expect(await grade('K031', 'K031-B01')).toBe('lagging');
}, 120_000);

it('withdraws an activity that the corrected file no longer names, and records it again', async () => {
  const folder = await copyOf('03-veto-removed/first');
  const file = join(folder, 'activities-2022.csv');
  const whole = await readFile(file, 'utf8');
  const held = async (): Promise<number> => {
    const { branches } = await platform.query<{ branches: { edges: { node: { activities: { held: number }[] } }[] } }>(
      '{ branches(under: "K031", asOf: "2022-12-31") { edges { node { activities(year: 2022) { held } } } } }',
    );
    return branches.edges.flatMap(({ node }) => node.activities).reduce((sum, one) => sum + one.held, 0);
  };
  const lectures = async (): Promise<number> => {
    const { branches } = await platform.query<{
      branches: { edges: { node: { activities: { kind: string; held: number }[] } }[] };
    }>('{ branches(under: "K031", asOf: "2022-12-31") { edges { node { activities(year: 2022) { kind held } } } } }');
    const all = branches.edges.flatMap(({ node }) => node.activities);
    return all.filter(({ kind }) => kind === 'party-lecture').reduce((sum, one) => sum + one.held, 0);
  };
  expect(await held()).toBe(4);
  await writeFile(file, whole.split('\r\n').toSpliced(1, 1).join('\r\n'));
  const ended = await importFolder(platform, folder);
  expect([ended.code, await held()]).toEqual([0, 3]);
  await writeFile(file, whole);
  expect([(await importFolder(platform, folder)).code, await held()]).toEqual([0, 4]);
  // One is told otherwise: as a lecture, then as it was again.
  for (const told of [whole.replace('party-day', 'party-lecture'), whole]) {
    await writeFile(file, told);
    const corrected = await importFolder(platform, folder);
    expect({ code: corrected.code, says: corrected.code === 0 ? '' : said(corrected) }).toEqual({ code: 0, says: '' });
    expect([await held(), await lectures()]).toEqual([4, told === whole ? 0 : 1]);
  }
}, 120_000);

it('records what changed after a closing, leaves the grade to a person, and says so until he has revised it', async () => {
  expect((await importReport('03-veto-removed/first', ...EVERY_ROUND)).code).toBe(0);
  for (const places of ['vetoes-2022.csv', 'ratings-2022.csv']) {
    const ended = await importReport('03-veto-removed/corrected');
    expect([ended.code, await grade('K031', 'K031-B01')]).toEqual([4, 'lagging']);
    expect(said(ended)).toMatch(
      new RegExp(
        `（K031-B01）：本轮已核准，${places}[^，]*更正后的材料已记录而等次未变；初定等次应由后进（[\\d.]+分）改为先进`,
      ),
    );
  }
  const input = { branchId: 'K031-B01', scheme: 'classification', period: '2022', reason: '否决情形查无实据' };
  await command(platform, 'ReviseGrade', { ...input, basis: { documentNo: '示例〔2023〕3号' } });
  expect(await grade('K031', 'K031-B01')).toBe('advanced');
  expect((await importReport('03-veto-removed/corrected')).code).toBe(0);
}, 240_000);

it('takes what happened before a dissolution after it, and not what would follow it', async () => {
  expect((await importReport('10-dissolved-later/first')).code).toBe(0);
  const data = { organizationId: 'K101-B02', effectiveOn: '2023-05-01', reason: '机构改革' };
  expect((await platform.post('/commands/DissolveOrganization', { data })).status).toBe(200);
  const ended = await importReport('10-dissolved-later/corrected');
  expect({ code: ended.code, says: ended.code === 0 ? '' : said(ended) }).toEqual({ code: 0, says: '' });
  const { organization } = await platform.query<{ organization: { fullMembers: number } }>(
    '{ organization(code: "K101-B02", asOf: "2022-12-31") { fullMembers } }',
  );
  expect(organization.fullMembers).toBe(13);
  const late = await importReport('10-dissolved-later/first', '--as-of', '2023-05-01');
  expect([late.code, said(late).includes('register.csv 第7行')]).toEqual([1, true]);
}, 120_000);

it('takes the checks of the six haves in once, a corrected one anew, and leaves out what came before the last', async () => {
  const folder = await copyOf('32-upper-case-extension', 'six-haves');
  const file = join(folder, 'six-haves-2022.csv');
  const names = ['venue', 'equipment', 'signage', 'reading-corner', 'systems', 'staff'];
  const checked = async (day: string, venue: string): Promise<Ended> => {
    const rows = names.map((name) => `K321-B01,${day},${name},${name === 'venue' ? venue : 'met'},`);
    await writeFile(file, ['branchCode,checkedOn,item,standing,instead', ...rows, ''].join('\n'));
    return importFolder(platform, folder);
  };
  const shown = async (): Promise<unknown> => {
    const { branch } = await platform.query<{
      branch: { sixHaves: { checkedOn: string; complete: boolean; steps: object[] } };
    }>('{ branch(id: "K321-B01") { sixHaves { checkedOn complete steps { revision } } } }');
    return [branch.sixHaves.checkedOn, branch.sixHaves.complete, branch.sixHaves.steps.length];
  };
  for (const [venue, steps] of [
    ['unmet', 1],
    ['unmet', 1],
    ['met', 2],
    ['unmet', 3],
  ] as const) {
    const ended = await checked('2022-06-01', venue);
    expect({ code: ended.code, says: ended.code === 0 ? '' : said(ended) }).toEqual({ code: 0, says: '' });
    expect(await shown()).toEqual(['2022-06-01', venue === 'met', steps]);
  }
  const earlier = await checked('2022-05-01', 'met');
  expect([earlier.code, said(earlier).includes('早于平台已有的检查（2022-06-01），未采用')]).toEqual([0, true]);
  expect(await shown()).toEqual(['2022-06-01', false, 3]);
  const wrong = await checked('2022-06-01', 'half');
  expect([wrong.code, said(wrong).includes('six-haves-2022.csv 第2行 standing “half”')]).toEqual([1, true]);
}, 180_000);

it('takes visits from before the platform in once, a corrected one anew in the place of the first', async () => {
  const folder = await copyOf('32-upper-case-extension', 'inspections');
  const file = join(folder, 'inspections-2022.csv');
  const heading = 'bodyCode,branchCode,visitedOn,scope,mode,outcome,findings,documentNo';
  const visited = async (...rows: readonly string[]): Promise<Ended> => {
    await writeFile(file, [heading, ...rows.map((row) => `K321,K321-B01,${row},督〔2022〕1号`), ''].join('\n'));
    return importFolder(platform, folder);
  };
  const shown = async (): Promise<unknown> => {
    const fields =
      'inspections { prior status visitedOn outcome { code } source } inspectionBudget(year: 2022) { used }';
    const { branch } = await platform.query<{
      branch: { inspections: { status: string }[]; inspectionBudget: object };
    }>(`{ branch(id: "K321-B01") { ${fields} } }`);
    return [branch.inspections.filter(({ status }) => status === 'prior'), branch.inspectionBudget];
  };
  const standing = (outcome: string) => [
    [
      {
        prior: true,
        status: 'prior',
        visitedOn: '2022-03-01',
        outcome: { code: outcome },
        source: 'inspections-2022.csv',
      },
    ],
    [{ used: 1 }, { used: 0 }],
  ];
  for (const outcome of ['rectify', 'rectify', 'fail', 'rectify']) {
    const ended = await visited(`2022-03-01,comprehensive,on-site,${outcome},venue-building:6.1:major:场所被占用`);
    expect({ code: ended.code, says: ended.code === 0 ? '' : said(ended) }).toEqual({ code: 0, says: '' });
    expect(await shown()).toEqual(standing(outcome));
  }
  // What the file no longer holds never was; a second visit beside one that is gone.
  expect((await visited('2022-04-01,special,remote,pass,')).code).toBe(0);
  expect(await shown()).toMatchObject([[{ visitedOn: '2022-04-01' }], [{ used: 0 }, { used: 1 }]]);
  const wrong = await visited('2022-03-01,half,on-site,pass,');
  expect([wrong.code, said(wrong).includes('inspections-2022.csv 第2行 scope “half”')]).toEqual([1, true]);
}, 180_000);

it('reads a file whose extension is in capitals, and days as a spreadsheet saves them', async () => {
  expect((await importReport('32-upper-case-extension')).code).toBe(0);
  expect(await grade('K321', 'K321-B01')).toBe('lagging');
  expect((await importReport('05-excel-dates')).code).toBe(0);
  expect(await grade('K051', 'K051-B01')).toBe('advanced');
}, 120_000);

it('sends nothing where a quotation mark may have swallowed rows, and grades nobody whose rows those may be', async () => {
  expect((await importReport('01-quote-in-remark')).code).toBe(1);
  const { errors } = await platform.graphql('{ organization(code: "K011") { id } }');
  expect(errors).toMatchObject([{ extensions: { code: 'ORGANIZATION_UNKNOWN' } }]);
  expect((await importReport('01-quote-in-remark', '--accept-good-rows')).code).toBe(2);
  const grades = await gradesUnder(platform, 'K011', { asOf: '2022-12-31' });
  expect([...grades].filter(([, rating]) => rating !== null).map(([code]) => code)).toEqual(['K011-B04']);
}, 120_000);

it('dissolves and reinstates an organization where its row says so, once however often it comes', async () => {
  const folder = await copyOf('05-excel-dates');
  const file = join(folder, 'register.csv');
  const before = await readFile(file, 'utf8');
  const saying = (words: string): string =>
    before
      .split('\r\n')
      .map((line, at) => (at === 0 ? `${line},effectiveOn,change,basis` : line && `${line}${words}`))
      .map((line) => (line.startsWith('K051-B04') || line.startsWith('code') ? line : line.replace(words, ',,,')))
      .join('\r\n');
  const dissolvedOn = async (): Promise<string | null> =>
    (
      await platform.query<{ organization: { dissolvedOn: string | null } }>(
        '{ organization(code: "K051-B04", asOf: "2022-12-31") { dissolvedOn } }',
      )
    ).organization.dissolvedOn;
  const { organizations } = await platform.query<{ organizations: { totalCount: number } }>(
    '{ organizations(under: "K051", asOf: "2022-12-31") { totalCount } }',
  );
  const today = new Date().toISOString().slice(0, 10);
  await writeFile(file, saying(`,${today},撤销,示例〔2023〕9号`));
  for (const _ of ['once', 'again']) {
    const ended = await importFolder(platform, folder);
    expect({ code: ended.code, says: ended.code === 0 ? '' : said(ended) }).toEqual({ code: 0, says: '' });
    expect(await dissolvedOn()).toBe(today);
  }
  await writeFile(file, saying(`,${today},恢复,示例〔2023〕10号`));
  const ended = await importFolder(platform, folder);
  expect({ code: ended.code, says: ended.code === 0 ? '' : said(ended) }).toEqual({ code: 0, says: '' });
  expect([await dissolvedOn(), organizations.totalCount > 0]).toEqual([null, true]);
}, 120_000);
