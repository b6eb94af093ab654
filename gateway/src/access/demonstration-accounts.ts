import { randomUUID } from 'node:crypto';
import { type DutyName, dutyNames, dutyTable, refusal } from '@zhibu/contracts';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import type { Request } from 'express';
import type { PasswordHasher } from './password-hasher.ts';
import { setPassword } from './passwords.ts';
import { isOfThisMachine, type ThisMachine } from './this-machine.ts';

/** What all of them share; it stands on the page on which people log in, and lets in from this machine alone. */
export const DEMONSTRATION_PASSWORD = 'Shifan-zhibu-2026';

/** 示范账户: one for each duty that is proposed, named like it; an inspector is named by his inspection. */
export const demonstrationDuties: readonly DutyName[] = dutyNames.filter((duty) => !dutyTable[duty].isByInspection);

/** Who has the account of a duty. */
export const demonstrationPerson = (duty: DutyName): string => `demonstration-${duty}`;

/** Makes those that are missing; their duties are others' to record. */
export async function makeDemonstrationAccounts(
  pool: Pool,
  { hasher, now }: { readonly hasher: PasswordHasher; readonly now: () => number },
): Promise<void> {
  const logins = await demonstrationLogins(pool);
  const missing = demonstrationDuties.filter((duty) => !logins.includes(duty));
  if (missing.length === 0) return;
  const kept = await hasher.hash(DEMONSTRATION_PASSWORD);
  await inTransaction(pool, async (sql) => {
    for (const duty of missing) {
      const { rows } = await sql.query<{ id: string }>(
        `INSERT INTO account (id, login, person_id, second_factor, demonstration) VALUES ($1, $2, $3, false, true)
         ON CONFLICT DO NOTHING RETURNING id`,
        [randomUUID(), duty, demonstrationPerson(duty)],
      );
      if (rows[0]) await setPassword(sql, { id: rows[0].id, from: null, kept, now: now() });
    }
  });
}

/** Those that may be used, by their logins. */
export async function demonstrationLogins(sql: Sql): Promise<readonly string[]> {
  const { rows } = await sql.query<{ login: string }>(
    'SELECT login FROM account WHERE demonstration AND NOT disabled ORDER BY login',
  );
  return rows.map(({ login }) => login);
}

/** Keeps them to this machine: whoever else could reach it knows their password, too. */
export class DemonstrationDoor {
  private readonly machine: ThisMachine;
  private readonly isPublic: boolean;
  private readonly sql: Sql | undefined;

  /** @param at.sql schema `access`; undefined: nobody can log in here */
  constructor(
    machine: ThisMachine,
    { sql, publicUrl = '' }: { readonly sql: Sql | undefined; readonly publicUrl: string | undefined },
  ) {
    this.machine = machine;
    this.sql = sql;
    this.isPublic = publicUrl !== '' && !isOfThisMachine(publicUrl);
  }

  admits(request: Request): boolean {
    return !this.isPublic && this.machine.sends(request);
  }

  /** Those that may be used from where a request comes, by their logins. */
  async shownTo(request: Request): Promise<readonly string[]> {
    return this.sql && this.admits(request) ? demonstrationLogins(this.sql) : [];
  }

  /** @throws Refusal DEMONSTRATION_ELSEWHERE for a demonstration account that is used from anywhere else */
  check(request: Request, { demonstration }: { readonly demonstration: boolean }): void {
    if (demonstration && !this.admits(request)) throw refusal('DEMONSTRATION_ELSEWHERE');
  }
}
