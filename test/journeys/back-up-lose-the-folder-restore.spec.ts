import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { command, expectedGrades, gradesUnder } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import { discard, PlatformUnderTest, run, temporaryFolder } from '../support/platform.ts';

let platform: PlatformUnderTest;
let folder: string;
let file: string;
beforeAll(async () => {
  platform = await importedEdges();
  folder = await temporaryFolder();
  file = join(folder, 'backup.zhibu');
});
afterAll(async () => {
  await platform.discard();
  await discard(folder);
});

const saysNothing = ({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }) => ({
  code,
  says: code === 0 ? '' : stdout + stderr,
});

it('backs up while the platform runs', async () => {
  expect(saysNothing(await run('backup', ['--data', platform.data, file]))).toEqual({ code: 0, says: '' });
});

it('restores into a new folder after the old one is lost, and answers as before', async () => {
  await command(platform, 'RenameOrganization', {
    organizationId: '990200',
    name: '备份之后的名称',
    effectiveOn: '2023-01-01',
  });
  await platform.discard();
  const fresh = join(folder, 'restored');
  expect(saysNothing(await run('restore', ['--data', fresh, file]))).toEqual({ code: 0, says: '' });
  platform = await PlatformUnderTest.start({ data: fresh });
  await caughtUp();
  expect(Object.fromEntries(await gradesUnder(platform, '990200', { asOf: '2022-12-31' }))).toEqual(
    Object.fromEntries(await expectedGrades('edges-24')),
  );
  expect(
    (await platform.query<{ organization: { name: string } }>('{ organization(code: "990200") { name } }')).organization
      .name,
  ).toBe('某市');
});

it('finds the restored log whole, and every rating replayable', async () => {
  expect(saysNothing(await run('verify-log', ['--data', platform.data]))).toEqual({ code: 0, says: '' });
  expect(
    saysNothing(
      await run('audit', ['--all', '--under', '990200', '--scheme', 'classification', '--server', platform.url]),
    ),
  ).toEqual({ code: 0, says: '' });
});

it('goes on recording in the restored store', async () => {
  expect(
    await command(platform, 'RenameOrganization', {
      organizationId: '990200',
      name: '恢复之后',
      effectiveOn: '2023-01-01',
    }),
  ).toMatchObject({ projected: true });
});

it('refuses to restore over a store that has events', async () => {
  const ended = await run('restore', ['--data', platform.data, file]);
  expect(ended.code).not.toBe(0);
});

/** The read model is filled from the restored log: until then its feeds lag. */
async function caughtUp(): Promise<void> {
  for (;;) {
    const ready = (await (await fetch(`${platform.url}/health/ready`)).json()) as {
      feeds: { lag: number; position: string }[];
    };
    if (ready.feeds.every((feed) => feed.lag === 0) && Number(ready.feeds[0]?.position) > 0) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
