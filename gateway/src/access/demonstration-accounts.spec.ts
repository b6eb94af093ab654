import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { fileURLToPath } from 'node:url';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { Argon2PasswordHasher } from './argon2.adapter.ts';
import { DEMONSTRATION_PASSWORD as password, makeDemonstrationAccounts } from './demonstration-accounts.ts';

const DAY = 86_400_000;
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let ahead = 0;
const now = (): number => Date.now() + ahead;
const making = { hasher: new Argon2PasswordHasher(), now };
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await schema.owner.query('TRUNCATE account, attempt CASCADE');
  await makeDemonstrationAccounts(schema.service, making);
});

type Headers = Readonly<Record<string, string>>;
async function sent(platform: PlatformUnderTest, path: string, body?: object, headers: Headers = {}) {
  const { port } = new URL(platform.url);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  return { status: response.status, text: await response.text(), cookie };
}
const logIn = (platform: PlatformUnderTest, headers: Headers = {}) =>
  sent(platform, '/log-in', { login: 'branch-secretary', password }, headers);
const ask = (platform: PlatformUnderTest, cookie: string, headers: Headers = {}) =>
  sent(platform, '/graphql', { query: '{ me { personId } }' }, { cookie, ...headers });
const page = (platform: PlatformUnderTest, headers: Headers = {}) =>
  sent(platform, '/log-in', undefined, { accept: 'text/html', ...headers });

describe('where this machine alone can reach the gateway', () => {
  let platform: PlatformUnderTest;
  beforeAll(async () => {
    platform = await platformUnderTest({ access: schema.service, now });
  });
  afterAll(() => platform.stop());

  it('a demonstration account lets in without a second factor, and the page names it with its password', async () => {
    const { cookie } = await logIn(platform);
    expect((await ask(platform, cookie)).text).toContain('demonstration-branch-secretary');
    const { text } = await page(platform);
    for (const word of ['示范账户', '党支部书记', 'branch-secretary', password]) expect(text).toContain(word);
    expect((await page(platform, { 'accept-language': 'en' })).text).toContain('Demonstration accounts');
  });

  it('its password never has to be replaced', async () => {
    ahead += 100 * DAY;
    expect((await logIn(platform)).status).toBe(204);
  });

  it('what a proxy has passed on may not use it, nor is told of it', async () => {
    const passed = { 'x-forwarded-for': '127.0.0.1' };
    expect(await logIn(platform, passed)).toMatchObject({ status: 403, cookie: '' });
    expect((await page(platform, passed)).text).not.toContain(password);
    const { cookie } = await logIn(platform);
    expect(await ask(platform, cookie, passed)).toMatchObject({
      text: expect.stringContaining('DEMONSTRATION_ELSEWHERE'),
    });
  });
});

it.each([
  ['others can reach the gateway', { host: '0.0.0.0' }],
  ['people come from elsewhere', { publicUrl: 'https://zhibu.example.cn' }],
])('where %s none lets in, nor does a session of one, nor is one shown', async (_where, settings) => {
  const home = await platformUnderTest({ access: schema.service, now });
  const { cookie } = await logIn(home);
  await home.stop();
  const platform = await platformUnderTest({ access: schema.service, now, ...settings });
  const named = { cookie: cookie.replace('zhibu=', 'publicUrl' in settings ? '__Host-zhibu=' : 'zhibu=') };
  try {
    const refused = await logIn(platform);
    expect([refused.status, refused.text, refused.cookie]).toEqual([
      403,
      expect.stringContaining('DEMONSTRATION_ELSEWHERE'),
      '',
    ]);
    expect((await ask(platform, '', named)).text).toContain('DEMONSTRATION_ELSEWHERE');
    expect((await page(platform)).text).not.toContain(password);
  } finally {
    await platform.stop();
  }
});
