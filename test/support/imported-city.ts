import { join } from 'node:path';
import { demo, EVERY_ROUND, importFolder } from './city.ts';
import { dutiesOfInput, eventually, problemCountsUnder } from './duties.ts';
import { copyOf, isCluster, PlatformUnderTest } from './platform.ts';

const CITY = 'city-1000';
const EDGES = 'edges-24';
const COMMITTEE = '990100-SZGW';

/**
 * The platform on the city of 1,000 branches, its round closed. The embedded one is started on a copy of one import a
 * run, at rest: every problem that follows from the gradings is named. The five processes take the city in themselves.
 * @throws with what the import said, when it fails
 */
export const importedCity = (): Promise<PlatformUnderTest> => startedWith(CITY, takeIn);

/** The platform on the committee of 24 branches whose inputs sit on the rules' edges, as {@link importedCity}. */
export const importedEdges = (round: 'open' | 'closed' = 'open'): Promise<PlatformUnderTest> =>
  startedWith(`${EDGES}-${round}`, (platform) => imported(platform, EDGES, round === 'closed' ? EVERY_ROUND : []));

async function startedWith(
  name: string,
  fill: (platform: PlatformUnderTest) => Promise<void>,
): Promise<PlatformUnderTest> {
  if (!isCluster()) return PlatformUnderTest.start({ data: await copyOf(name, fill) });
  const platform = await PlatformUnderTest.start();
  await fill(platform);
  return platform;
}

async function takeIn(platform: PlatformUnderTest): Promise<void> {
  await imported(platform, CITY, EVERY_ROUND);
  if (isCluster()) return;
  const { problems, mismatches } = await dutiesOfInput(CITY);
  const wanted = JSON.stringify({ open: problems.length + mismatches, overdue: 0, closed: 0, reopened: 0 });
  await eventually(async () => {
    const counts = JSON.stringify(await problemCountsUnder(platform, COMMITTEE));
    if (counts !== wanted) throw new Error(`problems are ${counts}, expected ${wanted}`);
  });
}

async function imported(platform: PlatformUnderTest, city: string, options: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await importFolder(platform, join(demo, city), ...options);
  if (code !== 0) throw new Error(`the import ended with ${code}: ${stdout}${stderr}`);
}
