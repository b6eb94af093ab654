import { randomUUID } from 'node:crypto';
import type { Wording } from '@zhibu/contracts';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { SET_UP_WITHIN_MS } from './access.rules.ts';
import { hashOf, newSecret } from './sessions.ts';

/** In the order in which a link names its persons; of the first alone where they are merged. */
const ADMINISTRATORS = ['system-administrator', 'security-administrator', 'audit-administrator'] as const;

/** Who was founded as which administrator, as far as the read model has read. */
async function foundedPersons(readModel: Sql): Promise<ReadonlyMap<string, string>> {
  const { rows } = await readModel.query<{ duty: string; personId: string }>(
    `SELECT duty, person_id AS "personId" FROM duty_fact
     WHERE said = 'assigned' AND organization_id IS NULL AND by_id IS NULL`,
  );
  return new Map(rows.map(({ duty, personId }) => [duty, personId]));
}

async function haveAccounts(access: Sql, persons: readonly string[]): Promise<boolean> {
  const { rowCount } = await access.query('SELECT 1 FROM account WHERE person_id = ANY ($1) LIMIT 1', [persons]);
  return rowCount !== 0;
}

/** What a link is made on. */
export interface LinkSources {
  /** Schema `access`. */
  readonly access: Pool;
  /** Schema `gateway`. */
  readonly readModel: Sql;
  readonly now: () => number;
}

/**
 * Makes the one link by which the administrators are made; those before it hold no longer. Where duties were recorded and the
 * step ended before there were accounts, the link is for the same persons, and the step goes on.
 * @returns its token; undefined where the platform has administrators
 */
export async function foundingLink({ access, readModel, now }: LinkSources): Promise<string | undefined> {
  const founded = await foundedPersons(readModel);
  if (founded.size > 0 && (await haveAccounts(access, [...founded.values()]))) return undefined;
  const token = newSecret();
  const persons = ADMINISTRATORS.map((duty) => founded.get(duty) ?? randomUUID());
  await inTransaction(access, async (sql) => {
    await sql.query('DELETE FROM founding_link');
    await sql.query('INSERT INTO founding_link (token_hash, expires, person_ids) VALUES ($1, $2, $3)', [
      hashOf(token),
      new Date(now() + SET_UP_WITHIN_MS),
      persons,
    ]);
  });
  return token;
}

/** The persons that a link is for, as long as it holds; undefined: it does not. */
export async function personsOf(sql: Sql, token: string, now: number): Promise<readonly string[] | undefined> {
  const { rows } = await sql.query<{ persons: readonly string[] }>(
    'SELECT person_ids AS persons FROM founding_link WHERE token_hash = $1 AND expires > $2',
    [hashOf(token), new Date(now)],
  );
  return rows[0]?.persons;
}

/** Uses a link up. @returns whether it was there to be used */
export async function usedUp(sql: Sql, token: string): Promise<boolean> {
  const { rowCount } = await sql.query('DELETE FROM founding_link WHERE token_hash = $1', [hashOf(token)]);
  return rowCount === 1;
}

/** Whether one person is more than one of the administrators on a day. */
export async function areMerged(readModel: Sql, day: Day): Promise<boolean> {
  const { rowCount } = await readModel.query(
    `SELECT 1 FROM duty_fact d WHERE said = 'assigned' AND organization_id IS NULL AND effective_on <= $1::date
       AND NOT EXISTS (SELECT FROM duty_fact e WHERE e.person_id = d.person_id AND e.duty_id = d.duty_id AND e.said = 'ended'
         AND e.effective_on <= $1::date)
     GROUP BY person_id HAVING count(DISTINCT duty) > 1 LIMIT 1`,
    [day],
  );
  return rowCount !== 0;
}

/** 合并设岗, as health and audits say it. */
export const mergedWords: Wording = {
  zh: '系统管理员、安全管理员、审计管理员由一人兼任',
  en: 'One person is more than one of system, security and audit administrator',
};
