import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dutyStream } from '@zhibu/contracts';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { dayOf } from '@zhibu/kernel';
import { fileURLToPath } from 'node:url';
import { dig } from '../testing/asking.ts';
import { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { accountsUnderTest, type AccountsUnderTest } from '../testing/accounts.ts';
import { oneTimePassword, stepAt } from './one-time-password.ts';

const MINUTE = 60_000;
const password = 'Correct-horse-9';
const page = { accept: 'text/html' };
const basis = { documentNo: '组〔2023〕3号' };
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let accounts: AccountsUnderTest;
let platform: PlatformUnderTest;
let history: History;
let ahead = 0;
const now = (): number => Date.now() + ahead;

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  accounts = accountsUnderTest(schema.service, now);
  platform = await platformUnderTest({ access: schema.service, now });
  history = new History().register('P', 'province').register('W', 'work-committee', 'P');
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});
beforeEach(() => schema.owner.query('TRUNCATE account, attempt CASCADE'));

const id = (digit: number): string => `00000000-0000-5000-8000-00000000000${digit}`;
const assign = (personId: string, digit: number, duty: string): Promise<void> => {
  const organizationId = duty === 'security-administrator' ? {} : { organizationId: 'W' };
  const held = { dutyId: id(digit), duty, ...organizationId, from: '2023-01-01', basis, confirmerId: 'P-9' };
  return platform.record(history.record(dutyStream(personId), 'DutyAssigned', { personId, ...held }));
};
const end = (personId: string, digit: number): Promise<void> => {
  const ended = { personId, dutyId: id(digit), effectiveOn: dayOf(now()), reason: '调离' };
  return platform.record(history.record(dutyStream(personId), 'DutyEnded', ended));
};

async function account(login: string, secondFactor = false): Promise<Buffer> {
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor });
  return (await accounts.setUp(token ?? '', password)).secret ?? Buffer.alloc(0);
}

type Headers = Readonly<Record<string, string>>;
async function sent(path: string, body?: object, headers: Headers = {}) {
  const isForm = body instanceof URLSearchParams;
  const response = await fetch(`${platform.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    headers: { ...(isForm ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  return { status: response.status, text, cookie, to: response.headers.get('location'), code: codeOf(text) };
}
function codeOf(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  const answer: unknown = JSON.parse(text);
  return dig(answer, 'code') ?? dig(answer, 'errors', 0, 'extensions', 'code');
}
const logIn = async (login: string, given: object = {}): Promise<string> =>
  (await sent('/log-in', { login, password, ...given })).cookie;
const ask = (cookie: string) => sent('/graphql', { query: '{ me { personId home { code } } }' }, { cookie });
const confirming = { data: { personId: 'p-other', dutyId: id(7) } };
const confirm = (cookie: string) => sent('/commands/ConfirmDuty', confirming, { cookie });
const codeNow = (secret: Buffer, later = 0): string => oneTimePassword(secret, stepAt(now()) + later);

describe('a duty that asks for a second factor', () => {
  it.each(['committee-decider', 'verifier', 'security-administrator'])(
    'as %s does, is led to set it up before anything else',
    async (duty) => {
      const login = `second-${duty}`.slice(0, 30);
      await account(login);
      await assign(`p-${login}`, 1, duty);
      const cookie = await logIn(login);
      expect(await ask(cookie)).toMatchObject({ status: 403, code: 'SECOND_FACTOR_REQUIRED' });
      expect(await confirm(cookie)).toMatchObject({ status: 403, code: 'SECOND_FACTOR_REQUIRED' });
      expect(await sent('/graphql?a=1', undefined, { cookie, ...page })).toMatchObject({
        status: 303,
        to: '/second-factor?to=%2Fgraphql%3Fa%3D1',
      });
      const other = await logIn(login);
      const shown = await sent('/second-factor?to=/graphql', undefined, { cookie, ...page });
      const [, secret = ''] = /<code>([A-Z2-7]{32})<\/code>/.exec(shown.text) ?? [];
      const again = await sent('/second-factor', undefined, { cookie, ...page });
      expect(again.text).toContain(secret);
      const key = fromBase32(secret);
      const form = (given: object): URLSearchParams => new URLSearchParams({ to: '/graphql?a=1', password, ...given });
      const wrong = form({ oneTimePassword: '000000' });
      expect(await sent('/second-factor', wrong, { cookie, ...page })).toMatchObject({ status: 401 });
      const foreign = form({ oneTimePassword: codeNow(key), password: 'another' });
      expect(await sent('/second-factor', foreign, { cookie, ...page })).toMatchObject({ status: 401 });
      const right = form({ oneTimePassword: codeNow(key) });
      expect(await sent('/second-factor', right, { cookie, ...page })).toMatchObject({
        status: 303,
        to: '/graphql?a=1',
      });
      expect(await ask(cookie)).toMatchObject({ status: 200, text: expect.stringContaining(login) });
      expect((await ask(other)).code).toBe('UNAUTHENTICATED');
      expect(await logIn(login)).toBe('');
      expect(await logIn(login, { oneTimePassword: codeNow(key, 1) })).not.toBe('');
    },
  );

  it('is not that of a clerk', async () => {
    await account('clerk');
    await assign('p-clerk', 4, 'committee-clerk');
    expect(await ask(await logIn('clerk'))).toMatchObject({ status: 200, text: expect.stringContaining('"code":"W"') });
  });
});

describe('what is decided, closed or confirmed', () => {
  it('needs a proof not older than 15 minutes, by every door; a wrong one is none', async () => {
    const secret = await account('decider', true);
    await assign('p-decider', 2, 'committee-decider');
    const cookie = await logIn('decider', { oneTimePassword: codeNow(secret) });
    expect((await confirm(cookie)).code).not.toBe('STEP_UP_REQUIRED');
    ahead += 15 * MINUTE;
    const refused = { code: 'STEP_UP_REQUIRED', text: expect.stringContaining('/step-up') };
    expect(await confirm(cookie)).toMatchObject({ status: 403, ...refused });
    const batch = { commands: [{ name: 'ConfirmDuty', ...confirming }] };
    expect(await sent('/commands', batch, { cookie })).toMatchObject({ status: 403, ...refused });
    const query = `mutation { confirmDuty(input: { personId: "p-other", dutyId: "${id(7)}" }) { commandId } }`;
    expect(await sent('/graphql', { query }, { cookie })).toMatchObject(refused);
    expect(await ask(cookie)).toMatchObject({ status: 200 });

    const given = { password, oneTimePassword: codeNow(secret) };
    expect(await sent('/step-up', { ...given, password: 'wrong' }, { cookie })).toMatchObject({ status: 401 });
    expect(await sent('/step-up', { ...given, oneTimePassword: '' }, { cookie })).toMatchObject({ status: 401 });
    expect((await confirm(cookie)).code).toBe('STEP_UP_REQUIRED');
    expect(await sent('/step-up', given, { cookie })).toMatchObject({ status: 204 });
    expect((await confirm(cookie)).code).not.toBe('STEP_UP_REQUIRED');
    expect(await sent('/step-up', given, { cookie })).toMatchObject({ status: 401, code: 'LOG_IN_REFUSED' });
  });

  it('the page offers it to whoever has a session, and leads back on this origin alone', async () => {
    await account('zhang');
    const cookie = await logIn('zhang');
    for (const path of ['/log-in?to=/org/W', '/step-up?to=/org/W']) {
      const { text } = await sent(path, undefined, { cookie, ...page });
      expect(text).toContain('action="/step-up"');
      expect(text).toContain('name="to" value="/org/W"');
    }
    const form = (to: string): URLSearchParams => new URLSearchParams({ password, to });
    expect(await sent('/step-up', form('/org/W'), { cookie, ...page })).toMatchObject({ status: 303, to: '/org/W' });
    const evil = await sent('/step-up', form('//evil.example'), { cookie, ...page });
    expect([evil.status, evil.to]).toEqual([303, '/']);
    expect(await sent('/step-up', form('/'), page)).toMatchObject({ status: 401, code: undefined });
    expect(await sent('/step-up', { password })).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const without = await sent('/step-up?to=/org/W', undefined, page);
    expect([without.status, without.text]).toEqual([401, expect.stringContaining('action="/log-in"')]);
    expect((await sent('/log-in?to=/org/W', undefined, page)).text).toContain('name="to" value="/org/W"');
    const led = new URLSearchParams({ login: 'zhang', password, to: '/step-up?to=/org/W' });
    expect(await sent('/log-in', led, page)).toMatchObject({ status: 303, to: '/step-up?to=/org/W' });
  });
});

it('a duty that ends drops the sessions by which it was used, and no other', async () => {
  for (const login of ['li', 'wang']) await account(login);
  await assign('p-li', 5, 'committee-clerk');
  await assign('p-wang', 6, 'committee-clerk');
  const [used, other] = [await logIn('li'), await logIn('wang')];
  expect([(await ask(used)).status, (await ask(other)).status]).toEqual([200, 200]);
  await end('p-li', 5);
  expect(await ask(used)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect((await ask(other)).status).toBe(200);
  expect(await ask(await logIn('li'))).toMatchObject({ status: 200, text: expect.stringContaining('"home":null') });
  expect((await ask(used)).code).toBe('UNAUTHENTICATED');
});

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function fromBase32(text: string): Buffer {
  const bits = [...text].map((one) => BASE32.indexOf(one).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
