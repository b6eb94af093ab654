import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKeys } from '@zhibu/service-kit';
import { command, expectedGrades, gradesUnder } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import { discard, PlatformUnderTest, run, temporaryFolder } from '../support/platform.ts';
import { program } from '../support/program.ts';

let platform: PlatformUnderTest;
let folder: string;
let file: string;
/** What an operator keeps apart from the data: the logs' heads, and the key that they are signed with. */
let kept: { readonly heads: string; readonly key: string };
beforeAll(async () => {
  platform = await importedEdges();
  folder = await temporaryFolder();
  file = join(folder, 'backup.zhibu');
  kept = { heads: join(folder, 'heads.json'), key: join(folder, 'operator.key') };
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
  expect(saysNothing(await run('backup', ['--data', platform.data, file, '--key', kept.key]))).toEqual({
    code: 0,
    says: '',
  });
  for (const mine of [file, `${file}.sig`, kept.key])
    expect([mine, statSync(mine).mode & 0o777]).toEqual([mine, 0o600]);
});

it('restores no backup that was changed, is signed by another, or is not signed, unless it is told to trust that', async () => {
  const fresh = join(folder, 'not-restored');
  const forged = join(folder, 'forged.zhibu');
  const restored = async (...more: readonly string[]) => {
    const { code, stderr } = await run('restore', ['--data', fresh, forged, ...more]);
    return [code, stderr];
  };
  cpSync(file, forged);
  expect(await restored('--key', kept.key)).toEqual([1, expect.stringContaining('--trust-unsigned')]);
  cpSync(`${file}.sig`, `${forged}.sig`);
  const bytes = readFileSync(forged);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(forged, bytes);
  expect(await restored('--key', kept.key)).toEqual([1, expect.stringContaining('does not fit')]);
  const another = join(folder, 'another.key');
  writeFileSync(another, newKeys(['operator'], 'another').signing.get('operator') ?? '');
  expect(await restored('--key', another)).toEqual([1, expect.stringContaining('not trusted')]);
  expect(existsSync(fresh)).toBe(false);
});

const withKey = (name: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  program(name, args, { environment }).ended;

it('encrypts by the key that is named, and restores by no other, before a folder is made', async () => {
  const [encrypted, fresh] = [join(folder, 'encrypted.zhibu'), join(folder, 'not-opened')];
  const [own, other] = ['own', 'other'].map((name) => ({ BACKUP_KEY_FILE: join(folder, `${name}.backup-key`) }));
  const made = await withKey('backup', ['--data', platform.data, encrypted, '--key', kept.key], own);
  expect(saysNothing(made)).toEqual({ code: 0, says: '' });
  const plain = join(folder, 'plain.zhibu');
  expect((await withKey('backup', ['--data', platform.data, plain], other)).code).toBe(0);
  const restored = async (environment?: Readonly<Record<string, string>>) => {
    const { code, stderr } = await withKey('restore', ['--data', fresh, encrypted, '--key', kept.key], environment);
    return [code, stderr];
  };
  expect(await restored()).toEqual([3, expect.stringContaining('BACKUP_KEY_FILE')]);
  expect(await restored(other)).toEqual([3, expect.stringContaining('another key')]);
  const bytes = readFileSync(encrypted);
  writeFileSync(encrypted, bytes.subarray(0, bytes.length - 1));
  expect(await restored(own)).toEqual([1, expect.stringContaining('does not fit')]);
  expect(existsSync(fresh)).toBe(false);
  writeFileSync(encrypted, bytes);
  expect(
    saysNothing(await withKey('restore', ['--data', join(folder, 'opened'), encrypted, '--key', kept.key], own)),
  ).toEqual({ code: 0, says: '' });
});

it('restores into a new folder after the old one is lost, and answers as before', async () => {
  await command(platform, 'RenameOrganization', {
    organizationId: '990200',
    name: '备份之后的名称',
    effectiveOn: '2023-01-01',
  });
  const { data } = platform;
  const written = await run('verify-log', ['--data', data, '--write-head', kept.heads, '--key', kept.key]);
  expect(saysNothing(written)).toEqual({ code: 0, says: '' });
  expect(statSync(kept.key).mode & 0o777).toBe(0o600);
  const compared = await run('verify-log', ['--data', data, '--head', kept.heads, '--key', kept.key]);
  expect(saysNothing(compared)).toEqual({ code: 0, says: '' });
  await platform.discard();
  const fresh = join(folder, 'restored');
  expect(saysNothing(await run('restore', ['--data', fresh, file, '--key', kept.key]))).toEqual({ code: 0, says: '' });
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

it('finds by the heads kept elsewhere that events after the backup are gone, though the log is whole', async () => {
  const { code, stdout } = await run('verify-log', ['--data', platform.data, '--head', kept.heads, '--key', kept.key]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/organization: intact/);
  expect(stdout).toMatch(/organization：日志不到[^\n]*所记的末端/);
  expect(stdout).toMatch(/organization: ends before the head \d+ of [^\n]*CUT OFF/);
});

it('believes no heads that were changed, and writes none over others', async () => {
  const forged = join(folder, 'forged.json');
  writeFileSync(forged, readFileSync(kept.heads, 'utf8').replace(/"position": "\d+"/, '"position": "1"'));
  const compared = await run('verify-log', ['--data', platform.data, '--head', forged, '--key', kept.key]);
  expect([compared.code, compared.stderr]).toEqual([1, expect.stringContaining('does not fit')]);
  const again = await run('verify-log', ['--data', platform.data, '--write-head', kept.heads, '--key', kept.key]);
  expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('EEXIST')]);
  const without = await run('verify-log', ['--data', platform.data, '--head', kept.heads]);
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('TRUSTED_KEYS')]);
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
  const ended = await run('restore', ['--data', platform.data, file, '--trust-unsigned']);
  expect(ended.code).not.toBe(0);
});

/** The read model is filled from the restored log: until then the present cannot be asked for. */
async function caughtUp(): Promise<void> {
  for (;;) {
    const { data, errors } = await platform.graphql<{ organization: object | null }>(
      'query ($now: DateTime) { organization(id: "990200", knownAt: $now) { id } }',
      { now: new Date().toISOString() },
    );
    if (!errors && data?.organization) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
