import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import { type Day, dayOf } from '@zhibu/kernel';
import type { Keyring, PersonKey } from './keyring.ts';

/** What is kept of a person; a field that is left out is not known. */
export interface PersonDetails {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly posts?: string | undefined;
}

/** A person of the directory. */
export interface ListedPerson extends PersonDetails {
  readonly personId: string;
}

export const personFields = ['name', 'phone', 'posts'] as const;
type Field = (typeof personFields)[number];

/** What the directory has of a person. */
export type Listed = PersonDetails | 'forgotten';

/** What became of persons who were put into the directory. */
export interface PutResult {
  /** Persons of whom something is new. */
  readonly changed: number;
  /** Those who were forgotten: nothing of them is taken. */
  readonly forgotten: readonly string[];
}

interface FieldRow {
  readonly personId: string;
  readonly field: Field;
  readonly keyId: string;
  readonly iv: Buffer;
  readonly cipher: Buffer;
  readonly mac: Buffer;
}

export interface DirectorySources {
  /** Schema `people` as its service role. */
  readonly pool: Pool;
  readonly keyring: Keyring;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * 人员名录: names, phones and posts by the random id that events know a person by; ordinary rows, each sealed by a key of the
 * person's own. Forgetting takes the rows and the key.
 */
export class Directory {
  private readonly pool: Pool;
  private readonly keyring: Keyring;
  private readonly now: () => number;

  constructor({ pool, keyring, now = Date.now }: DirectorySources) {
    this.pool = pool;
    this.keyring = keyring;
    this.now = now;
  }

  /** What is listed of persons; who is not listed is not among them. */
  async read(personIds: readonly string[]): Promise<ReadonlyMap<string, Listed>> {
    if (personIds.length === 0) return new Map();
    return this.readBy(this.pool, personIds);
  }

  /** Lists persons, or what has changed of them; the same again changes nothing. */
  put(persons: readonly ListedPerson[]): Promise<PutResult> {
    const ids = [...new Set(persons.map(({ personId }) => personId))].sort();
    return inTransaction(this.pool, async (sql) => {
      await sql.query('INSERT INTO person (person_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [ids]);
      // Whoever forgets one of them waits, or has been before.
      await sql.query('SELECT 1 FROM person WHERE person_id = ANY ($1) ORDER BY person_id FOR UPDATE', [ids]);
      const known = await this.readBy(sql, ids);
      const forgotten = ids.filter((id) => known.get(id) === 'forgotten');
      await this.keyring.make(
        sql,
        ids.filter((id) => known.get(id) !== 'forgotten'),
      );
      const keys = await this.keyring.of(sql, ids);
      const changes = persons.flatMap(({ personId, ...details }) => {
        const key = keys.get(personId);
        const changed = changedFields(details, known.get(personId));
        return key && changed.length > 0 ? [{ personId, key, changed }] : [];
      });
      for (const change of changes) await this.write(sql, change);
      return { changed: changes.length, forgotten };
    });
  }

  /** Forgets a person: what is listed of him and his key. @returns whether he was listed */
  forget(personId: string): Promise<boolean> {
    return forgetPerson(this.pool, personId, this.now());
  }

  private async readBy(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Listed>> {
    const { rows: persons } = await sql.query<{ personId: string; isForgotten: boolean }>(
      `SELECT person_id AS "personId", forgotten_at IS NOT NULL AS "isForgotten" FROM person WHERE person_id = ANY ($1)`,
      [ids],
    );
    const { rows: fields } = await sql.query<FieldRow>(
      `SELECT person_id AS "personId", field, key_id AS "keyId", iv, cipher, mac FROM person_field
       WHERE person_id = ANY ($1) AND until_day IS NULL`,
      [ids],
    );
    const keys = await this.keyring.of(sql, ids);
    const byPerson = Map.groupBy(fields, ({ personId }) => personId);
    return new Map(
      persons.map(({ personId, isForgotten }) => [
        personId,
        isForgotten ? 'forgotten' : opened(byPerson.get(personId) ?? [], keys.get(personId)),
      ]),
    );
  }

  private async write(sql: Sql, { personId, key, changed }: Change): Promise<void> {
    const today: Day = dayOf(this.now());
    for (const [field, value] of changed) {
      await sql.query(
        `DELETE FROM person_field WHERE person_id = $1 AND field = $2 AND from_day = $3 AND until_day IS NULL`,
        [personId, field, today],
      );
      await sql.query(
        'UPDATE person_field SET until_day = $3 WHERE person_id = $1 AND field = $2 AND until_day IS NULL',
        [personId, field, today],
      );
      const { iv, cipher, mac } = key.cipher.seal(key.key, Buffer.from(value), about(personId, field));
      await sql.query(
        `INSERT INTO person_field (person_id, field, from_day, key_id, iv, cipher, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [personId, field, today, key.keyId, iv, cipher, mac],
      );
    }
  }
}

/**
 * Forgets a person, for which no key is needed. @param pool schema `people` as its service role
 * @returns whether he was listed
 */
export function forgetPerson(pool: Pool, personId: string, now: number): Promise<boolean> {
  return inTransaction(pool, async (sql) => {
    const { rowCount } = await sql.query(
      'UPDATE person SET forgotten_at = $2 WHERE person_id = $1 AND forgotten_at IS NULL',
      [personId, new Date(now)],
    );
    await sql.query('DELETE FROM person_field WHERE person_id = $1', [personId]);
    await sql.query('DELETE FROM person_key WHERE person_id = $1', [personId]);
    return rowCount === 1;
  });
}

interface Change {
  readonly personId: string;
  readonly key: PersonKey;
  readonly changed: readonly (readonly [Field, string])[];
}

const about = (personId: string, field: Field): string => `${personId} ${field}`;

function changedFields(details: PersonDetails, known: Listed | undefined): Change['changed'] {
  const before = typeof known === 'object' ? known : {};
  return personFields.flatMap((field) => {
    const value = details[field];
    return value === undefined || value === before[field] ? [] : [[field, value] as const];
  });
}

/** Rows whose key is gone say nothing: a restore may have brought them without it, and another been made since. */
function opened(rows: readonly FieldRow[], key: PersonKey | undefined): PersonDetails {
  if (!key) return {};
  const readable = rows.filter(({ keyId }) => keyId === key.keyId);
  return Object.fromEntries(
    readable.map(({ personId, field, ...sealed }) => [
      field,
      key.cipher.open(key.key, sealed, about(personId, field)).toString('utf8'),
    ]),
  );
}
