import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { newValues, secretKeys } from '@zhibu/infra';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../support/docker/shell.ts';
import { repository } from '../support/program.ts';
import { builtText, manifestsIn, workloadsOf } from './overlay.ts';
import { kustomize } from './programs.ts';
import { environmentOf } from './settings.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
const WITHIN_MS = 120_000;
const entry = join(repository, 'infra', 'docker', 'entry.mjs');

let database: TemporaryDatabase;
let folder: string;
let text = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zhibu-jobs-'));
  if (kustomize === undefined) return;
  database = await temporaryDatabase();
  const { host, pathname, search } = new URL(database.adminUrl);
  // The server of the tests stands elsewhere, and speaks in clear.
  text = (await builtText('committee'))
    .replaceAll('postgres.example.gov.cn:5432/zhibu', `${host}${pathname}`)
    .replaceAll('?sslmode=verify-full', search);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
});

const values = newValues();
/** Roles belong to the whole server, which other specs use meanwhile: their passwords are the one that they know. */
function secret(name: string, key: string): string {
  const { username, password } = new URL(database.adminUrl);
  if (name === 'postgres-superuser') return key === 'username' ? username : password;
  if (key.startsWith('PASSWORD')) return 'secret';
  return values.get(secretKeys.find((one) => one.secret === name && one.key === key)?.value ?? '') ?? '';
}

/** Runs what a workload runs first, as its pod would: its arguments and its environment, its volumes in one folder. */
async function ran(name: string) {
  const manifests = manifestsIn(text);
  const [container] = workloadsOf(manifests).find(({ manifest }) => manifest.metadata.name === name)?.containers ?? [];
  const environment = container ? environmentOf(container, manifests, secret) : {};
  const here = (path: string): string => path.replace(/^\/(out|keys)\//, `${folder}/`);
  const { BACKUP_KEY_FILE: keyFile = '/keys/none', NODE_EXTRA_CA_CERTS: _authority, ...others } = environment;
  const { PATH = '' } = process.env;
  return attempt(process.execPath, [entry, ...(container?.args ?? []).map(here)], {
    cwd: folder,
    environment: { PATH, ...others, BACKUP_KEY_FILE: here(keyFile) },
  });
}

where('on a real PostgreSQL', () => {
  it(
    'the Job `provision` makes what the others need, a second time nothing',
    async () => {
      expect(await ran('provision')).toMatchObject({ code: 0, output: expect.stringContaining('Schemas and roles') });
      expect(await ran('provision')).toMatchObject({ code: 0 });
    },
    WITHIN_MS,
  );

  it(
    'the CronJob `backup` writes a signed, encrypted backup to where it is taken away from',
    async () => {
      writeFileSync(join(folder, 'BACKUP_KEY'), values.get('BACKUP_KEY') ?? '');
      expect(await ran('backup')).toMatchObject({ code: 0 });
      expect(readFileSync(join(folder, 'zhibu.backup')).includes('organization')).toBe(false);
      expect(existsSync(join(folder, 'zhibu.backup.sig'))).toBe(true);
    },
    WITHIN_MS,
  );

  it(
    'the CronJob `verify-log` verifies the logs, and writes their ends, signed',
    async () => {
      expect(await ran('verify-log')).toMatchObject({ code: 0 });
      expect(readFileSync(join(folder, 'heads.json'), 'utf8')).toMatch(/"operator\/\d{4}-\d\d-\d\d"/);
    },
    WITHIN_MS,
  );

  it('what is missing in the environment of a Job is said by its command', async () => {
    const whole = text;
    text = text.replace(/name: DATABASE_ADMIN_URL/, 'name: DATABASE_URL_OF_THE_ADMINISTRATOR');
    expect(await ran('provision')).toMatchObject({ code: 2, output: expect.stringContaining('DATABASE_ADMIN_URL') });
    text = whole;
  });
});
