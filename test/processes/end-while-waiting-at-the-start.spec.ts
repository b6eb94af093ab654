import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { services } from '@zhibu/contracts';
import { freePort } from '@zhibu/kernel';
import { newKeys } from '@zhibu/service-kit';
import { demo, editionFile } from '../support/city.ts';
import { discard, type Ended, newData, program, repository, RunningProgram } from '../support/platform.ts';

// An end that is asked for is heard while a process waits for what may never come: nobody needs SIGKILL.
const ENDS_WITHIN_MS = 2_000;
const keys = newKeys(['gateway'], 'test');

/** Takes every connection and never says a word, as a machine does whose process is frozen. */
let silent: Server;
let silentPort: number;
const held = new Set<Socket>();
let data: string;
beforeAll(async () => {
  silent = createServer((socket) => {
    held.add(socket);
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    silent.once('listening', resolve);
  });
  const address: AddressInfo = Object(silent.address());
  silentPort = address.port;
  data = await newData();
}, 300_000);
afterAll(async () => {
  for (const socket of held) socket.destroy();
  silent.close();
  await discard(data);
});

const DEAD = 1;

/** Where everything is that a process leans on; nobody answers at any of it. */
function settings(port: number, more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const database = `postgres://u:p@127.0.0.1:${port}/d`;
  const each = services.map((service) => service.toUpperCase());
  return {
    PORT: '1',
    SIGNING_KEY: keys.signing.get('gateway') ?? '',
    TRUSTED_KEYS: keys.trusted,
    FEED_KEYS: keys.feed,
    DATABASE_URL: database,
    READER_DATABASE_URL: database,
    ACCESS_DATABASE_URL: database,
    PASSWORD_GATEWAY_READER: 'p',
    PASSWORD_GATEWAY: 'p',
    PASSWORD_ACCESS: 'p',
    PASSWORD_PEOPLE: 'p',
    PEOPLE_KEY: randomBytes(32).toString('base64url'),
    EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false`,
    KAFKA_BROKERS: `127.0.0.1:${port}`,
    ...Object.fromEntries(each.map((name) => [`STORE_URL_${name}`, database])),
    ...Object.fromEntries(each.map((name) => [`SERVICE_URL_${name}`, `http://127.0.0.1:${port}`])),
    ...Object.fromEntries(each.map((name) => [`PASSWORD_${name}`, 'p'])),
    ...Object.fromEntries(each.map((name) => [`PASSWORD_${name}_READER`, 'p'])),
    ...more,
  };
}

/** Asks a program to end once it waits. @returns how it ended, and whether in time */
async function ended(
  one: RunningProgram,
  { signal, waits }: { readonly signal: NodeJS.Signals; readonly waits: () => boolean | Promise<boolean> },
): Promise<Ended & { readonly inTime: boolean }> {
  for (const until = Date.now() + 60_000; !(await waits());) {
    if (Date.now() > until) throw new Error(`it never waited: ${one.stdout}${one.stderr}`);
    await pause(50);
  }
  const asked = Date.now();
  one.child.kill(signal);
  const end = await one.ended;
  return { ...end, inTime: Date.now() - asked < ENDS_WITHIN_MS };
}

const running = (path: string, environment: Readonly<Record<string, string>>, args: readonly string[] = []) =>
  new RunningProgram(process.execPath, [join(repository, path), ...args], { environment });
const mains = [...services.map((service) => `services/${service}/dist/main.js`), 'gateway/dist/main.js'];

describe('a process that waits at its start ends when it is asked to, in order', () => {
  const esdb = { STORE: 'event-store-db' };
  it.each([
    ...mains.map((path) => [path, {}, 'SIGTERM'] as const),
    ['services/assessment/dist/main.js', esdb, 'SIGINT'],
    ['gateway/dist/main.js', esdb, 'SIGINT'],
  ] as const)('%s %j, where nobody listens, by %s', async (path, store, signal) => {
    const one = running(path, settings(DEAD, store));
    const waits = (): boolean => one.stdout.includes('"waitsFor"');
    expect(await ended(one, { signal, waits })).toMatchObject({ code: 0, stderr: '', inTime: true });
    expect(one.stdout).toMatch(/"message":"ending","why":"SIG(TERM|INT)","while":"starting"/);
  });

  it.each([
    ['services/assessment/dist/main.js', {}],
    ['gateway/dist/main.js', esdb],
  ] as const)('%s %j, where somebody takes the connection and says nothing', async (path, store) => {
    held.clear();
    const one = running(path, settings(silentPort, store));
    const waits = (): boolean => held.size > 0;
    expect(await ended(one, { signal: 'SIGTERM', waits })).toMatchObject({ code: 0, inTime: true });
  });

  it('the gateway without broker and database, which serves all the same', async () => {
    const one = running('gateway/dist/main.js', settings(DEAD, { FEED: 'kafka', PORT: String(await freePort()) }));
    const waits = (): boolean => one.stdout.includes('"message":"listening"');
    expect(await ended(one, { signal: 'SIGTERM', waits })).toMatchObject({ code: 0, inTime: true });
  });
});

describe('an operator’s command that waits ends when it is asked to', () => {
  it.each([
    ['topics', []],
    ['renew-generation', []],
    ['parked', ['list']],
    ['accounts', ['list']],
    ['verify-log', []],
    ['audit', ['--all', '--under', 'P', '--server', 'SILENT']],
    ['document', ['problem-list', '--under', 'P', '--out', '/nowhere/x.xlsx', '--server', 'SILENT']],
    ['import', ['--edition', editionFile, '--period', '2022', '--server', 'SILENT', join(demo, 'edges-24')]],
  ] as const)('%s', async (name, args) => {
    held.clear();
    const given = args.map((arg) => (arg === 'SILENT' ? `http://127.0.0.1:${silentPort}` : arg));
    const one = running(`infra/dist/cli/${name}.cli.js`, settings(silentPort, {}), given);
    const { inTime, stderr } = await ended(one, { signal: 'SIGTERM', waits: () => held.size > 0 });
    expect(inTime).toBe(true);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('npm run cluster', () => {
  const cluster = async (address: string): Promise<RunningProgram> =>
    program(
      'cluster',
      ['--data', data, '--feed', 'store', '--store', 'event-store-db', '--port', String(await freePort())],
      { environment: { EVENTSTORE_URL: address } },
    );

  it('says what it waits for, and ends when it is asked to, everything of it', async () => {
    const one = await cluster('esdb://127.0.0.1:1?tls=false');
    const waits = (): boolean => /waits for (EventStoreDB|the store of \w+) \(.*ECONNREFUSED/.test(one.stdout);
    const { code, stdout, stderr } = await ended(one, { signal: 'SIGTERM', waits });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('已结束，数据已保存\nEnded; everything is kept');
  }, 120_000);

  it('gives a dead address up within a minute, in a sentence', async () => {
    const begun = Date.now();
    const { code, stderr } = await (await cluster('esdb://127.0.0.1:1?tls=false')).ended;
    expect(Date.now() - begun).toBeLessThan(60_000);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^\S+一直在等.+（系统信息：.*ECONNREFUSED.*）\n\S+ waits for .+ in vain; .+repeat the same command \(the system says: .*ECONNREFUSED.*\)\n$/,
    );
  }, 120_000);

  it('says a fault of the settings in the words of the process, without a trace', async () => {
    const { code, stderr } = await (await cluster('http://nowhere')).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/\w+ ended at its start; .*EVENTSTORE_URL is given, but not/);
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 120_000);
});
