import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import {
  accessMigrations,
  accessSchema,
  Accounts,
  Argon2PasswordHasher,
  LogIns,
  OneTimeSecrets,
  SetUps,
  WrappingKeys,
} from '@zhibu/gateway';
import { fileURLToPath } from 'node:url';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { type Desk, grant } from './operator.ts';
import { readWish, type Wish, wishOptions } from './wish.ts';

const password = 'Correct-horse-9';
let database: TemporaryDatabase;
let accounts: Accounts;
let setUps: SetUps;
let logIns: LogIns;
let said: string[] = [];
const noted: string[] = [];
/** Of the link that makes administrators; undefined: there are some. */
let token: string | undefined;

beforeAll(async () => {
  database = await temporaryDatabase();
  const { service: pool } = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  const secrets = new OneTimeSecrets(new WrappingKeys([Buffer.alloc(32, 1)]));
  const sources = { pool, hasher: new Argon2PasswordHasher(), now: Date.now, secrets };
  [accounts, setUps, logIns] = [new Accounts(sources), new SetUps(sources), new LogIns(sources)];
});
afterAll(() => database.drop());

const wishOf = (...args: readonly string[]): Wish => readWish(new Arguments(args, wishOptions));

async function operator(...args: readonly string[]): Promise<readonly string[]> {
  said = [];
  const desk: Desk = {
    accounts,
    founding: async () => token,
    url: 'https://zhibu.example.cn/',
    note: (operation, subjects) => noted.push([operation, ...subjects].join(' ')),
    line: (text) => said.push(text),
    say: ({ zh, en }) => said.push(zh, en),
  };
  await grant(wishOf(...args), desk);
  return said;
}

const logIn = () => logIns.begin({ login: 'zhang', password, code: '', address: '192.0.2.1' });

it('makes, lists, disables, unlocks and resets an account, whose person sets the password by the link', async () => {
  expect(await operator('list')).toEqual(['没有账户', 'There are no accounts']);
  const [, link = ''] = await operator('add', 'Zhang', 'P-1', '--password-only');
  const [, token = ''] = /https:\/\/zhibu\.example\.cn\/set-up#([\w-]{43})$/.exec(link) ?? [];
  expect((await operator('list')).at(-1)).toBe('zhang\tP-1\t无\t无\t正常');
  await setUps.setUp(token, password);
  await logIn();
  await operator('disable', 'zhang');
  expect((await operator('list')).at(-1)).toBe('zhang\tP-1\t无\t有\t停用');
  await expect(logIn()).rejects.toMatchObject({ code: 'LOG_IN_REFUSED' });
  await operator('unlock', 'zhang');
  await logIn();
  expect((await operator('reset', 'zhang')).at(-1)).toMatch(/\/set-up#/);
  const done = ['add', 'disable', 'unlock', 'reset'].map((action) => `accounts ${action} P-1`);
  expect(noted).toEqual(done);
  await expect(logIn()).rejects.toMatchObject({ code: 'LOG_IN_REFUSED' });
});

it('gives the link that makes the administrators, as long as there are none', async () => {
  token = 'k'.repeat(43);
  expect((await operator('link')).at(-1)).toMatch(/https:\/\/zhibu\.example\.cn\/set-up\/administrators#k{43}$/);
  token = undefined;
  await expect(operator('link')).rejects.toThrow(/has administrators/);
});

it('asks for a one-time password unless told', () => {
  expect(wishOf('add', 'li', 'P-2')).toEqual({ action: 'add', login: 'li', personId: 'P-2', secondFactor: true });
});

it('refuses what it does not understand, and an account that is not there or is there already', async () => {
  for (const args of [
    [],
    ['drop', 'x'],
    ['add', 'li'],
    ['add', 'li', 'P-2', 'more'],
    ['disable'],
    ['unlock', 'a', 'b'],
    ['list', 'x'],
    ['link', 'x'],
  ])
    expect(() => wishOf(...args)).toThrow(/Wrong arguments/);
  for (const login of ['张三', 'a b', '.x', 'x'.repeat(33)])
    expect(() => wishOf('disable', login)).toThrow(/is no login/);
  for (const person of ['a b', '11010519491231002X', '13800138000'])
    expect(() => wishOf('add', 'li', person)).toThrow(/not a person reference/);
  await operator('add', 'wang', 'P-3');
  await expect(operator('add', 'wang', 'P-4')).rejects.toThrow(/has an account already/);
  await expect(operator('add', 'other', 'P-3')).rejects.toThrow(/has an account already/);
  for (const action of ['disable', 'unlock', 'reset'])
    await expect(operator(action, 'nobody')).rejects.toThrow(/There is no account nobody/);
});
