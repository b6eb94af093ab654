import type { Pool } from '@zhibu/database';
import { Accounts, type NewAccount } from '../access/accounts.ts';
import { Argon2PasswordHasher } from '../access/argon2.adapter.ts';
import type { LogInSources } from '../access/log-ins.ts';
import { OneTimeSecrets } from '../access/one-time-secrets.ts';
import { type SetUp, SetUps } from '../access/set-ups.ts';
import { WrappingKeys } from '../sealing/wrapping-keys.ts';

/** The key of an installation that is tried. */
export const wrappingUnderTest = new WrappingKeys([Buffer.alloc(32, 7)]);

/** What accounts of it are made and proven by. */
export const logInsUnderTest = (pool: Pool, now: () => number = Date.now): LogInSources => ({
  pool,
  now,
  hasher: new Argon2PasswordHasher(),
  secrets: new OneTimeSecrets(wrappingUnderTest),
});

/** Accounts as their operator makes them, and their people set them up. */
export interface AccountsUnderTest extends Pick<Accounts, 'list' | 'disable' | 'unlock'> {
  readonly reset: (login: string) => Promise<string | undefined>;
  readonly add: (account: NewAccount) => Promise<string | undefined>;
  readonly setUp: (token: string, password: string) => Promise<SetUp>;
}

export function accountsUnderTest(pool: Pool, now: () => number = Date.now): AccountsUnderTest {
  const sources = logInsUnderTest(pool, now);
  const [accounts, setUps] = [new Accounts(sources), new SetUps(sources)];
  return {
    list: () => accounts.list(),
    add: (account) => accounts.add(account),
    disable: (login) => accounts.disable(login),
    unlock: (login) => accounts.unlock(login),
    reset: async (login) => (await accounts.reset(login))?.token,
    setUp: (token, password) => setUps.setUp(token, password),
  };
}
