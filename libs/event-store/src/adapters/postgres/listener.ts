import { ConnectionWatchdog } from '@zhibu/database';
import pg from 'pg';

export interface ListenerOptions {
  readonly url: string;
  readonly schema: string;
  readonly channel: string;
  /** At every notice, with the backend that gave it; and whenever the connection is (again) there, since notices may have been missed meanwhile. */
  readonly onNotice: (from?: number) => void;
}

const RECONNECT_AFTER_MS = 500;
/** Who only listens would never notice that nobody speaks any more. */
const HEARTBEAT_MS = 5_000;

/** A connection that listens on a channel and comes back when it breaks. Notices are hints: whoever waits polls too. */
export class Listener {
  private readonly options: ListenerOptions;
  private current: pg.Client | undefined;
  private serving: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(options: ListenerOptions) {
    this.options = options;
  }

  /** The first connection's failure is the caller's; later ones are mended in silence. */
  async start(): Promise<void> {
    const { url, schema, channel, onNotice } = this.options;
    const config = {
      connectionString: url,
      application_name: `zhibu-${schema}-listener`,
      options: `-c search_path=${schema},public -c timezone=UTC`,
    };
    const client = new pg.Client({ ...config, connectionTimeoutMillis: 5_000, keepAlive: true });
    const lost = (): void => this.lost(client);
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ processId }) => {
      onNotice(processId);
    });
    try {
      await client.connect();
      new ConnectionWatchdog(config).watch(client);
      await client.query(`LISTEN "${schema}.${channel}"`);
      const {
        rows: [at],
      } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      this.serving = at?.pid;
      if (this.stopped) throw new Error('the listener was stopped');
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.current = client;
    const heartbeat = setInterval(() => {
      client.query('SELECT 1').catch(() => undefined);
    }, HEARTBEAT_MS).unref();
    client.once('end', () => {
      clearInterval(heartbeat);
    });
    onNotice();
  }

  /** The connection, for statements of its owner; undefined while it is broken. */
  get client(): pg.Client | undefined {
    return this.current;
  }

  /** The database's process at the other end; undefined while the connection is broken. */
  get backend(): number | undefined {
    return this.current && this.serving;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const client = this.current;
    this.current = undefined;
    await client?.end().catch(() => undefined);
  }

  private lost(client: pg.Client): void {
    if (this.current !== client) return;
    this.current = undefined;
    client.end().catch(() => undefined);
    this.comeBack();
  }

  private comeBack(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.start().catch(() => this.comeBack());
    }, RECONNECT_AFTER_MS);
  }
}
