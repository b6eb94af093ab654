import { refusal } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import { isStrong, passwordRules } from './access.rules.ts';
import type { PasswordHasher } from './password-hasher.ts';

/** Whose password is set. */
export interface PasswordOwner {
  readonly id: string;
  readonly login: string;
}

/**
 * What is kept of a new password.
 * @throws Refusal PASSWORD_WEAK for one that the rules do not take, or one of the last five
 */
export async function acceptedPassword(
  { sql, hasher }: { readonly sql: Sql; readonly hasher: PasswordHasher },
  { id, login }: PasswordOwner,
  password: string,
): Promise<string> {
  if (!isStrong(password, login)) throw refusal('PASSWORD_WEAK');
  const { rows } = await sql.query<{ kept: string }>(
    'SELECT password_hash AS kept FROM past_secret WHERE account_id = $1 ORDER BY number DESC LIMIT $2',
    [id, passwordRules.past],
  );
  for (const { kept } of rows) if (await hasher.verify(password, kept)) throw refusal('PASSWORD_WEAK');
  return hasher.hash(password);
}

/** A password that takes the place of another. */
export interface Replacement {
  readonly id: string;
  /** What was kept until now. */
  readonly from: string | null;
  readonly kept: string;
  readonly now: number;
}

/**
 * Sets the password of an account, in a transaction of the caller's.
 * @returns false, and nothing is set, where somebody else has set or reset it meanwhile
 */
export async function setPassword(sql: Sql, { id, from, kept, now }: Replacement): Promise<boolean> {
  const { rowCount } = await sql.query(
    `UPDATE account SET password_hash = $2, changed_at = $3
     WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $4 AND NOT disabled`,
    [id, kept, new Date(now), from],
  );
  if (rowCount !== 1) return false;
  await sql.query('INSERT INTO past_secret (account_id, password_hash) VALUES ($1, $2)', [id, kept]);
  await sql.query(
    `DELETE FROM past_secret WHERE account_id = $1 AND number NOT IN
       (SELECT number FROM past_secret WHERE account_id = $1 ORDER BY number DESC LIMIT $2)`,
    [id, passwordRules.past],
  );
  return true;
}
