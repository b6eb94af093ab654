import type { Socket } from 'node:net';
import pg from 'pg';
import { ConnectionWatchdog } from './connection-watchdog.ts';

/** Whatever runs one statement: a pool, or the client of an open transaction. */
export type Sql = Pick<pg.PoolClient, 'query'>;
export type Pool = pg.Pool;

// int8 counts and positions fit a safe integer in every table but the log; there it is read as text and BigInt.
const DATE = 1082;

const CONNECTED_WITHIN_MS = 5_000;

export interface ConnectOptions {
  readonly schema: string;
  readonly max?: number;
  readonly name?: string;
  /** Server settings of its sessions beside search_path and time zone; values without white space. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A pool onto one schema. Days come as `YYYY-MM-DD` text, `int8` as text, instants as Date.
 * @param url a `postgres://` connection string with the role's credentials
 */
export function connect(url: string, options: ConnectOptions): Pool {
  const settings = Object.entries({ search_path: `${options.schema},public`, timezone: 'UTC', ...options.settings });
  const config = {
    connectionString: url,
    application_name: options.name ?? `zhibu-${options.schema}`,
    options: settings.map(([setting, value]) => `-c ${setting}=${value}`).join(' '),
  };
  const watchdog = new ConnectionWatchdog(config);
  const pool = new pg.Pool({
    ...config,
    pipeline: true,
    max: options.max ?? 8,
    connectionTimeoutMillis: CONNECTED_WITHIN_MS,
    types: { getTypeParser: (oid, format) => (oid === DATE ? String : pg.types.getTypeParser(oid, format)) },
  });
  // An idle connection that breaks is replaced at the next query; it must not end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    // Nor must one that breaks in the hands of whoever took it: his next statement tells him.
    client.on('error', () => undefined);
    watchdog.watch(client);
  });
  origins.set(pool, { url, options });
  return pool;
}

const origins = new WeakMap<Pool, { readonly url: string; readonly options: ConnectOptions }>();

/**
 * Another pool of the same role onto the same schema, for transactions in which others' queries are waited for: were they
 * all of one pool, each could wait for a connection that another holds.
 * @param max how many connections it has at most
 * @param settings of its sessions, beside those of the pool's own
 * @throws Error when the pool was not made by {@link connect}
 */
export function poolBeside(pool: Pool, max: number, settings: ConnectOptions['settings'] = {}): Pool {
  const origin = origins.get(pool);
  if (!origin) throw new Error('the pool was not made by connect()');
  const { url, options } = origin;
  return connect(url, { ...options, max, settings: { ...options.settings, ...settings } });
}

/** What ends a transaction beside COMMIT. */
type Last<Result> = (transaction: Sql, result: Result) => Promise<unknown>;

/**
 * Runs `work` in one transaction: committed when it answers, rolled back when it throws.
 * @param last its last statement, given what `work` answers; it goes to the server with COMMIT, and nothing is committed when it fails
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (transaction: pg.PoolClient) => Promise<Result>,
  last?: Last<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    // BEGIN goes with the first statement; where it fails, that one does too.
    const result = await together(client, () => {
      client.query('BEGIN').catch(() => undefined);
      return work(client);
    });
    await together(client, () => Promise.all([last?.(client, result), client.query('COMMIT')]));
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/**
 * Sends the statements that `send` asks for before it waits for any in one write: each write is a call of the system, and
 * on some machines dearer than the statement. The server answers them one after the other, as ever.
 */
export function together<Answer>(sql: Sql, send: () => Answer): Answer {
  const { connection }: { readonly connection?: { readonly stream?: Socket } } = Object(sql);
  connection?.stream?.cork();
  try {
    return send();
  } finally {
    connection?.stream?.uncork();
  }
}
