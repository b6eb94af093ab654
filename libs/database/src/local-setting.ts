import { type Pool, type Sql, together } from './connection.ts';

/** A server setting that holds for one statement. */
export interface LocalSetting {
  readonly name: string;
  readonly value: string;
}

/**
 * Statements of a pool, each in a read-only transaction of its own in which a setting holds. BEGIN, the setting, the
 * statement and COMMIT are one write and one round trip. Set for the transaction and not for the session, so that no
 * connection goes back to the pool with what somebody else's statement was allowed.
 * @param setting answers what is set, when the statement is sent
 * @returns what answers as the pool does; a statement that fails fails alone
 */
export function sqlUnder(pool: Pool, setting: () => LocalSetting | Promise<LocalSetting>): Sql {
  const query = async (...sent: readonly unknown[]): Promise<unknown> => {
    const { name, value } = await setting();
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      const { answer, ended } = together(client, () => {
        const begun = [
          client.query('BEGIN READ ONLY'),
          client.query({ name: `set ${name}`, text: SET, values: [name, value] }),
        ];
        const asked: Promise<unknown> = Reflect.apply(client.query, client, [...sent]);
        return { answer: asked, ended: Promise.all([...begun, client.query('COMMIT')]) };
      });
      ended.catch((error: Error) => {
        broken = error;
      });
      const [answered] = await Promise.all([answer, ended]);
      return answered;
    } finally {
      // Where the statement failed, COMMIT has been sent and rolls back; only a connection that broke is thrown away.
      client.release(broken);
    }
  };
  return new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) });
}

const SET = 'SELECT set_config($1, $2, true)';
