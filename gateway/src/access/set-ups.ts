import { randomBytes } from 'node:crypto';
import { refusal } from '@zhibu/contracts';
import { inTransaction } from '@zhibu/database';
import type { LogInSources } from './log-ins.ts';
import { TOTP_SECRET_BYTES } from './one-time-password.ts';
import { acceptedPassword, type PasswordOwner, setPassword } from './passwords.ts';
import { hashOf } from './sessions.ts';

/** What the person keeps who has set his password: what his authenticator is told, where the account asks for one. */
export interface SetUp {
  readonly login: string;
  readonly personId: string;
  readonly secret: Buffer | undefined;
}

interface Owner extends PasswordOwner {
  readonly secondFactor: boolean;
  readonly personId: string;
}

/** By which a person sets what only he knows, by the link that was made for his account. */
export class SetUps {
  private readonly sources: LogInSources;

  constructor(sources: LogInSources) {
    this.sources = sources;
  }

  /** Sets the password of the account that a link was made for, once. @throws Refusal SET_UP_REFUSED, PASSWORD_WEAK */
  async setUp(token: string, password: string): Promise<SetUp> {
    const { pool, hasher, now, secrets } = this.sources;
    const { rows } = await pool.query<Owner>(
      `SELECT account.id, login, person_id AS "personId", second_factor AS "secondFactor" FROM set_up_link JOIN account ON account.id = account_id
       WHERE token_hash = $1 AND expires > $2 AND NOT disabled`,
      [hashOf(token), new Date(now())],
    );
    const [owner] = rows;
    if (!owner) throw refusal('SET_UP_REFUSED');
    const kept = await acceptedPassword({ sql: pool, hasher }, owner, password);
    const secret = owner.secondFactor ? randomBytes(TOTP_SECRET_BYTES) : undefined;
    await inTransaction(pool, async (sql) => {
      const { rowCount } = await sql.query('DELETE FROM set_up_link WHERE token_hash = $1', [hashOf(token)]);
      const isSet = rowCount === 1 && (await setPassword(sql, { id: owner.id, from: null, kept, now: now() }));
      if (!isSet) throw refusal('SET_UP_REFUSED');
      const sealed = secret && secrets.seal(secret, { kind: 'account', id: owner.id });
      await sql.query('UPDATE account SET totp_secret = $2, totp_step = NULL WHERE id = $1', [owner.id, sealed]);
    });
    return { login: owner.login, personId: owner.personId, secret };
  }
}
