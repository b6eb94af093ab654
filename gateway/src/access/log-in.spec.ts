import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { dig } from '../testing/asking.ts';
import { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { accountsUnderTest, type AccountsUnderTest } from '../testing/accounts.ts';
import { oneTimePassword, stepAt } from './one-time-password.ts';

const MINUTE = 60_000;
const password = 'Correct-horse-9';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let accounts: AccountsUnderTest;
let platform: PlatformUnderTest;
let ahead = 0;
const now = (): number => Date.now() + ahead;
/** Attempts are counted by the minute: none may end amid them. */
const beginAMinute = (): void => {
  ahead += MINUTE - (now() % MINUTE);
};

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  accounts = accountsUnderTest(schema.service, now);
  platform = await platformUnderTest({ access: schema.service, now, projectedWithinMs: 1500 });
  await platform.record(new History().register('P', 'province'));
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});
beforeEach(() => schema.owner.query('TRUNCATE account, attempt CASCADE'));

async function person(login: string, secondFactor = false): Promise<Buffer | undefined> {
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor });
  return (await accounts.setUp(token ?? '', password)).secret;
}

type Headers = Readonly<Record<string, string>>;

async function sent(path: string, body?: unknown, headers: Headers = {}) {
  const response = await fetch(`${platform.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    headers: { ...(body instanceof URLSearchParams ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  return { status: response.status, headers: response.headers, text, cookie, code: codeOf(text) };
}

function codeOf(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    return dig(answer, 'code') ?? dig(answer, 'errors', 0, 'extensions', 'code');
  } catch {
    return undefined;
  }
}

const logIn = (login: string, given: object = {}) => sent('/log-in', { login, password, ...given });
const ask = (cookie: string, headers: Headers = {}) =>
  sent('/graphql', { query: '{ me { personId } }' }, { cookie, ...headers });
const form = (fields: Readonly<Record<string, string>>): URLSearchParams => new URLSearchParams(fields);
const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('POST /log-in', () => {
  it('answers a cookie that scripts and other sites cannot have, by which the person is answered', async () => {
    await person('zhang');
    const { status, headers, cookie, text } = await logIn('zhang');
    expect([status, text, headers.get('cache-control')]).toEqual([204, '', 'no-store']);
    expect(headers.get('set-cookie')).toMatch(/^zhibu=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(await ask(cookie)).toMatchObject({ status: 200, text: expect.stringContaining('"personId":"p-zhang"') });
  });

  it('refuses a wrong password, an unknown login and a locked account in the same words', async () => {
    await person('zhang');
    const wrong = await logIn('zhang', { password: 'wrong' });
    const unknown = await logIn('nobody');
    for (let attempt = 2; attempt <= 5; attempt += 1) await logIn('zhang', { password: 'wrong' });
    const locked = await logIn('zhang');
    expect([wrong.status, wrong.code, wrong.cookie]).toEqual([401, 'LOG_IN_REFUSED', '']);
    expect([unknown.text, locked.text]).toEqual([wrong.text, wrong.text]);
    await accounts.unlock('zhang');
    expect((await logIn('zhang')).status).toBe(204);
  });

  it('takes a one-time password once', async () => {
    const secret = (await person('zhang', true)) ?? Buffer.alloc(0);
    const given = { oneTimePassword: oneTimePassword(secret, stepAt(now())) };
    expect((await logIn('zhang')).code).toBe('LOG_IN_REFUSED');
    expect((await logIn('zhang', given)).status).toBe(204);
    expect((await logIn('zhang', given)).code).toBe('LOG_IN_REFUSED');
  });

  it('refuses the thirty-first attempt of a minute', async () => {
    beginAMinute();
    for (let attempt = 1; attempt <= 30; attempt += 1) await logIn(`nobody-${attempt}`, { password: '' });
    expect(await logIn('nobody')).toMatchObject({ status: 429, code: 'LOG_INS_TOO_MANY' });
  });

  it('counts by the address of the connection, whatever a header says of it', async () => {
    beginAMinute();
    const said = (attempt: number): Headers => ({ 'x-forwarded-for': `192.0.2.${attempt}` });
    for (let attempt = 1; attempt <= 30; attempt += 1)
      await sent('/log-in', { login: `nobody-${attempt}`, password: '' }, said(attempt));
    expect(await sent('/log-in', { login: 'nobody', password: '' }, said(31))).toMatchObject({ status: 429 });
  });

  it.each([
    ['another site', { origin: 'http://evil.example' }],
    ['a page that names no site', { origin: 'null' }],
  ])('refuses the form of %s', async (_what, headers) => {
    await person('zhang');
    expect(await sent('/log-in', { login: 'zhang', password }, headers)).toMatchObject({
      status: 421,
      code: 'ORIGIN_UNKNOWN',
      cookie: '',
    });
  });

  it.each([
    ['no fields', {}, 400, 'INPUT_INVALID'],
    ['a list', [], 400, 'INPUT_INVALID'],
    ['a number', { login: 5, password }, 400, 'INPUT_INVALID'],
    ['an object', { login: { $ne: '' }, password }, 400, 'INPUT_INVALID'],
    ['a field too many', { login: 'zhang', password, role: 'operator' }, 400, 'INPUT_INVALID'],
    ['an overlong password', { login: 'zhang', password: 'x'.repeat(513) }, 400, 'INPUT_INVALID'],
    ['a body too large', { login: 'zhang', password: 'x'.repeat(9_000) }, 413, 'BODY_TOO_LARGE'],
    ['a NUL', { login: 'zh\0ang', password: '\0' }, 401, 'LOG_IN_REFUSED'],
    ['half a character', { login: '\ud800', password: '\ud800' }, 401, 'LOG_IN_REFUSED'],
    ['a form that names its field twice', new URLSearchParams('login=a&login=b&password=x'), 400, 'INPUT_INVALID'],
    ['a form of many fields', new URLSearchParams('a=1&'.repeat(50)), 413, 'BODY_TOO_LARGE'],
  ])('refuses %s', async (_what, body, status, code) => {
    expect(await sent('/log-in', body)).toMatchObject({ status, code, cookie: '' });
  });
});

describe('a session', () => {
  it.each([
    ['an unknown cookie', `zhibu=${'x'.repeat(43)}`],
    ['an empty one', 'zhibu='],
    ['an overlong one', `zhibu=${'x'.repeat(4_000)}`],
    ['one of another form', `zhibu=a'b"c%00`],
    ['two at once', `zhibu=${'x'.repeat(43)}; zhibu=${'y'.repeat(43)}`],
  ])('is not what %s shows: nobody becomes the operator by it', async (_what, cookie) => {
    expect(await ask(cookie)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const command = await sent('/commands/RegisterOrganization', { data: {} }, { cookie, 'zhibu-operator': 'p-1' });
    expect(command).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await sent('/audit?under=P&scheme=classification', undefined, { cookie })).toMatchObject({ status: 401 });
    expect(await sent('/graphql?query={__typename}', undefined, { cookie })).toMatchObject({ status: 401 });
  });

  it('two of one person, one of which comes a second time, are one each', async () => {
    await person('zhang');
    const { cookie } = await logIn('zhang');
    expect((await ask(`${cookie}; ${cookie}`)).code).toBe('UNAUTHENTICATED');
    expect((await ask(`other=1; ${cookie}; zhibu2=x`)).status).toBe(200);
  });

  it('ends when its person logs out, logs in again in the same browser, leaves it idle, or is disabled', async () => {
    await person('zhang');
    const out = await logIn('zhang');
    const left = await sent('/log-out', {}, { cookie: out.cookie });
    expect([left.status, left.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringMatching(/^zhibu=; Path=\/; Expires=Thu, 01 Jan 1970/),
    ]);
    const before = await logIn('zhang');
    const after = await sent('/log-in', { login: 'zhang', password }, { cookie: before.cookie });
    const idle = await logIn('zhang');
    expect((await ask(after.cookie)).status).toBe(200);
    for (const { cookie } of [out, before]) expect((await ask(cookie)).code).toBe('UNAUTHENTICATED');
    ahead += 20 * MINUTE;
    expect((await ask(idle.cookie)).code).toBe('UNAUTHENTICATED');
    const disabled = await logIn('zhang');
    await accounts.disable('zhang');
    expect((await ask(disabled.cookie)).code).toBe('UNAUTHENTICATED');
  });

  it('is refused on a page by the page on which one logs in again', async () => {
    const { status, text } = await sent('/graphql', undefined, { cookie: 'zhibu=gone', ...page });
    expect(status).toBe(401);
    expect(text).toContain('未登录或登录已失效，请登录');
    expect(text).toContain('action="/log-in"');
  });
});

describe('a person with a session', () => {
  const register = (code: string) => ({
    data: { code, kind: 'city', parentId: 'P', name: `${code}市`, openedOn: '2020-01-01' },
  });
  const actors = async (stream: string): Promise<unknown> =>
    (await platform.stores.organization.readStream(stream)).map(({ metadata }) => metadata.actor);

  it('is known to the services by his session: what he sends is decided by his duties, of which he has none here', async () => {
    await person('zhang');
    const { cookie } = await logIn('zhang');
    for (const headers of [{ cookie }, { cookie, 'zhibu-operator': 'p-zhang' }]) {
      const answer = await sent('/commands/RegisterOrganization', register('S1'), headers);
      expect(answer).toMatchObject({ status: 404, code: 'ORGANIZATION_UNKNOWN' });
    }
    expect(await actors('organization-S1')).toEqual([]);
    expect((await sent('/commands/RegisterOrganization', register('S1'), { 'zhibu-operator': 'p-1' })).status).toBe(
      200,
    );
    expect(await actors('organization-S1')).toEqual([{ personId: 'p-1', role: 'operator' }]);
  });

  it('is refused as another, by the command doors and by a mutation', async () => {
    await person('zhang');
    const { cookie } = await logIn('zhang');
    const another = { cookie, 'zhibu-operator': 'p-li' };
    const refused = { code: 'ACTS_AS_ANOTHER' };
    expect(await sent('/commands/RegisterOrganization', register('S3'), another)).toMatchObject(refused);
    const batch = { commands: [{ name: 'RegisterOrganization', ...register('S3') }] };
    expect(await sent('/commands', batch, another)).toMatchObject(refused);
    const query = 'mutation ($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { commandId } }';
    expect(await sent('/graphql', { query, variables: { input: register('S3').data } }, another)).toMatchObject(
      refused,
    );
    expect(await actors('organization-S3')).toEqual([]);
  });

  it('is told apart by his cookie where browsers keep answers', async () => {
    await person('zhang');
    const { cookie } = await logIn('zhang');
    expect((await ask(cookie)).headers.get('vary')?.split(', ')).toContain('Cookie');
  });
});

describe('the page', () => {
  it.each([
    ['zh-CN', '登录', '用户名'],
    ['en', 'Log in', 'Login'],
  ])('in %s has a form that needs no script, and lets nothing in from elsewhere', async (language, title, login) => {
    const { status, text, headers } = await sent('/log-in', undefined, { ...page, 'accept-language': language });
    expect(status).toBe(200);
    expect(text).toContain(`<title>${title}</title>`);
    expect(text).toContain(login);
    expect(text).toContain('<form method="post" action="/log-in">');
    expect(text).not.toMatch(/<script|src=|href=|url\(|@import|\son\w+=/);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('leads on where the form is right, from its own origin', async () => {
    await person('zhang');
    const given = form({ login: 'zhang', password, oneTimePassword: '', newPassword: '' });
    const { status, headers, cookie } = await sent('/log-in', given, { ...page, origin: platform.url });
    expect([status, headers.get('location')]).toEqual([303, '/']);
    expect((await ask(cookie)).status).toBe(200);
    const out = await sent('/log-out', form({}), { ...page, cookie });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/log-in']);
  });

  it('says what is wrong, keeps the login and not the password, and runs nothing that was filled in', async () => {
    const given = form({ login: '"><script>alert(1)</script>', password: 'My-secret-password-1' });
    const { status, text } = await sent('/log-in', given, page);
    expect(status).toBe(401);
    expect(text).toContain('用户名、口令或动态口令不正确');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(text).not.toContain('My-secret-password-1');
    const english = await sent('/log-in', given, { ...page, 'accept-language': 'en' });
    expect(english.text).toContain('login, password or one-time password is not right');
  });
});

describe('the set-up page', () => {
  it('sets the password by a link, and shows once what an authenticator is told', async () => {
    const token = (await accounts.add({ login: 'zhang', personId: 'p-1', secondFactor: true })) ?? '';
    const opened = await sent('/set-up', undefined, page);
    expect(opened.text).toContain('<form method="post" action="/set-up">');
    const [, script = ''] = /<script>(.*)<\/script>/.exec(opened.text) ?? [];
    expect(script).toContain('location.hash');
    expect(opened.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/);
    const apart = await sent('/set-up', form({ token, password, again: 'other' }), page);
    expect([apart.status, apart.text]).toEqual([400, expect.stringContaining('两次输入的口令须一致')]);
    const { status, text } = await sent('/set-up', form({ token, password, again: password }), page);
    expect([status, text]).toEqual([200, expect.stringMatching(/<code>[A-Z2-7]{32}<\/code>/)]);
    expect(text).toContain('otpauth://totp/zhibu:zhang?secret=');
    expect(await sent('/set-up', { token, password })).toMatchObject({ status: 401, code: 'SET_UP_REFUSED' });
  });

  it('answers a program as JSON, and nothing to be kept', async () => {
    const token = (await accounts.add({ login: 'zhang', personId: 'p-1', secondFactor: false })) ?? '';
    const { status, text, headers } = await sent('/set-up', { token, password });
    expect([status, text, headers.get('cache-control')]).toEqual([200, '{"login":"zhang"}', 'no-store']);
  });

  it.each([['\0'], [''], ['x'.repeat(512)]])('refuses the token %#', async (token) => {
    expect(await sent('/set-up', { token, password })).toMatchObject({ status: 401, code: 'SET_UP_REFUSED' });
  });
});
