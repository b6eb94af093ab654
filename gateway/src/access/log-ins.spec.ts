import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { temporaryDatabase, type SchemaUnderTest, type TemporaryDatabase } from '@zhibu/database/testing';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { accountsUnderTest, type AccountsUnderTest, logInsUnderTest } from '../testing/accounts.ts';
import { Argon2PasswordHasher } from './argon2.adapter.ts';
import { LogIns } from './log-ins.ts';
import { OneTimeSecrets } from './one-time-secrets.ts';
import { Sessions } from './sessions.ts';
import { oneTimePassword, stepAt } from './one-time-password.ts';
import { CipherFault } from '../sealing/cipher.ts';
import { WrappingKeys } from '../sealing/wrapping-keys.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const password = 'Correct-horse-9';
const another = 'Battery-staple-7';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let time = Date.parse('2026-11-29T08:00:00Z');
let accounts: AccountsUnderTest;
let logIns: LogIns;
let sessions: Sessions;

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  const now = () => time;
  accounts = accountsUnderTest(schema.service, now);
  logIns = new LogIns(logInsUnderTest(schema.service, now));
  sessions = new Sessions(schema.service, now);
});
afterAll(() => database.drop());
beforeEach(async () => {
  time += DAY;
  await schema.owner.query('TRUNCATE account, attempt CASCADE');
});

async function person(login: string, secondFactor = false): Promise<Buffer | undefined> {
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor });
  return (await accounts.setUp(token ?? '', password)).secret;
}

const logIn = (
  login: string,
  given: { password?: string; code?: string; newPassword?: string; address?: string } = {},
) => logIns.begin({ login, password, code: '', address: '192.0.2.1', ...given });
const refused = (code: string) => ({ code });
const wrong = (login: string): Promise<unknown> =>
  expect(logIn(login, { password: 'wrong' })).rejects.toMatchObject(refused('LOG_IN_REFUSED'));

describe('a log-in', () => {
  it('begins a session of the person, of whose cookie and password the database holds no word', async () => {
    await person('zhang');
    const { cookie, id } = await logIn(' Zhang ');
    expect(cookie).toMatch(/^[\w-]{43}$/);
    expect(await sessions.find(cookie)).toMatchObject({ id, personId: 'p-zhang', factors: ['password'] });
    const { rows } = await schema.owner.query<{ all: string }>(
      `SELECT concat_ws(' ', (SELECT json_agg(account) FROM account), (SELECT json_agg(session) FROM session),
         (SELECT json_agg(past_secret) FROM past_secret), (SELECT json_agg(set_up_link) FROM set_up_link)) AS all`,
    );
    expect(rows[0]?.all).toContain('argon2id');
    expect(rows[0]?.all).not.toContain(password);
    expect(rows[0]?.all).not.toContain(cookie);
  });

  it.each(['nobody', '', 'a\0b', `x'; DROP TABLE account; --`, 'x'.repeat(99), '张三'])(
    'is refused to an unknown login as to a known one: %j',
    async (login) => {
      await expect(logIn(login)).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    },
  );

  it('is refused before a password is set, and after the account is disabled or reset, which ends its sessions', async () => {
    await accounts.add({ login: 'new', personId: 'p-new', secondFactor: false });
    await expect(logIn('new', { password: '' })).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    for (const [login, act] of [
      ['a-disabled', () => accounts.disable('a-disabled')],
      ['a-reset', () => accounts.reset('a-reset')],
    ] as const) {
      await person(login);
      const { cookie } = await logIn(login);
      await act();
      expect(await sessions.find(cookie)).toBeUndefined();
      await expect(logIn(login)).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    }
    await accounts.unlock('a-disabled');
    await logIn('a-disabled');
  });
});

describe('a reset or a disabling amid a log-in', () => {
  const real = new Argon2PasswordHasher();
  /** A log-in in whose midst, while it works on a password, something happens. */
  const amid = (step: 'verify' | 'hash', act: () => Promise<unknown>): LogIns => {
    const verify = async (given: string, kept: string | null): Promise<boolean> => {
      const isRight = await real.verify(given, kept);
      if (step === 'verify') await act();
      return isRight;
    };
    const hash = async (given: string): Promise<string> => {
      if (step === 'hash') await act();
      return real.hash(given);
    };
    return new LogIns({ ...logInsUnderTest(schema.service, () => time), hasher: { hash, verify } });
  };
  const given = { login: 'zhang', password, code: '', address: '192.0.2.1' };

  it.each([
    ['reset', 'verify', {}],
    ['disable', 'verify', {}],
    ['reset', 'hash', { newPassword: another }],
    ['disable', 'hash', { newPassword: another }],
  ] as const)('(%s, %s) leaves no session and no other password behind', async (act, step, more) => {
    await person('zhang');
    const logging = amid(step, () => accounts[act]('zhang')).begin({ ...given, ...more });
    await expect(logging).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    await accounts.unlock('zhang');
    await expect(logIn('zhang', { password: another })).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    const { rows } = await schema.owner.query('SELECT 1 FROM session');
    expect(rows).toEqual([]);
  });

  it('lets no session begin by what was proven before', async () => {
    await person('zhang');
    const { rows } = await schema.owner.query<{ id: string; kept: string }>(
      'SELECT id, password_hash AS kept FROM account',
    );
    const [account = { id: '', kept: '' }] = rows;
    expect(await sessions.begin(account, ['password'])).toBeDefined();
    expect(await sessions.begin({ ...account, kept: 'another' }, ['password'])).toBeUndefined();
    await accounts.disable('zhang');
    expect(await sessions.begin(account, ['password'])).toBeUndefined();
  });
});

describe('wrong passwords', () => {
  it('lock the account at the fifth for ten minutes, at the tenth for twenty; the right one is then refused too', async () => {
    await person('zhang');
    for (const minutes of [10, 20]) {
      for (let attempt = 1; attempt <= 5; attempt += 1) await wrong('zhang');
      await expect(logIn('zhang')).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
      time += minutes * MINUTE - 1;
      await expect(logIn('zhang')).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
      time += 1;
    }
    await logIn('zhang');
    for (let attempt = 1; attempt <= 4; attempt += 1) await wrong('zhang');
    await logIn('zhang');
  });

  it('many at once are no more than five', async () => {
    await person('zhang');
    await Promise.all(Array.from({ length: 9 }, () => wrong('zhang')));
    const { rows } = await schema.owner.query('SELECT failures FROM account');
    expect(rows).toEqual([{ failures: 5 }]);
  });

  it('lock until an operator unlocks', async () => {
    await person('zhang');
    for (let attempt = 1; attempt <= 5; attempt += 1) await wrong('zhang');
    expect(await accounts.list()).toMatchObject([{ login: 'zhang', lockedUntil: new Date(time + 10 * MINUTE) }]);
    expect(await accounts.unlock('zhang')).toBe('p-zhang');
    await logIn('zhang');
    expect(await accounts.unlock('nobody')).toBeUndefined();
  });

  it('of one address are thirty a minute, whatever their logins; another address is not held up', async () => {
    await person('zhang');
    const tried = Array.from({ length: 30 }, (_, at) => wrong(`nobody-${at}`));
    await Promise.all(tried);
    await expect(logIn('zhang')).rejects.toMatchObject(refused('LOG_INS_TOO_MANY'));
    await logIn('zhang', { address: '192.0.2.2' });
    time += MINUTE;
    await logIn('zhang');
  });
});

describe('a one-time password', () => {
  const codeAt = (secret: Buffer | undefined, ms: number): string =>
    oneTimePassword(secret ?? Buffer.alloc(0), stepAt(ms));

  it('is asked of an account that has one, is a factor of the session, and is good once', async () => {
    const secret = await person('zhang', true);
    const code = codeAt(secret, time);
    for (const given of ['', '000000', `${code} `, '\0'])
      await expect(logIn('zhang', { code: given })).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    const { cookie } = await logIn('zhang', { code });
    expect(await sessions.find(cookie)).toMatchObject({ factors: ['password', 'totp'] });
    await expect(logIn('zhang', { code })).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    await expect(logIn('zhang', { code: codeAt(secret, time - 30_000) })).rejects.toMatchObject(
      refused('LOG_IN_REFUSED'),
    );
    await logIn('zhang', { code: codeAt(secret, time + 30_000) });
  });

  it('whose secret no key opens is a fault of the platform, and no attempt that failed', async () => {
    const code = codeAt(await person('zhang', true), time);
    const secrets = new OneTimeSecrets(new WrappingKeys([randomBytes(32)]));
    const byAnotherKey = new LogIns({ ...logInsUnderTest(schema.service, () => time), secrets });
    for (let attempt = 1; attempt <= 6; attempt += 1)
      await expect(byAnotherKey.begin({ login: 'zhang', password, code, address: '192.0.2.1' })).rejects.toBeInstanceOf(
        CipherFault,
      );
    const { rows } = await schema.owner.query('SELECT failures, locked_until AS until FROM account');
    expect(rows).toEqual([{ failures: 0, until: null }]);
    await logIn('zhang', { code });
  });

  it('is good once for two who send it together', async () => {
    const code = codeAt(await person('zhang', true), time);
    const both = await Promise.allSettled([logIn('zhang', { code }), logIn('zhang', { code })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a password', () => {
  it('is replaced by one that is good, which ends the other sessions', async () => {
    await person('zhang');
    const before = await logIn('zhang');
    await expect(logIn('zhang', { newPassword: 'weak' })).rejects.toMatchObject(refused('PASSWORD_WEAK'));
    const after = await logIn('zhang', { newPassword: another });
    expect([await sessions.find(before.cookie), await sessions.find(after.cookie)]).toEqual([
      undefined,
      expect.anything(),
    ]);
    await wrong('zhang');
    await expect(logIn('zhang')).rejects.toMatchObject(refused('LOG_IN_REFUSED'));
    await logIn('zhang', { password: another });
  });

  it('is none of the last five', async () => {
    await person('zhang');
    let present = password;
    for (let number = 1; number <= 4; number += 1) {
      await logIn('zhang', { password: present, newPassword: `${another}-${number}` });
      present = `${another}-${number}`;
      await expect(logIn('zhang', { password: present, newPassword: password })).rejects.toMatchObject(
        refused('PASSWORD_WEAK'),
      );
    }
    await logIn('zhang', { password: present, newPassword: `${another}-5` });
    await logIn('zhang', { password: `${another}-5`, newPassword: password });
  });

  it('has to be replaced after ninety days', async () => {
    await person('zhang');
    time += 90 * DAY;
    await expect(logIn('zhang')).rejects.toMatchObject(refused('PASSWORD_EXPIRED'));
    await wrong('zhang');
    await logIn('zhang', { newPassword: another });
    await logIn('zhang', { password: another });
  });
});

describe('a session', () => {
  it('ends after twenty minutes without use, after eight hours, and when its person logs out', async () => {
    await person('zhang');
    const idle = await logIn('zhang');
    time += 20 * MINUTE;
    expect(await sessions.find(idle.cookie)).toBeUndefined();
    const used = await logIn('zhang');
    for (let quarter = 1; quarter < 32; quarter += 1) {
      time += 15 * MINUTE;
      expect(await sessions.find(used.cookie)).toBeDefined();
    }
    time += 15 * MINUTE;
    expect(await sessions.find(used.cookie)).toBeUndefined();
    const left = await logIn('zhang');
    await sessions.end(left.cookie);
    expect(await sessions.find(left.cookie)).toBeUndefined();
  });

  it('is shown by its own cookie alone', async () => {
    for (const cookie of ['', 'x', 'x'.repeat(43), 'x'.repeat(100_000), '\0'.repeat(43), `${'x'.repeat(42)}'`])
      expect(await sessions.find(cookie)).toBeUndefined();
  });
});

describe('a set-up link', () => {
  it('is good once, for ten minutes, and only the last one made', async () => {
    const first = await accounts.add({ login: 'zhang', personId: 'p-1', secondFactor: false });
    const last = await accounts.reset('zhang');
    await expect(accounts.setUp(first ?? '', password)).rejects.toMatchObject(refused('SET_UP_REFUSED'));
    await expect(accounts.setUp(last ?? '', 'weak')).rejects.toMatchObject(refused('PASSWORD_WEAK'));
    time += 10 * MINUTE - 1;
    const both = await Promise.allSettled([accounts.setUp(last ?? '', password), accounts.setUp(last ?? '', another)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(accounts.setUp(last ?? '', password)).rejects.toMatchObject(refused('SET_UP_REFUSED'));
    const late = await accounts.reset('zhang');
    time += 10 * MINUTE;
    await expect(accounts.setUp(late ?? '', another)).rejects.toMatchObject(refused('SET_UP_REFUSED'));
  });

  it('is made for a login and a person that have no account yet', async () => {
    expect(await accounts.add({ login: 'zhang', personId: 'p-1', secondFactor: true })).toBeDefined();
    expect(await accounts.add({ login: 'zhang', personId: 'p-2', secondFactor: true })).toBeUndefined();
    expect(await accounts.add({ login: 'li', personId: 'p-1', secondFactor: true })).toBeUndefined();
    expect(await accounts.reset('nobody')).toBeUndefined();
  });
});
