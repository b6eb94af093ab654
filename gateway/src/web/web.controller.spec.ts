import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { accessMigrations, accessSchema } from '../access/access-schema.ts';
import { accountsUnderTest } from '../testing/accounts.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';

const PASSWORD = 'Correct-horse-9';
const SCRIPT = `// ${'a long script '.repeat(200)}\n`;
const folder = mkdtempSync(join(tmpdir(), 'zhibu-web-'));
let database: TemporaryDatabase;
let platform: PlatformUnderTest;
let cookie: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'files'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>支部</title>');
  writeFileSync(join(folder, 'screens.json'), '["", "org"]');
  writeFileSync(join(folder, 'secret.js'), 'beside the files');
  writeFileSync(join(folder, 'files', 'main-A1.js'), SCRIPT);
  writeFileSync(join(folder, 'files', 'main-A1.js.br'), brotliCompressSync(SCRIPT));
  database = await temporaryDatabase();
  const { service } = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({ access: service, web: folder });
  cookie = await loggedIn('clerk');
  async function loggedIn(login: string): Promise<string> {
    const accounts = accountsUnderTest(service);
    const token = await accounts.add({ login, personId: `p-${login}`, secondFactor: false });
    await accounts.setUp(token ?? '', PASSWORD);
    const { headers } = await got(
      '/log-in',
      { 'content-type': 'application/json' },
      JSON.stringify({ login, password: PASSWORD }),
    );
    return String(headers['set-cookie']).split(';')[0] ?? '';
  }
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** The path goes out as it is written. */
function got(path: string, headers: Record<string, string> = {}, body?: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(
      platform.url,
      { path, headers, method: body === undefined ? 'GET' : 'POST', agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    sent.on('error', reject).end(body);
  });
}

const page = { accept: 'text/html' };

describe('the page of the application', () => {
  it.each(['/', '/org/W', '/org/W/branches?period=2025'])('is answered at %s to whoever is logged in', async (path) => {
    const { status, headers, body } = await got(path, { ...page, cookie });
    expect([status, headers['cache-control'], headers['referrer-policy']]).toEqual([200, 'no-cache', 'same-origin']);
    expect(String(headers['content-security-policy'])).toMatch(/^default-src 'self'; (?!.*unsafe)(?!.*script-src)/);
    expect(body.toString()).toContain('<title>支部</title>');
  });

  it('leads whoever is not logged in to the page for that, with the way back', async () => {
    const { status, headers } = await got('/org/W?period=2025', page);
    expect([status, headers['location']]).toEqual([303, `/log-in?to=${encodeURIComponent('/org/W?period=2025')}`]);
    const ended = await got('/org/W', { ...page, cookie: 'zhibu=gone' });
    expect([ended.status, ended.body.toString()]).toEqual([401, expect.stringContaining('name="to" value="/org/W"')]);
  });

  it.each(['/nowhere', '/organizations', '/orgs/W'])('is not answered at %s, which is no screen', async (path) => {
    expect((await got(path, { ...page, cookie })).status).toBe(404);
  });

  it('leaves the explorer where it is', async () => {
    const { status, body } = await got('/graphql', page);
    expect([status, body.toString()]).toEqual([200, expect.stringContaining('/explorer/explorer.js')]);
  });
});

describe('a file of the application', () => {
  it('is kept for ever, and comes as small as it is understood', async () => {
    const plain = await got('/web/main-A1.js');
    expect([plain.status, plain.body.toString()]).toEqual([200, SCRIPT]);
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    });
    const small = await got('/web/main-A1.js', { 'accept-encoding': 'gzip, br' });
    expect(small.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(small.body).toString()).toBe(SCRIPT);
    const unmade = await got('/web/main-A1.js', { 'accept-encoding': 'gzip' });
    expect([unmade.headers['content-encoding'], unmade.body.toString()]).toEqual([undefined, SCRIPT]);
  });

  it.each(['/web/gone.js', '/web/main-A1.js.br', '/web/..%2fsecret.js', '/web/%2e%2e/secret.js', '/web/'])(
    'is none of another place: %s',
    async (path) => {
      const { status, body } = await got(path, { cookie });
      expect([status, body.toString().includes('beside the files')]).toEqual([404, false]);
    },
  );
});
