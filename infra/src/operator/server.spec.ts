import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Platform } from '@zhibu/client';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newAuthority } from '../certificates/authority.ts';
import { takeLock } from '../launcher/lock.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { endOf } from './fault.ts';
import type { Environment } from './secrets.adapter.ts';
import { platformOf, serverOptions } from './server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhibu-server-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const asked = (argv: readonly string[], environment: Environment = {}): Platform =>
  platformOf(new Arguments(argv, { texts: [...serverOptions, 'actor', 'lang'], flags: [] }), signal, environment);
function told(argv: readonly string[], environment: Environment = {}): string {
  try {
    return asked(argv, environment).server;
  } catch (error) {
    const { wording, exit } = endOf(error);
    return `${exit} ${wording.en}`;
  }
}

it('is the platform on this machine, where nothing names another', () => {
  expect(asked([])).toMatchObject({ server: 'http://127.0.0.1:4000', actor: undefined, language: 'zh' });
});

it('is the one that is named, the command line before the environment, and who acts', () => {
  const argv = ['--server', 'https://x.example/', '--actor', '张-1', '--lang', 'en'];
  expect(asked(argv, { GATEWAY_URL: 'http://gateway:4000' })).toMatchObject({
    server: 'https://x.example',
    actor: '张-1',
    language: 'en',
  });
  expect(told([], { GATEWAY_URL: 'http://gateway:4000' })).toBe('http://gateway:4000');
});

it('is the one that runs on the data folder, wherever it listens', async () => {
  const lock = await takeLock(folder, 'npm start');
  lock.serving('http://127.0.0.1:4123');
  expect([told(['--data', folder]), told([], { ZHIBU_DATA: folder })]).toEqual([
    'http://127.0.0.1:4123',
    'http://127.0.0.1:4123',
  ]);
  lock.ending();
  expect(told(['--data', folder])).toBe('http://127.0.0.1:4123');
  lock.release();
  expect(told(['--data', folder])).toBe(
    `3 No platform runs on the data folder ${folder}. Start it, or name one by --server`,
  );
});

it('is believed by TLS as the data folder says who signed its certificate', async () => {
  const { certificate } = await newAuthority('zhibu here');
  mkdirSync(join(folder, 'certificates', 'authority'), { recursive: true });
  writeFileSync(join(folder, 'certificates', 'authority', 'cert.pem'), certificate);
  const lock = await takeLock(folder, 'npm run cluster');
  lock.serving('https://127.0.0.1:4123');
  const before = getCACertificates('default');
  expect(told(['--data', folder])).toBe('https://127.0.0.1:4123');
  expect(getCACertificates('default').map((one) => one.trim())).toContain(certificate.trim());
  setDefaultCACertificates(before);
  lock.release();
});

it('is shown the token of the data folder that it runs on, or of the environment, and of no other folder', async () => {
  writeFileSync(join(folder, 'operator.token'), `${'k'.repeat(43)}\n`);
  const lock = await takeLock(folder, 'npm start');
  lock.serving('http://127.0.0.1:4123');
  const environment = { OPERATOR_TOKEN: 'e'.repeat(43) };
  expect(asked(['--data', folder], environment).token).toBe('k'.repeat(43));
  expect(asked(['--server', 'http://x'], environment).token).toBe('e'.repeat(43));
  expect(asked([], environment).token).toBe('e'.repeat(43));
  expect(asked(['--server', 'http://127.0.0.1:4123']).token).toBeUndefined();
  lock.release();
});

it('is refused in one sentence where two are named, and where what is named makes no sense', () => {
  expect(told(['--data', folder, '--server', 'http://x'])).toMatch(/^2 Both --data and --server are given/);
  expect(told([], { ZHIBU_DATA: folder, GATEWAY_URL: 'http://x' })).toMatch(/^2 Both ZHIBU_DATA and GATEWAY_URL/);
  expect(told(['--server', 'localhost'])).toMatch(/^2 not a URL: --server localhost$/);
  expect(told(['--actor', 'Zhang San'])).toMatch(/^2 not a person reference: --actor Zhang San$/);
});
