import { randomBytes, randomUUID } from 'node:crypto';
import { type CommandNamed, inputWords, refusal } from '@zhibu/contracts';
import { inTransaction, type Sql } from '@zhibu/database';
import { isStrong } from './access.rules.ts';
import type { SetUp } from './set-ups.ts';
import { personsOf, usedUp } from './founding-link.ts';
import { isLogin, loginOf, type LogInSources } from './log-ins.ts';
import { TOTP_SECRET_BYTES } from './one-time-password.ts';
import { setPassword } from './passwords.ts';

type FoundDuties = CommandNamed<'FoundDuties'>['data'];
/** The administrators, each held by a person of his own; or, where they are merged, all by one. */
export const administratorsOf = {
  separate: [['system-administrator'], ['security-administrator'], ['audit-administrator']],
  merged: [['system-administrator', 'security-administrator', 'audit-administrator']],
} as const satisfies Readonly<Record<string, readonly (readonly FoundDuties['duties'][number][])[]>>;
export type DutiesSetting = keyof typeof administratorsOf;

/** What one of them chooses. */
export interface Chosen {
  readonly login: string;
  readonly password: string;
}

export interface FoundingSources extends LogInSources {
  readonly duties: DutiesSetting;
  /** Records the duties of one person; the same again changes nothing. @throws Refusal */
  readonly record: (command: FoundDuties) => Promise<void>;
}

/** 三员设立: the accounts of the administrators and their duties, in one step, by a link that holds once. */
export class Founding {
  private readonly sources: FoundingSources;

  constructor(sources: FoundingSources) {
    this.sources = sources;
  }

  /** What one of each holds, in the order of what is chosen. */
  get administrators(): (typeof administratorsOf)[DutiesSetting] {
    return administratorsOf[this.sources.duties];
  }

  /**
   * The duties are recorded first: what the platform has is told by its events, and a step that ends between is made again
   * by the same link.
   * @throws Refusal SET_UP_REFUSED, PASSWORD_WEAK, LOGIN_TAKEN, INPUT_INVALID, DUTIES_FOUNDED_BEFORE, SERVICE_UNAVAILABLE
   */
  async found(token: string, chosen: readonly Chosen[]): Promise<readonly SetUp[]> {
    const { pool, hasher, now, duties: setting, record } = this.sources;
    const persons = await personsOf(pool, token, now());
    if (!persons) throw refusal('SET_UP_REFUSED');
    const named = chosen.map(({ login, password }) => ({ login: loginOf(login), password }));
    await this.refuseUnfit(named);
    const kept = await Promise.all(named.map(({ password }) => hasher.hash(password)));
    for (const [index, duties] of this.administrators.entries())
      await record({ personId: persons[index] ?? '', duties: [...duties], merged: setting === 'merged' });
    const made = named.map(({ login }, index) => ({
      login,
      personId: persons[index] ?? '',
      kept: kept[index] ?? '',
      secret: randomBytes(TOTP_SECRET_BYTES),
    }));
    await inTransaction(pool, async (sql) => {
      if (!(await usedUp(sql, token))) throw refusal('SET_UP_REFUSED');
      for (const one of made) await addAdministrator(sql, one, this.sources);
    });
    return made.map(({ login, personId, secret }) => ({ login, personId, secret }));
  }

  /** Before anything is recorded of them. */
  private async refuseUnfit(chosen: readonly Chosen[]): Promise<void> {
    const errors = chosen.flatMap(({ login }, index) =>
      isLogin(login) ? [] : [{ field: `login.${index}`, problem: inputWords.wrongFormat }],
    );
    if (errors.length > 0) throw refusal('INPUT_INVALID', { errors });
    const logins = chosen.map(({ login }) => login);
    const { rowCount } = await this.sources.pool.query('SELECT 1 FROM account WHERE login = ANY ($1)', [logins]);
    if (rowCount !== 0 || new Set(logins).size < logins.length) throw refusal('LOGIN_TAKEN');
    if (chosen.some(({ login, password }) => !isStrong(password, login))) throw refusal('PASSWORD_WEAK');
  }
}

interface NewAdministrator {
  readonly login: string;
  readonly personId: string;
  readonly kept: string;
  readonly secret: Buffer;
}

async function addAdministrator(
  sql: Sql,
  { login, personId, kept, secret }: NewAdministrator,
  { now, secrets }: Pick<LogInSources, 'now' | 'secrets'>,
): Promise<void> {
  const id = randomUUID();
  const { rowCount } = await sql.query(
    `INSERT INTO account (id, login, person_id, second_factor, totp_secret) VALUES ($1, $2, $3, true, $4)
     ON CONFLICT DO NOTHING`,
    [id, login, personId, secrets.seal(secret, { kind: 'account', id })],
  );
  if (rowCount !== 1) throw refusal('LOGIN_TAKEN');
  await setPassword(sql, { id, from: null, kept, now: now() });
}
