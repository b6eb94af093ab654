import { refusal } from '@zhibu/contracts';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import { isExpired, lockedUntil, lockRules } from './access.rules.ts';
import { attemptsOf } from './attempts.ts';
import { countedAddress } from './counted-address.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { acceptedPassword, setPassword } from './passwords.ts';
import { type BegunSession, endSessionsOf, Sessions } from './sessions.ts';
import { acceptedStep } from './one-time-password.ts';
import type { OneTimeSecrets } from './one-time-secrets.ts';

/** What somebody shows who logs in. */
export interface LogIn {
  readonly login: string;
  readonly password: string;
  /** The one-time password, where the account asks for one. */
  readonly code: string;
  /** A password that takes the place of the one shown. */
  readonly newPassword?: string | undefined;
  /** Of his connection. */
  readonly address: string;
  /** Looks at the account of whoever is known by then. @throws Refusal */
  readonly admit?: (account: { readonly demonstration: boolean }) => void;
  /** Told whose account is tried, and what the attempt does to it, before anything is judged; nobody else learns it. */
  readonly tried?: (attempt: Attempt) => void;
}

/** `locked`: by this attempt, should it fail; `shut`: locked or disabled before. */
export interface Attempt {
  readonly personId: string;
  readonly lock: 'none' | 'locked' | 'shut';
}

export interface LogInSources {
  readonly pool: Pool;
  readonly hasher: PasswordHasher;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** What one-time secrets are sealed by. */
  readonly secrets: OneTimeSecrets;
}

/** An account whose person is known. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly personId: string;
  readonly kept: string | null;
  readonly changedAt: Date;
  readonly secondFactor: boolean;
  /** Sealed. */
  readonly secret: string | null;
  readonly step: string | null;
  readonly failures: number;
  readonly isShut: boolean;
  readonly demonstration: boolean;
}

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,31}$/;
/** The form in which logins are compared. */
export const loginOf = (given: string): string => given.trim().toLowerCase();
export const isLogin = (login: string): boolean => LOGIN.test(login);

const ACCOUNT = `SELECT id, login, person_id AS "personId", password_hash AS kept, changed_at AS "changedAt", second_factor AS "secondFactor",
    totp_secret AS secret, totp_step AS step, failures, disabled OR coalesce(locked_until > $2, false) AS "isShut", demonstration
  FROM account WHERE login = $1 FOR UPDATE`;

/** Local log-in: password, and a one-time password where the account asks for one. */
export class LogIns {
  private readonly sources: LogInSources;
  private readonly sessions: Sessions;

  constructor(sources: LogInSources) {
    this.sources = sources;
    this.sessions = new Sessions(sources.pool, sources.now);
  }

  /**
   * Begins a session of whoever proves who he is. What is wrong is not told, and an unknown login costs what a known one
   * does.
   * @throws Refusal LOG_IN_REFUSED, LOG_INS_TOO_MANY, PASSWORD_EXPIRED, PASSWORD_WEAK
   */
  async begin(given: LogIn): Promise<BegunSession> {
    const { newPassword } = given;
    const account = await this.known(given);
    given.admit?.(account);
    if (newPassword === undefined && !account.demonstration && isExpired(account.changedAt, this.sources.now()))
      throw refusal('PASSWORD_EXPIRED');
    const kept = newPassword === undefined ? account.kept : await this.replaced(account, newPassword);
    const factors = account.secondFactor ? ['password', 'totp'] : ['password'];
    const begun = await this.sessions.begin({ id: account.id, kept }, factors);
    if (!begun) throw refusal('LOG_IN_REFUSED');
    return begun;
  }

  /**
   * The account of whoever proves that it is his; he is then known, and nothing else is judged yet.
   * @throws Refusal LOG_IN_REFUSED, LOG_INS_TOO_MANY
   */
  async known(given: LogIn): Promise<Account> {
    const account = await inTransaction(this.sources.pool, (sql) => this.counted(sql, given));
    if (account === 'too-many') throw refusal('LOG_INS_TOO_MANY');
    const isHis = await this.shown(account, given).catch(async (error: unknown) => {
      // It could not be judged, for a fault that is not his: it is no wrong attempt.
      if (account) await this.uncounted(account);
      throw error;
    });
    if (!account || !isHis) throw refusal('LOG_IN_REFUSED');
    return account;
  }

  /** Whether what is shown proves that the account is his; a password is judged where there is none, too. */
  private async shown(account: Account | undefined, { password, code }: LogIn): Promise<boolean> {
    const isRight = await this.sources.hasher.verify(password, account?.kept ?? null);
    return account !== undefined && isRight && this.proven(account, code);
  }

  /**
   * Counts an attempt as one that failed before it is looked at, in one commit for every login: whoever tries many at
   * once has no more of them.
   */
  private async counted(sql: Sql, { login, address, tried }: LogIn): Promise<Account | 'too-many' | undefined> {
    const now = this.sources.now();
    if ((await attemptsOf(sql, countedAddress(address), now)) > lockRules.attemptsAMinute) return 'too-many';
    const name = loginOf(login);
    if (!isLogin(name)) return undefined;
    const { rows } = await sql.query<Account>(ACCOUNT, [name, new Date(now)]);
    const [account] = rows;
    if (!account) return undefined;
    const until = lockedUntil(account.failures + 1, now);
    tried?.(attemptOn(account, until));
    if (account.isShut) return undefined;
    await sql.query('UPDATE account SET failures = $2, locked_until = $3 WHERE id = $1', [
      account.id,
      account.failures + 1,
      until ?? null,
    ]);
    return account;
  }

  /** Takes an attempt back, as long as none has come after it. */
  private uncounted({ id, failures }: Account): Promise<unknown> {
    return this.sources.pool.query(
      'UPDATE account SET failures = $2, locked_until = NULL WHERE id = $1 AND failures = $2 + 1',
      [id, failures],
    );
  }

  /** Takes the one-time password, and forgets the failures; both only while nobody has changed the account meanwhile. */
  private async proven({ id, kept, secondFactor, secret, step: last }: Account, code: string): Promise<boolean> {
    const { pool, now, secrets } = this.sources;
    const at = { now: now(), last: last === null ? null : Number(last) };
    const step = secret === null ? undefined : acceptedStep(code, secrets.open(secret, { kind: 'account', id }), at);
    if (secondFactor && step === undefined) return false;
    const { rowCount } = await pool.query(
      `UPDATE account SET failures = 0, locked_until = NULL, totp_step = coalesce($3, totp_step)
       WHERE id = $1 AND password_hash = $2 AND NOT disabled AND ($3::bigint IS NULL OR coalesce(totp_step, -1) < $3)`,
      [id, kept, secondFactor ? step : null],
    );
    return rowCount === 1;
  }

  /** @returns what is kept of the new one */
  private async replaced(account: Account, password: string): Promise<string> {
    const { pool, hasher, now } = this.sources;
    const kept = await acceptedPassword({ sql: pool, hasher }, account, password);
    await inTransaction(pool, async (sql) => {
      const isSet = await setPassword(sql, { id: account.id, from: account.kept, kept, now: now() });
      if (!isSet) throw refusal('LOG_IN_REFUSED');
      await endSessionsOf(sql, account.id, now());
    });
    return kept;
  }
}

function attemptOn({ personId, isShut }: Account, until: Date | undefined): Attempt {
  if (isShut) return { personId, lock: 'shut' };
  return { personId, lock: until ? 'locked' : 'none' };
}
