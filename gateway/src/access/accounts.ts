import { randomUUID } from 'node:crypto';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import { SET_UP_WITHIN_MS } from './access.rules.ts';
import { endSessionsOf, hashOf, newSecret } from './sessions.ts';

/** An account as its operator sees it. */
export interface AccountState {
  readonly login: string;
  readonly personId: string;
  readonly secondFactor: boolean;
  /** Whether a password is set. */
  readonly isSetUp: boolean;
  readonly disabled: boolean;
  readonly lockedUntil: Date | null;
}

/** Whom an account is made for. */
export interface NewAccount {
  readonly login: string;
  readonly personId: string;
  readonly secondFactor: boolean;
}

/** What accounts are kept in. */
export interface AccountSources {
  readonly pool: Pool;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Accounts: what their operator does, and the link by which a person sets what only he knows. */
export class Accounts {
  private readonly sources: AccountSources;

  constructor(sources: AccountSources) {
    this.sources = sources;
  }

  async list(): Promise<readonly AccountState[]> {
    const { rows } = await this.sources.pool.query<AccountState>(
      `SELECT login, person_id AS "personId", second_factor AS "secondFactor", password_hash IS NOT NULL AS "isSetUp",
         disabled, CASE WHEN locked_until > $1 THEN locked_until END AS "lockedUntil" FROM account ORDER BY login`,
      [new Date(this.sources.now())],
    );
    return rows;
  }

  /** Makes an account. @returns the token of its set-up link; undefined where the login or the person has one already */
  add({ login, personId, secondFactor }: NewAccount): Promise<string | undefined> {
    return inTransaction(this.sources.pool, async (sql) => {
      const { rows } = await sql.query<{ id: string }>(
        `INSERT INTO account (id, login, person_id, second_factor) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING id`,
        [randomUUID(), login, personId, secondFactor],
      );
      return rows[0] && this.link(sql, rows[0].id);
    });
  }

  /** Lets nobody in any more, and ends his sessions. @returns whose account it is; undefined: there is none */
  disable(login: string): Promise<string | undefined> {
    return this.changed(login, 'disabled = true', (sql, id) => endSessionsOf(sql, id, this.sources.now()));
  }

  /** Takes a lock, and that it was disabled, from an account. @returns whose it is; undefined: there is none */
  unlock(login: string): Promise<string | undefined> {
    return this.changed(login, 'disabled = false, failures = 0, locked_until = NULL', async () => undefined);
  }

  /**
   * Forgets the password and the one-time secret of an account, and ends its sessions.
   * @returns the token of a set-up link, and whose account it is; undefined where there is none
   */
  async reset(login: string): Promise<{ readonly token: string; readonly personId: string } | undefined> {
    let token = '';
    const forgotten = 'password_hash = NULL, totp_secret = NULL, failures = 0, locked_until = NULL';
    const personId = await this.changed(login, forgotten, async (sql, id) => {
      await endSessionsOf(sql, id, this.sources.now());
      token = await this.link(sql, id);
    });
    return personId === undefined ? undefined : { token, personId };
  }

  private changed(login: string, set: string, more: (sql: Sql, id: string) => Promise<unknown>) {
    return inTransaction(this.sources.pool, async (sql) => {
      const { rows } = await sql.query<{ id: string; personId: string }>(
        `UPDATE account SET ${set} WHERE login = $1 RETURNING id, person_id AS "personId"`,
        [login],
      );
      if (rows[0]) await more(sql, rows[0].id);
      return rows[0]?.personId;
    });
  }

  /** The one link of an account that holds; those before it do no longer. */
  private async link(sql: Sql, accountId: string): Promise<string> {
    const token = newSecret();
    await sql.query('DELETE FROM set_up_link WHERE account_id = $1', [accountId]);
    await sql.query('INSERT INTO set_up_link (token_hash, account_id, expires) VALUES ($1, $2, $3)', [
      hashOf(token),
      accountId,
      new Date(this.sources.now() + SET_UP_WITHIN_MS),
    ]);
    return token;
  }
}
