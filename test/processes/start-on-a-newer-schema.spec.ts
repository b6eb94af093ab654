import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { services } from '@zhibu/contracts';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { freePort } from '@zhibu/kernel';
import { newKeys } from '@zhibu/service-kit';
import pg from 'pg';
import { type Ended, repository, RunningProgram } from '../support/program.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const WITHIN_MS = 120_000;
const processes = [...services, 'gateway'];
/** Each process with each schema that it works on. */
const workedOn = [
  ...services.map((name) => [name, name]),
  ...['gateway', 'access', 'people'].map((of) => ['gateway', of]),
];
const keys = newKeys(processes, 'test');
/** What a newer release would have recorded: one migration that expands, one that contracts for those that bring the first. */
const EXPANDS = ['9001_newer_expands', null] as const;
const CONTRACTS = ['9002_newer_contracts', '9001_newer_expands'] as const;
const REFUSED =
  /SCHEMA_TOO_NEW: migration 9002_newer_contracts has contracted schema (\w+) for programs that bring 9001_newer_expands; this one brings /;

let database: TemporaryDatabase;
beforeAll(async () => {
  database = await temporaryDatabase();
  expect(await provisioned()).toMatchObject({ code: 0 });
}, WITHIN_MS);
afterAll(() => database.drop());

// Roles belong to the whole server, which other specs use meanwhile: their passwords are the one that they know.
const passwords = Object.fromEntries(
  ['OWNER', 'ACCESS', 'PEOPLE', ...processes.flatMap((name) => [name, `${name}_reader`])].map((name) => [
    `PASSWORD_${name.toUpperCase()}`,
    'secret',
  ]),
);
const run = (path: string, environment: Readonly<Record<string, string>>): RunningProgram =>
  new RunningProgram(process.execPath, [join(repository, path)], { environment });
const provisioned = (): Promise<Ended> =>
  run('infra/dist/cli/provision.cli.js', { DATABASE_ADMIN_URL: database.adminUrl, ...passwords }).ended;

/** What a process of the distributed profile is told, its feeds from the stores. */
async function started(name: string, more: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
  const each = services.map((service) => service.toUpperCase());
  const path = name === 'gateway' ? 'gateway/dist/main.js' : `services/${name}/dist/main.js`;
  return run(path, {
    PORT: String(await freePort()),
    STORE: 'postgres',
    FEED: 'store',
    DATABASE_URL: database.urlFor(`${name}_service`),
    READER_DATABASE_URL: database.urlFor('gateway_reader'),
    ACCESS_DATABASE_URL: database.urlFor('access_service'),
    PEOPLE_DATABASE_URL: database.urlFor('people_service'),
    PEOPLE_KEY: randomBytes(32).toString('base64url'),
    SIGNING_KEY: keys.signing.get(name) ?? '',
    TRUSTED_KEYS: keys.trusted,
    ...Object.fromEntries(services.map((of, at) => [`STORE_URL_${each[at]}`, database.urlFor(`${of}_reader`)])),
    ...Object.fromEntries(each.map((of) => [`SERVICE_URL_${of}`, 'http://127.0.0.1:1'])),
    ...more,
  });
}

/** Waits until a process serves. @returns where */
async function listening(one: RunningProgram): Promise<string> {
  for (const until = Date.now() + 60_000; ; await pause(50)) {
    const port = /"message":"listening","port":(\d+)/.exec(one.stdout)?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    if (one.child.exitCode !== null || Date.now() > until) throw new Error(`${one.stdout}${one.stderr}`);
  }
}

/** Does something while a schema has what newer releases recorded. */
async function recordedBeside(
  recorded: readonly (readonly [name: string, runsWith: string | null])[],
  schemas: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    for (const schema of schemas)
      for (const [name, runsWith] of recorded)
        await admin.query(
          `INSERT INTO ${schema}._prisma_migrations (id, checksum, migration_name, runs_with) VALUES ($1, 'c', $1, $2)`,
          [name, runsWith],
        );
    await work();
  } finally {
    for (const schema of schemas) await admin.query(`DELETE FROM ${schema}._prisma_migrations WHERE checksum = 'c'`);
    await admin.end();
  }
}

describe('on schemas that a newer release has expanded', () => {
  it.each(processes)(
    '%s serves, and says what it brings',
    async (name) => {
      await recordedBeside([EXPANDS], [...processes, 'access', 'people'], async () => {
        const one = await started(name);
        const said = await fetch(`${await listening(one)}/health/live`).then((answer) => answer.json());
        one.child.kill('SIGTERM');
        expect((await one.ended).code).toBe(0);
        const own = name === 'gateway' ? ['gateway', 'access', 'people'] : [name];
        expect(Object.keys(Object(said).schemas)).toEqual(own);
        expect(said).toMatchObject({ status: 'live', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
        expect(JSON.stringify(said)).not.toContain(EXPANDS[0]);
      });
    },
    WITHIN_MS,
  );

  it(
    'provision has nothing to do',
    async () => {
      await recordedBeside([EXPANDS], [...processes, 'access', 'people'], async () => {
        expect(await provisioned()).toMatchObject({ code: 0, stderr: '' });
      });
    },
    WITHIN_MS,
  );
});

describe('on a schema that a newer release has contracted', () => {
  it.each(workedOn)(
    '%s ends at its start for schema %s, in one sentence with a code',
    async (name, schema) => {
      await recordedBeside([EXPANDS, CONTRACTS], [schema], async () => {
        const { code, stdout, stderr } = await (await started(name)).ended;
        expect([code, stderr, REFUSED.exec(stdout)?.[1]]).toEqual([1, '', schema]);
        expect(stdout).toContain('"code":"SCHEMA_TOO_NEW"');
        expect(stdout).not.toMatch(/"message":"listening"|"stack"/);
      });
    },
    WITHIN_MS,
  );

  it(
    'provision ends, and says the same',
    async () => {
      await recordedBeside([EXPANDS, CONTRACTS], ['people'], async () => {
        const { code, stderr } = await provisioned();
        expect([code, REFUSED.exec(stderr)?.[1]]).toEqual([1, 'people']);
      });
    },
    WITHIN_MS,
  );

  it(
    'the gateway that has begun without its database ends once that is there',
    async () => {
      const proxy = await TcpProxy.open({ random: () => 1 });
      try {
        await recordedBeside([EXPANDS, CONTRACTS], ['gateway'], async () => {
          const direct = new URL(database.urlFor('gateway_service'));
          const address = new URL(direct);
          address.host = `127.0.0.1:${proxy.port}`;
          const one = await started('gateway', { DATABASE_URL: address.href });
          expect((await fetch(`${await listening(one)}/health/ready`)).status).toBe(503);
          proxy.target = Number(direct.port);
          const { code, stdout } = await one.ended;
          expect([code, REFUSED.exec(stdout)?.[1]]).toEqual([1, 'gateway']);
        });
      } finally {
        await proxy.close();
      }
    },
    WITHIN_MS,
  );
});
