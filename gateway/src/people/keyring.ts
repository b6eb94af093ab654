import { randomBytes, randomUUID } from 'node:crypto';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import { type Cipher, CipherFault } from '../sealing/cipher.ts';
import { cipherNamed, type WrappingKeys } from '../sealing/wrapping-keys.ts';

/** A person's key, unwrapped. */
export interface PersonKey {
  readonly keyId: string;
  readonly cipher: Cipher;
  readonly key: Buffer;
}

/** A person's key as the database has it. */
export interface KeyRow {
  readonly personId: string;
  readonly keyId: string;
  readonly algorithm: string;
  readonly iv: Buffer;
  readonly wrapped: Buffer;
  readonly mac: Buffer;
}

const KEYS = `SELECT person_id AS "personId", key_id AS "keyId", algorithm, iv, wrapped, mac FROM person_key`;

/** Each person's own key, wrapped by that of the installation: whoever forgets the one forgets all that it sealed. */
export class Keyring {
  private readonly wrapping: WrappingKeys;

  constructor(wrapping: WrappingKeys) {
    this.wrapping = wrapping;
  }

  /** Makes keys of persons who have none. */
  async make(sql: Sql, personIds: readonly string[]): Promise<void> {
    for (const personId of personIds) {
      const [keyId, key] = [randomUUID(), randomBytes(this.wrapping.cipher.keyBytes)];
      const { algorithm, iv, cipher, mac } = this.wrapping.seal('people', key, aboutKey(personId, keyId));
      await sql.query(
        `INSERT INTO person_key (person_id, key_id, algorithm, iv, wrapped, mac) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (person_id) DO NOTHING`,
        [personId, keyId, algorithm, iv, cipher, mac],
      );
    }
  }

  /** The keys of persons, by person; whoever has none is not among them. @throws CipherFault where the wrapping key is another */
  async of(sql: Sql, personIds: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    const { rows } = await sql.query<KeyRow>(`${KEYS} WHERE person_id = ANY ($1)`, [personIds]);
    return new Map(
      rows.map((row) => [
        row.personId,
        { keyId: row.keyId, cipher: cipherNamed(row.algorithm), key: this.unwrapped(row).plain },
      ]),
    );
  }

  /**
   * Wraps every key by the first wrapping key that another still wraps, all or none. @param pool schema `people`
   * @returns how many @throws CipherFault where one is opened by none
   */
  rewrap(pool: Pool): Promise<number> {
    return inTransaction(pool, async (sql) => {
      const { rows } = await sql.query<KeyRow>(`${KEYS} ORDER BY person_id FOR UPDATE`);
      const old = rows.map((row) => ({ row, ...this.unwrapped(row) })).filter(({ isCurrent }) => !isCurrent);
      for (const { row, plain } of old) {
        // The cipher stays: by it the person's fields are sealed.
        const about = aboutKey(row.personId, row.keyId);
        const { iv, cipher, mac } = this.wrapping.seal('people', plain, about, cipherNamed(row.algorithm));
        await sql.query('UPDATE person_key SET iv = $2, wrapped = $3, mac = $4 WHERE key_id = $1', [
          row.keyId,
          iv,
          cipher,
          mac,
        ]);
      }
      return old.length;
    });
  }

  /** Whether a key of the installation opens a person's key. */
  opens(row: KeyRow): boolean {
    try {
      this.unwrapped(row);
      return true;
    } catch (error) {
      if (error instanceof CipherFault) return false;
      throw error;
    }
  }

  private unwrapped({ personId, keyId, algorithm, iv, wrapped, mac }: KeyRow) {
    return this.wrapping.open('people', { algorithm, iv, cipher: wrapped, mac }, aboutKey(personId, keyId));
  }
}

const aboutKey = (personId: string, keyId: string): string => `key ${personId} ${keyId}`;
