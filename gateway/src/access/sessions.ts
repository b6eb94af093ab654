import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Sql } from '@zhibu/database';
import { isOpen, type SessionTimes, sessionRules } from './access.rules.ts';

/** Who shows a cookie. */
export interface Session {
  readonly id: string;
  readonly personId: string;
  /** Of the account whose it is. */
  readonly login: string;
  readonly factors: readonly string[];
  readonly begun: Date;
  /** When its person proved himself last. */
  readonly proven: Date;
  /** The duties that its person held while it was used, by their ids. */
  readonly duties: readonly string[];
  /** Whether it is of a demonstration account. */
  readonly demonstration: boolean;
}

/** A session that has begun, with the one copy of what its cookie holds. */
export interface BegunSession {
  readonly id: string;
  readonly personId: string;
  readonly cookie: string;
}

/** A session that has just ended. */
export type EndedSession = Pick<Session, 'id' | 'personId'>;

interface SessionRow extends Session, SessionTimes {
  readonly disabled: boolean;
}

/** When a session was seen last is written no more often: each writing is a commit. */
const SEEN_EVERY_MS = 30_000;
/** What a cookie holds. */
const COOKIE = /^[\w-]{43}$/;
/** Sessions that are over are kept for so long, for whoever looks into what happened. */
const KEPT_DAYS = 30;

/** SHA-256: what cannot be guessed needs no slower one. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** A text that nobody guesses, in letters that stand in a cookie and a URL as they are. */
export const newSecret = (): string => randomBytes(sessionRules.bytes).toString('base64url');

/** Sessions by the cookie that shows them; of the cookie the database holds a hash. */
export class Sessions {
  private readonly sql: Sql;
  private readonly now: () => number;

  constructor(sql: Sql, now: () => number) {
    this.sql = sql;
    this.now = now;
  }

  /**
   * Begins a session of an account, as long as it is as it was when its person proved himself: whoever resets or disables
   * it meanwhile leaves no session behind.
   * @param kept what is kept of the password that was proven
   */
  async begin(
    { id: accountId, kept }: { readonly id: string; readonly kept: string | null },
    factors: readonly string[],
  ): Promise<BegunSession | undefined> {
    const [id, cookie, now] = [randomUUID(), newSecret(), new Date(this.now())];
    const { rows } = await this.sql.query<{ personId: string }>(
      `WITH gone AS (DELETE FROM session WHERE account_id = $3 AND begun < $4::timestamptz - make_interval(days => $6))
       INSERT INTO session (id, cookie_hash, account_id, begun, seen, proven, factors)
       SELECT $1, $2, id, $4, $4, $4, $5 FROM account WHERE id = $3 AND password_hash = $7 AND NOT disabled FOR SHARE
       RETURNING (SELECT person_id FROM account WHERE id = $3) AS "personId"`,
      [id, hashOf(cookie), accountId, now, factors, KEPT_DAYS, kept],
    );
    return rows[0] && { id, cookie, ...rows[0] };
  }

  /** The session that a cookie shows, as long as it holds; being asked for keeps it from ending for want of use. */
  async find(cookie: string): Promise<Session | undefined> {
    if (!COOKIE.test(cookie)) return undefined;
    const { rows } = await this.sql.query<SessionRow>(
      `SELECT session.id, person_id AS "personId", login, factors, begun, seen, proven, duties, ended, disabled, demonstration
       FROM session JOIN account ON account.id = session.account_id WHERE cookie_hash = $1`,
      [hashOf(cookie)],
    );
    const [row] = rows;
    const now = this.now();
    if (!row || row.disabled || !isOpen(row, now)) return undefined;
    if (now - row.seen.getTime() >= SEEN_EVERY_MS)
      await this.sql.query('UPDATE session SET seen = $2 WHERE id = $1 AND seen < $2', [row.id, new Date(now)]);
    const { seen: _seen, ended: _ended, disabled: _disabled, ...session } = row;
    return session;
  }

  /** Ends the session that a cookie shows. @returns whose it was; undefined: there is none, or it ended before */
  async end(cookie: string): Promise<EndedSession | undefined> {
    if (!COOKIE.test(cookie)) return undefined;
    const { rows } = await this.sql.query<EndedSession>(
      `UPDATE session SET ended = $2 FROM account WHERE cookie_hash = $1 AND ended IS NULL AND account.id = account_id
       RETURNING session.id, person_id AS "personId"`,
      [hashOf(cookie), new Date(this.now())],
    );
    return rows[0];
  }
}

/** Whom another has proven. */
export interface ProvenElsewhere {
  readonly personId: string;
  readonly factors: readonly string[];
  /** When he proved himself there. */
  readonly proven: Date;
  readonly now: number;
}

/** Begins a session of whoever another has proven, as long as his account is not disabled. @returns what its cookie holds */
export async function beginProven(
  sql: Sql,
  { personId, factors, proven, now }: ProvenElsewhere,
): Promise<BegunSession | undefined> {
  const [id, cookie, at] = [randomUUID(), newSecret(), new Date(now)];
  const { rowCount } = await sql.query(
    `INSERT INTO session (id, cookie_hash, account_id, begun, seen, proven, factors)
     SELECT $1, $2, id, $4, $4, $6, $5 FROM account WHERE person_id = $3 AND NOT disabled FOR SHARE`,
    [id, hashOf(cookie), personId, at, factors, proven],
  );
  return rowCount === 1 ? { id, cookie, personId } : undefined;
}

/** Notes that the person of a session has proven himself again. */
export const proveAgain = (sql: Sql, sessionId: string, now: number): Promise<unknown> =>
  sql.query('UPDATE session SET proven = $2 WHERE id = $1 AND ended IS NULL', [sessionId, new Date(now)]);

/** Ends every session of an account. */
export const endSessionsOf = (sql: Sql, accountId: string, now: number): Promise<unknown> =>
  sql.query('UPDATE session SET ended = $2 WHERE account_id = $1 AND ended IS NULL', [accountId, new Date(now)]);
