import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { dig } from '../testing/asking.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { accountsUnderTest, type AccountsUnderTest } from '../testing/accounts.ts';
import { OidcProvider } from './oidc-provider.adapter.ts';

const MINUTE = 60_000;
const page = { accept: 'text/html' };
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let accounts: AccountsUnderTest;
let platform: PlatformUnderTest;
let provider: Server;
let issuer: string;
let keys: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
let others: CryptoKey;
let ahead = 0;
const now = (): number => Date.now() + ahead;
const seconds = (later = 0): number => Math.floor((now() + later) / 1000);

/** What the provider says of whoever comes, and how it signs that. */
let said: Readonly<Record<string, unknown>> = {};
let signing: { key?: CryptoKey; issuer?: string; audience?: string; none?: boolean } = {};
let isAway = false;
/** How much longer than it has to be an answer of its is. */
let padding: { documents?: number; tokens?: number } = {};
let exchanged: URLSearchParams[] = [];

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
  others = (await generateKeyPair('ES256')).privateKey;
  provider = createServer((request, response) => void answer(request, response));
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  issuer = `http://127.0.0.1:${Number(dig(provider.address(), 'port'))}`;
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  accounts = accountsUnderTest(schema.service, now);
  platform = await platformUnderTest({ access: schema.service, now, oidc: { issuer, clientId: 'zhibu', secret: 's' } });
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
  provider.close();
});
beforeEach(async () => {
  await schema.owner.query('TRUNCATE account, attempt, oidc_transaction CASCADE');
  [said, signing, isAway, padding, exchanged] = [{ person_id: 'P-7', auth_time: seconds() }, {}, false, {}, []];
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (isAway) return void response.writeHead(503).end();
  const json = (body: object): void =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  if (request.url === '/.well-known/openid-configuration') {
    const endpoints = { authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
    return json({
      issuer,
      ...endpoints,
      id_token_signing_alg_values_supported: ['ES256'],
      jwks_uri: `${issuer}/keys`,
      end_session_endpoint: `${issuer}/out`,
      padding: 'x'.repeat(padding.documents ?? 0),
    });
  }
  if (request.url === '/keys') return json({ keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'ES256' }] });
  let body = '';
  for await (const piece of request) body += String(piece);
  exchanged.push(new URLSearchParams(body));
  json({ id_token: await idToken(), access_token: 'a', token_type: 'Bearer', more: 'x'.repeat(padding.tokens ?? 0) });
}

async function idToken(): Promise<string> {
  if (signing.none) {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part({ ...said, iss: issuer, aud: 'zhibu', sub: 's', exp: 9e9, iat: 1 })}.`;
  }
  return new SignJWT(said)
    .setProtectedHeader({ alg: 'ES256' })
    .setSubject('subject')
    .setIssuer(signing.issuer ?? issuer)
    .setAudience(signing.audience ?? 'zhibu')
    .setIssuedAt(seconds())
    .setExpirationTime(seconds(MINUTE))
    .sign(signing.key ?? keys.privateKey);
}

type Headers = Readonly<Record<string, string>>;
async function get(path: string, headers: Headers = {}, method = 'GET') {
  const response = await fetch(`${platform.url}${path}`, { redirect: 'manual', headers, method });
  const text = await response.text();
  const cookies = response.headers.getSetCookie();
  const code: unknown = text.startsWith('{') ? dig(JSON.parse(text), 'code') : undefined;
  return { status: response.status, text, cookies, to: response.headers.get('location') ?? '', code };
}
const cookieIn = (cookies: readonly string[], name: string): string =>
  cookies.map((one) => one.split(';')[0] ?? '').find((one) => one.startsWith(`${name}=`)) ?? '';

/** Begins a log-in: what the provider is asked, and what the browser keeps. The nonce is what it will say. */
async function begun(path = '/log-in/oidc', headers: Headers = {}) {
  const { to, cookies } = await get(path, headers);
  const asked = new URL(to).searchParams;
  said = { nonce: asked.get('nonce'), ...said };
  return { asked, cookie: cookieIn(cookies, 'zhibu-oidc'), set: cookies[0] ?? '' };
}
const back = (state: string | null, cookie: string, headers: Headers = {}) =>
  get(`/log-in/oidc/callback?code=c&state=${state}`, { cookie, ...headers });
async function loggedIn(): Promise<string> {
  const { asked, cookie } = await begun();
  return cookieIn((await back(asked.get('state'), cookie)).cookies, 'zhibu');
}
const me = (cookie: string) => platform.ask('{ me { personId } }', {}, { cookie });

describe('a log-in at the provider', () => {
  it('is asked for with PKCE, state and nonce, and ends with a session of the person that it names', async () => {
    const { asked, cookie, set } = await begun('/log-in/oidc?to=/org/W');
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'zhibu',
      scope: 'openid',
      code_challenge_method: 'S256',
      redirect_uri: `${platform.url}/log-in/oidc/callback`,
    });
    expect(set).toMatch(/^zhibu-oidc=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const arrived = await back(asked.get('state'), cookie);
    expect([arrived.status, arrived.text]).toEqual([200, expect.stringContaining('content="0;url=/org/W"')]);
    expect(arrived.cookies.find((one) => one.startsWith('zhibu='))).toContain('SameSite=Strict');
    expect(await me(cookieIn(arrived.cookies, 'zhibu'))).toMatchObject({ data: { me: { personId: 'P-7' } } });
    expect(Object.fromEntries(exchanged[0] ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      client_secret: 's',
    });
    expect(exchanged[0]?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  it('is answered once, in the browser that began it, within ten minutes', async () => {
    const first = await begun();
    const second = await begun();
    expect(await back(second.asked.get('state'), first.cookie)).toMatchObject({ status: 401, code: 'OIDC_REFUSED' });
    expect(await back(first.asked.get('state'), '')).toMatchObject({ status: 401, code: 'OIDC_REFUSED' });
    expect(exchanged).toEqual([]);
    said = { ...said, nonce: first.asked.get('nonce') };
    expect(await back(first.asked.get('state'), first.cookie)).toMatchObject({ status: 200 });
    expect(await back(first.asked.get('state'), first.cookie)).toMatchObject({ status: 401, code: 'OIDC_REFUSED' });
    ahead += 10 * MINUTE;
    expect(await back(second.asked.get('state'), second.cookie)).toMatchObject({ status: 401, code: 'OIDC_REFUSED' });
  });

  it.each<readonly [string, object, typeof signing]>([
    ['of another log-in', { nonce: 'another' }, {}],
    ['without the person', { person_id: undefined }, {}],
    ['with a name for a person', { person_id: 'Zhang San' }, {}],
    ['for another client', {}, { audience: 'other' }],
    ['of another issuer', {}, { issuer: 'http://evil.example' }],
    ['that nobody signed', {}, { none: true }],
    ['made out to another', { azp: 'other' }, {}],
  ])('by a token %s is refused', async (_what, claims, how) => {
    [said, signing] = [{ ...said, ...claims }, how];
    const { asked, cookie } = await begun();
    expect(await back(asked.get('state'), cookie)).toMatchObject({ status: 401, code: 'OIDC_REFUSED' });
  });

  it('by a token that another signed is refused', async () => {
    signing = { key: others };
    const { asked, cookie } = await begun();
    expect(await back(asked.get('state'), cookie)).toMatchObject({ status: 401, code: 'OIDC_REFUSED' });
  });

  it('of somebody whose account is disabled is refused, and his session ends', async () => {
    await accounts.add({ login: 'wang', personId: 'P-7', secondFactor: true });
    const cookie = await loggedIn();
    await accounts.disable('wang');
    expect(dig(await me(cookie), 'errors', 0, 'extensions', 'code')).toBe('UNAUTHENTICATED');
    expect(await loggedIn()).toBe('');
  });
});

it('the page to log in on offers it, from where one came', async () => {
  const { text } = await get('/log-in?to=/org/W', page);
  expect(text).toContain('href="/log-in/oidc?to=%2Forg%2FW"');
});

it('whoever has a session proves himself there anew, and logs out there, too', async () => {
  const cookie = await loggedIn();
  expect((await get('/step-up?to=/org/W', { cookie, ...page })).text).toContain('href="/log-in/oidc?to=%2Forg%2FW"');
  expect(Object.fromEntries((await begun('/log-in/oidc', { cookie })).asked)).toMatchObject({
    prompt: 'login',
    max_age: '0',
  });
  const { text } = await get('/log-out/oidc', { cookie }, 'POST');
  expect(text).toContain(`content="0;url=${issuer}/out?`);
  expect(dig(await me(cookie), 'errors', 0, 'extensions', 'code')).toBe('UNAUTHENTICATED');
});

it('no page of somebody else ends a session here or there', async () => {
  const cookie = await loggedIn();
  expect(await get('/log-out/oidc', { cookie })).toMatchObject({ status: 404 });
  const forged = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await get('/log-out/oidc', forged, 'POST')).status).toBe(421);
  expect(await me(cookie)).toMatchObject({ data: { me: { personId: 'P-7' } } });
});

describe('when a person proved himself', () => {
  const provenOf = async (): Promise<unknown> => {
    const { rows } = await schema.owner.query('SELECT proven FROM session ORDER BY begun DESC LIMIT 1');
    return rows[0]?.proven;
  };

  it('is what the provider says, however late he comes here', async () => {
    const proven = seconds(-60 * MINUTE);
    said = { ...said, auth_time: proven };
    const { asked, cookie } = await begun();
    expect(asked.get('max_age')).toBe(String(8 * 60 * 60));
    expect(await back(asked.get('state'), cookie)).toMatchObject({ status: 200 });
    expect(await provenOf()).toEqual(new Date(proven * 1000));
  });

  it.each<readonly [string, object]>([
    ['nothing', { auth_time: undefined }],
    ['that it was before a session can have begun', { auth_time: seconds(-8 * 60 * MINUTE - MINUTE) }],
  ])('%s of it is told: the log-in is refused', async (_what, claims) => {
    said = { ...said, ...claims };
    const { asked, cookie } = await begun();
    expect(await back(asked.get('state'), cookie)).toMatchObject({ status: 401, code: 'OIDC_NOT_FRESH' });
  });

  it('must be after the step-up was asked for', async () => {
    const cookie = await loggedIn();
    said = { ...said, auth_time: seconds(-MINUTE) };
    const stale = await begun('/log-in/oidc', { cookie });
    expect(await back(stale.asked.get('state'), stale.cookie)).toMatchObject({ status: 401, code: 'OIDC_NOT_FRESH' });
    const { nonce: _nonce, ...who } = said;
    said = { ...who, auth_time: seconds() };
    const fresh = await begun('/log-in/oidc', { cookie });
    expect(await back(fresh.asked.get('state'), fresh.cookie)).toMatchObject({ status: 200 });
  });

  it('is believed of a provider that does not tell it, where that is set, by asking him anew each time', async () => {
    const client = { issuer, clientId: 'zhibu', secret: 's', freshness: 'prompt' } as const;
    const untold = new OidcProvider(client, now);
    const asked = { state: 's', nonce: 'n', challenge: 'c', redirectUri: `${platform.url}/back`, withinMs: MINUTE };
    const { searchParams } = new URL(await untold.address(asked));
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['login', null]);
    said = { person_id: 'P-7', nonce: 'n' };
    const parameters = new URLSearchParams({ code: 'c', state: 's' });
    const answer = { ...asked, parameters, verifier: 'v'.repeat(43), provenSince: new Date(now()) };
    expect(await untold.proven(answer)).toMatchObject({ personId: 'P-7' });
  });
});

it.each([
  ['documents', '/log-in/oidc'],
  ['tokens', ''],
])('of a provider that answers %s without end no more than a mebibyte is read', async (kind, path) => {
  ahead += 10 * MINUTE;
  padding = { [kind]: 1_100_000 };
  if (path !== '') return expect(await get(path)).toMatchObject({ status: 503, code: 'OIDC_UNAVAILABLE' });
  const { asked, cookie } = await begun();
  expect(await back(asked.get('state'), cookie)).toMatchObject({ status: 503, code: 'OIDC_UNAVAILABLE' });
});

it('a provider that is away keeps no local account out, and the page says so', async () => {
  ahead += 10 * MINUTE;
  isAway = true;
  const shown = await get('/log-in/oidc', page);
  expect([shown.status, shown.text]).toEqual([503, expect.stringContaining('统一身份认证暂不可用')]);
  expect(shown.text).toContain('action="/log-in"');
  expect(await get('/log-in/oidc')).toMatchObject({ status: 503, code: 'OIDC_UNAVAILABLE' });
  const token = await accounts.add({ login: 'local', personId: 'P-8', secondFactor: false });
  await accounts.setUp(token ?? '', 'Correct-horse-9');
  const entered = await fetch(`${platform.url}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'local', password: 'Correct-horse-9' }),
  });
  expect(entered.status).toBe(204);
});
