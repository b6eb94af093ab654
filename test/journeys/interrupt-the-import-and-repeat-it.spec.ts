import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countsUnder, demo, editionFile, expectedGrades, gradesUnder, importFolder } from '../support/city.ts';
import { discard, PlatformUnderTest, program, run, temporaryFolder } from '../support/platform.ts';

const UNITS = 20;

let platform: PlatformUnderTest;
let folder: string;
/** The first units of the city: enough for an import to be interrupted in. */
let city: string;
beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  folder = await temporaryFolder();
  city = await temporaryFolder();
  await cp(join(demo, 'edges-24'), folder, { recursive: true });
  for (const file of await readdir(join(demo, 'city-1000')))
    await writeFile(join(city, file), firstUnits(await readFile(join(demo, 'city-1000', file), 'utf8')));
});
afterAll(async () => {
  await platform.discard();
  await discard(folder);
  await discard(city);
});

const firstUnits = (text: string): string =>
  text
    .split('\n')
    .filter((line) => Number(/990100-SZGW-(\d{3})/.exec(line)?.[1] ?? 0) <= UNITS)
    .join('\n');

/** How many events each of the two logs holds, and the chain over them. */
async function heads(): Promise<readonly { readonly events: number; readonly chain: string }[]> {
  const { code, stdout } = await run('verify-log', ['--data', platform.data]);
  if (code !== 0) throw new Error(stdout);
  return ['organization', 'assessment'].map((service) => {
    const [, events, chain = ''] = new RegExp(`${service}: intact, (\\d+) events, .*chain (\\w+)`).exec(stdout) ?? [];
    if (!events) throw new Error(`nothing is said of ${service}: ${stdout}`);
    return { events: Number(events), chain };
  });
}

it('ends with 3 when interrupted, and says that it can be repeated', async () => {
  const running = program('import', ['--edition', editionFile, '--period', '2022', '--server', platform.url, city]);
  while (!(await countsUnder(platform, '990000').catch(() => undefined)) && running.child.exitCode === null) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  running.signalGroup('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(3);
  expect(ended.stdout + ended.stderr).toMatch(/重复|再次|again/);
}, 120_000);

it('goes on where it was, and comes to the same city as one import in one go', async () => {
  const ended = await importFolder(platform, city);
  expect({ code: ended.code, says: ended.code === 0 ? '' : ended.stdout + ended.stderr }).toEqual({
    code: 0,
    says: '',
  });
  const expected = [...(await expectedGrades('city-1000'))].filter(([code]) => firstUnits(code) !== '');
  expect(expected.length).toBeGreaterThan(200);
  expect(Object.fromEntries(await gradesUnder(platform, '990100', { asOf: '2022-12-31' }))).toEqual(
    Object.fromEntries(expected),
  );
}, 240_000);

it('does nothing twice: repeated whole, it records no event', async () => {
  expect((await importFolder(platform, folder)).code).toBe(0);
  const before = await heads();
  expect((await importFolder(platform, folder)).code).toBe(0);
  expect(await heads()).toEqual(before);
});

it('sends only what changed of a register that changed', async () => {
  const file = join(folder, 'register.csv');
  const before = await heads();
  await writeFile(file, (await readFile(file, 'utf8')).replace('市委办公室第一党支部', '市委办公室机关第一党支部'));
  expect((await importFolder(platform, folder, '--as-of', '2023-03-01')).code).toBe(0);
  const [was, now] = [before, await heads()];
  expect((now[0]?.events ?? 0) - (was[0]?.events ?? 0)).toBe(1);
  expect(now[1]).toEqual(was[1]);
  const name = async (asOf: string): Promise<string> =>
    (
      await platform.query<{ organization: { name: string } }>(
        'query ($asOf: Date) { organization(code: "990200-SZGW-001-B001", asOf: $asOf) { name } }',
        { asOf },
      )
    ).organization.name;
  expect([await name('2023-02-28'), await name('2023-03-01')]).toEqual([
    '市委办公室第一党支部',
    '市委办公室机关第一党支部',
  ]);
});

it('reports every wrong row at once and sends nothing', async () => {
  const file = join(folder, 'polls-2022.csv');
  const good = await readFile(file, 'utf8');
  await writeFile(
    file,
    good
      .replace('990200-SZGW-001-B001,20,20,0,0,0', '990200-SZGW-001-B001,20,19,0,0,0')
      .replace('990200-SZGW-001-B002,20', '990200-SZGW-009-B999,0'),
  );
  const before = await heads();
  const ended = await importFolder(platform, folder);
  expect(ended.code).toBe(1);
  expect(ended.stdout + ended.stderr).toMatch(/polls-2022\.csv[\s\S]*2[\s\S]*polls-2022\.csv[\s\S]*3/);
  expect(await heads()).toEqual(before);
  await writeFile(file, good);
});
