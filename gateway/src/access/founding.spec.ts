import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { dutyStream } from '@zhibu/contracts';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { fileURLToPath } from 'node:url';
import { dig, ready } from '../testing/asking.ts';
import { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { foundingLink } from './founding-link.ts';
import type { DutiesSetting } from './founding.ts';

const MINUTE = 60_000;
const password = 'Correct-horse-9';
const path = '/set-up/administrators';
const [SYSTEM, SECURITY, AUDIT] = ['system-administrator', 'security-administrator', 'audit-administrator'];
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let platform: PlatformUnderTest;
let ahead = 0;
const now = (): number => Date.now() + ahead;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
});
afterAll(() => database.drop());
beforeEach(() => schema.owner.query('TRUNCATE account, attempt, founding_link CASCADE'));
afterEach(() => platform.stop());

async function opened(duties: DutiesSetting): Promise<string> {
  platform = await platformUnderTest({ access: schema.service, now, duties });
  return (await link()) ?? '';
}
const link = (): Promise<string | undefined> =>
  foundingLink({ access: schema.service, readModel: platform.readModel, now });
const chosen = (at: number, login: string) => ({ [`login${at}`]: login, [`password${at}`]: password });
const three = { ...chosen(1, 'xitong'), ...chosen(2, 'anquan'), ...chosen(3, 'shenji') };

async function sent(body: object): Promise<readonly unknown[]> {
  const answer = await platform.post(path, body);
  return [answer.status, dig(answer.body, 'code')];
}
/** Whom the link is for, in the order of what they are to be. */
async function persons(): Promise<readonly string[]> {
  const { rows } = await schema.owner.query<{ persons: readonly string[] }>(
    'SELECT person_ids AS persons FROM founding_link',
  );
  return rows[0]?.persons ?? [];
}
const recordedOf = async (personId: string): Promise<readonly unknown[]> =>
  (await platform.stores.organization.readStream(dutyStream(personId))).map(({ type, data }) => [type, heldIn(data)]);
const heldIn = (data: object): unknown =>
  [dig(data, 'duties')].flat().map((one) => (typeof one === 'string' ? one : dig(one, 'duty')));
const audited = async (): Promise<string> =>
  (await fetch(`${platform.url}/audit?under=P`, { headers: { accept: 'application/json' } })).text();
const health = async (): Promise<unknown> => (await fetch(`${platform.url}/health/ready`)).json();

it('three administrators are made in one step, each with a password and a second factor, once', async () => {
  const token = await opened('separate');
  const people = await persons();
  expect(await sent({ token: 'x'.repeat(43), ...three })).toEqual([401, 'SET_UP_REFUSED']);
  expect(await sent({ token, ...three, password3: 'short' })).toEqual([400, 'PASSWORD_WEAK']);
  expect(await sent({ token, ...three, login3: ' Xitong' })).toEqual([409, 'LOGIN_TAKEN']);
  expect(await sent({ token, ...three, login2: '安全' })).toEqual([400, 'INPUT_INVALID']);
  expect(await sent({ token, ...three, again2: 'other' })).toEqual([400, 'INPUT_INVALID']);
  expect(await sent({ token, ...chosen(1, 'xitong') })).toEqual([400, 'INPUT_INVALID']);
  expect(await Promise.all(people.map(recordedOf))).toEqual([[], [], []]);

  const made = await platform.post(path, { token, ...three });
  const one = { authenticator: expect.stringMatching(/^otpauth:/), secret: expect.stringMatching(/^[A-Z2-7]{32}$/) };
  const administrators = ['xitong', 'anquan', 'shenji'].map((login) => ({ login, ...one }));
  expect(made).toMatchObject({ status: 200, body: { administrators } });
  expect(await Promise.all(people.map(recordedOf))).toEqual([
    [['DutiesFounded', [SYSTEM]]],
    [['DutiesFounded', [SECURITY]]],
    [['DutiesFounded', [AUDIT]]],
  ]);
  expect(await platform.post('/log-in', { login: 'xitong', password })).toMatchObject({ status: 401 });
  expect(await sent({ token, ...three })).toEqual([401, 'SET_UP_REFUSED']);

  await ready(platform.url);
  expect(await link()).toBeUndefined();
  expect(await health()).not.toHaveProperty('notices');
});

it('a step that ended between is made again by the same link', async () => {
  const token = await opened('separate');
  const people = await persons();
  const left = { data: { personId: people[0], duties: [SYSTEM] } };
  expect(await platform.post('/commands/FoundDuties', left)).toMatchObject({ status: 200 });
  expect(await sent({ token, ...three })).toEqual([200, undefined]);
  expect(await recordedOf(people[0] ?? '')).toEqual([['DutiesFounded', [SYSTEM]]]);
});

it('a step that ended between and whose link is over goes on by another, for the same persons', async () => {
  await opened('separate');
  const people = await persons();
  for (const [index, duty] of [SYSTEM, SECURITY].entries())
    await platform.post('/commands/FoundDuties', { data: { personId: people[index], duties: [duty] } });
  ahead += 10 * MINUTE;
  await ready(platform.url);
  const token = (await link()) ?? '';
  const again = await persons();
  expect(again.slice(0, 2)).toEqual(people.slice(0, 2));
  expect(await sent({ token, ...three })).toEqual([200, undefined]);
  expect(await Promise.all(again.map(recordedOf))).toEqual([
    [['DutiesFounded', [SYSTEM]]],
    [['DutiesFounded', [SECURITY]]],
    [['DutiesFounded', [AUDIT]]],
  ]);
  await ready(platform.url);
  expect(await link()).toBeUndefined();
});

it('merged, one person is all three, which is recorded, and stands in health and on every audit', async () => {
  const token = await opened('merged');
  await platform.record(new History().register('P', 'province'));
  const [person = ''] = await persons();
  expect(await audited()).not.toContain('兼任');
  expect(await sent({ token, ...three })).toEqual([400, 'INPUT_INVALID']);
  expect(await sent({ token, ...chosen(1, 'guanli') })).toEqual([200, undefined]);
  const all = [SYSTEM, SECURITY, AUDIT];
  expect(await recordedOf(person)).toEqual([
    ['DutiesMerged', all],
    ['DutiesFounded', all],
  ]);
  await ready(platform.url);
  const says = '系统管理员、安全管理员、审计管理员由一人兼任';
  expect(await health()).toMatchObject({ status: 'ready', notices: [says] });
  expect((await audited()).split('\n')[0]).toBe(JSON.stringify({ duties: says }));
});

it('the page asks for as many as there are to be, in both languages, and says what was wrong', async () => {
  const token = await opened('separate');
  const asked = async (language: string): Promise<string> => {
    const headers = { accept: 'text/html', 'accept-language': language };
    return (await fetch(`${platform.url}${path}`, { headers })).text();
  };
  const [zh, en] = [await asked('zh'), await asked('en')];
  for (const word of ['设立管理员', '系统管理员', '安全管理员', '审计管理员', 'location.hash'])
    expect(zh).toContain(word);
  for (const word of ['Make the administrators', 'security administrator']) expect(en).toContain(word);
  const body = new URLSearchParams({ token, ...three, again1: password, again2: password, again3: 'other' });
  const refused = await fetch(`${platform.url}${path}`, { method: 'POST', body, headers: { accept: 'text/html' } });
  const text = await refused.text();
  expect([refused.status, text]).toEqual([400, expect.stringContaining('两次输入的口令须一致')]);
  expect(text).toContain('value="shenji"');
  expect(text).not.toContain(password);
  body.set('again3', password);
  const done = await fetch(`${platform.url}${path}`, { method: 'POST', body, headers: { accept: 'text/html' } });
  expect([...(await done.text()).matchAll(/<code>[A-Z2-7]{32}<\/code>/g)]).toHaveLength(3);
});

it('a link holds for ten minutes, and only the last one made', async () => {
  const first = await opened('separate');
  const second = (await link()) ?? '';
  expect(await sent({ token: first, ...three })).toEqual([401, 'SET_UP_REFUSED']);
  ahead += 10 * MINUTE;
  expect(await sent({ token: second, ...three })).toEqual([401, 'SET_UP_REFUSED']);
});
