import { randomBytes } from 'node:crypto';
import { refusal } from '@zhibu/contracts';
import { inTransaction } from '@zhibu/database';
import type { LogIns, LogInSources } from './log-ins.ts';
import { acceptedStep, TOTP_SECRET_BYTES } from './one-time-password.ts';
import { proveAgain, type Session } from './sessions.ts';

/** What a person with a session gives to prove himself again. */
export interface ProvenAgain {
  readonly password: string;
  readonly code: string;
  /** Of his connection. */
  readonly address: string;
}

/** Proofs of whoever has a session: that it is still he, and the second factor that a duty asks for. */
export class SecondFactors {
  private readonly sources: LogInSources;
  private readonly logIns: LogIns;

  constructor(sources: LogInSources, logIns: LogIns) {
    this.sources = sources;
    this.logIns = logIns;
  }

  /** Step-up: password, and one-time password where the account asks for one, as at a log-in. @throws Refusal LOG_IN_REFUSED, LOG_INS_TOO_MANY */
  async stepUp({ id, login }: Session, given: ProvenAgain): Promise<void> {
    await this.logIns.known({ ...given, login });
    await proveAgain(this.sources.pool, id, this.sources.now());
  }

  /** The one-time secret that a session is about to set up; the same until that is done. Undefined where the account has one. */
  async pending({ id }: Session): Promise<Buffer | undefined> {
    const { pool, secrets } = this.sources;
    const owner = { kind: 'session', id } as const;
    const { rows } = await pool.query<{ secret: string }>(
      `UPDATE session SET pending_secret = coalesce(pending_secret, $2) FROM account
       WHERE session.id = $1 AND account.id = account_id AND NOT second_factor RETURNING pending_secret AS secret`,
      [id, secrets.seal(randomBytes(TOTP_SECRET_BYTES), owner)],
    );
    return rows[0] && secrets.open(rows[0].secret, owner);
  }

  /**
   * Sets it up: the password again, for a session alone may be somebody else's, and a one-time password by the new secret.
   * Other sessions of the account end.
   * @throws Refusal LOG_IN_REFUSED, LOG_INS_TOO_MANY
   */
  async setUp(session: Session, given: ProvenAgain): Promise<void> {
    const { pool, now, secrets } = this.sources;
    const account = await this.logIns.known({ ...given, login: session.login, code: '' });
    const secret = await this.pending(session);
    const step = secret && acceptedStep(given.code, secret, { now: now(), last: null });
    if (!secret || step === undefined) throw refusal('LOG_IN_REFUSED');
    await inTransaction(pool, async (sql) => {
      const { rowCount } = await sql.query(
        `UPDATE account SET second_factor = true, totp_secret = $2, totp_step = $3 WHERE id = $1 AND NOT second_factor`,
        [account.id, secrets.seal(secret, { kind: 'account', id: account.id }), step],
      );
      if (rowCount !== 1) throw refusal('LOG_IN_REFUSED');
      await sql.query(
        `UPDATE session SET ended = CASE WHEN id = $2 THEN ended ELSE coalesce(ended, $3) END, pending_secret = NULL,
           factors = CASE WHEN id = $2 THEN ARRAY['password', 'totp'] ELSE factors END,
           proven = CASE WHEN id = $2 THEN $3 ELSE proven END WHERE account_id = $1`,
        [account.id, session.id, new Date(now())],
      );
    });
  }
}
