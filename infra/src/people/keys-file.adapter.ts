import { inTransaction, type Pool } from '@zhibu/database';
import type { Keyring } from '@zhibu/gateway';
import { z } from 'zod';
import { textOf, write } from '../backup/keys.adapter.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import { faults } from './vocabulary.ts';

const DAYS_KEPT = 30;
const A_DAY = 86_400_000;
const base64 = z.base64();
type WrittenKey = z.infer<typeof keysFile>['keys'][number];
const keysFile = z.strictObject({
  format: z.literal('zhibu-people-keys'),
  until: z.iso.datetime(),
  keys: z.array(
    z.strictObject({
      personId: z.string(),
      keyId: z.uuid(),
      algorithm: z.string(),
      iv: base64,
      wrapped: base64,
      mac: base64,
    }),
  ),
});

/** Writes the persons' keys, each wrapped as the database has it, to a file of their own. @param pool schema `people` */
export async function backUpKeys(
  pool: Pool,
  file: string,
  now: number,
): Promise<{ readonly count: number; readonly until: string }> {
  const { rows } = await pool.query<WrittenKey>(
    `SELECT person_id AS "personId", key_id AS "keyId", algorithm, translate(encode(iv, 'base64'), E'\\n', '') AS iv,
       translate(encode(wrapped, 'base64'), E'\\n', '') AS wrapped, translate(encode(mac, 'base64'), E'\\n', '') AS mac
     FROM person_key ORDER BY person_id`,
  );
  const until = new Date(now + DAYS_KEPT * A_DAY).toISOString();
  write(file, `${JSON.stringify({ format: 'zhibu-people-keys', until, keys: rows })}\n`, 0o600);
  return { count: rows.length, until };
}

/** What a file of keys is judged by. */
export interface KeysJudge {
  /** Of the installation that the keys are to be restored to. */
  readonly keyring: Pick<Keyring, 'opens'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Restores keys that are missing, but those of who was forgotten: all, or none. @returns how many
 * @throws OperatorFault for a file that is none, or is past its 30 days: who was forgotten since must not come back by it;
 *   for keys that the installation does not open: whoever is named by them could not be read, nor changed, any more
 */
export async function restoreKeys(pool: Pool, file: string, { keyring, now }: KeysJudge): Promise<number> {
  const read = keysFile.safeParse(jsonOf(textOf(file)));
  if (!read.success) throw new OperatorFault(faults.file(file), exits.wrongUse);
  const { until, keys } = read.data;
  if (Date.parse(until) < now) throw new OperatorFault(faults.expired(file, until), exits.notSo);
  const closed = keys.filter((key) => !keyring.opens(keyOf(key))).length;
  if (closed > 0) throw new OperatorFault(faults.closed({ file, closed, count: keys.length }), exits.notSo);
  return inTransaction(pool, async (sql) => {
    const { rowCount } = await sql.query(
      `INSERT INTO person_key (person_id, key_id, algorithm, iv, wrapped, mac)
       SELECT "personId", "keyId", algorithm, decode(iv, 'base64'), decode(wrapped, 'base64'), decode(mac, 'base64')
       FROM json_to_recordset($1) AS given ("personId" text, "keyId" uuid, algorithm text, iv text, wrapped text, mac text)
       JOIN person ON person_id = "personId" AND forgotten_at IS NULL
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(keys)],
    );
    return rowCount ?? 0;
  });
}

const keyOf = ({ iv, wrapped, mac, ...key }: WrittenKey) => ({
  ...key,
  iv: Buffer.from(iv, 'base64'),
  wrapped: Buffer.from(wrapped, 'base64'),
  mac: Buffer.from(mac, 'base64'),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
