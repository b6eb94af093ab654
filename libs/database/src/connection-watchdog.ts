import type { Socket } from 'node:net';
import pg from 'pg';

/** The private fields of pg's client that tell whether it waits for an answer; its types do not name them. */
interface Watched {
  readonly processID?: number | null;
  readonly readyForQuery?: boolean | null;
  readonly connection?: { readonly stream?: Socket };
}

interface WatchedConnection {
  readonly client: Watched;
  readonly socket: Socket;
  bytesRead: number;
  since: number;
}

const LOOK_EVERY_MS = 1_000;
/** A statement may be without any answer for so long before the server is asked about it by another connection. */
const SILENT_FOR_MS = 3_000;
const PROBED_WITHIN_MS = 3_000;

/**
 * Tells connections that wait for a long statement from those that wait for nobody: a connection whose other side is gone
 * without a word (a firewall that forgot it, a host that vanished) is silent for many minutes, and a pool of such never
 * comes back. Where a statement has had no answer for three seconds, the server is asked through a new connection whether it
 * is at work on it; one that it is not at work on is broken, and whoever waits is told that the connection terminated.
 */
export class ConnectionWatchdog {
  private readonly config: pg.ClientConfig;
  private readonly watched = new Map<pg.ClientBase, WatchedConnection>();
  private timer: NodeJS.Timeout | undefined;
  private probing = false;

  /** @param config how the watched connections, and the one that asks, are made */
  constructor(config: pg.ClientConfig) {
    this.config = config;
  }

  /** Watches a connection from when it is made until it ends. */
  watch(client: pg.ClientBase): void {
    const watched = innerOf(client);
    const socket = watched.connection?.stream;
    if (!socket) return;
    this.watched.set(client, { client: watched, socket, bytesRead: socket.bytesRead, since: Date.now() });
    client.once('end', () => this.forget(client));
    this.timer ??= setInterval(() => {
      void this.look();
    }, LOOK_EVERY_MS).unref();
  }

  private forget(client: pg.ClientBase): void {
    this.watched.delete(client);
    if (this.watched.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const silent = [...this.watched.values()].filter(silentFor);
    if (silent.length === 0 || this.probing) return;
    this.probing = true;
    const probe = new pg.Client({
      ...this.config,
      connectionTimeoutMillis: PROBED_WITHIN_MS,
      query_timeout: PROBED_WITHIN_MS,
    });
    probe.on('error', () => undefined);
    try {
      await probe.connect();
      await breakDeaf(probe, silent);
    } catch {
      // The server does not answer: the connections are kept, and it is asked again.
    } finally {
      this.probing = false;
      // The asking connection may be broken too: its end is not waited for.
      innerOf(probe).connection?.stream?.destroy();
    }
  }
}

/** The server process is at work, or has just finished: its answer is on its way. */
const BUSY = `SELECT pid FROM pg_stat_activity WHERE pid = ANY ($1) AND usename = current_user
  AND (state = 'active' AND wait_event IS DISTINCT FROM 'ClientWrite' OR state_change > clock_timestamp() - interval '2 seconds')`;
const END = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY ($1) AND usename = current_user';

/** Breaks the connections whose server process is idle, and ends that process: its open transaction would go on holding locks. */
async function breakDeaf(probe: pg.Client, silent: readonly WatchedConnection[]): Promise<void> {
  const { rows } = await probe.query<{ pid: number }>(BUSY, [silent.map(pidOf)]);
  const busy = new Set(rows.map(({ pid }) => pid));
  const deaf = silent.filter((connection) => !busy.has(pidOf(connection)) && isStillSilent(connection));
  for (const { socket } of deaf) socket.destroy();
  if (deaf.length > 0) await probe.query(END, [deaf.map(pidOf)]);
}

const pidOf = ({ client }: WatchedConnection): number => client.processID ?? 0;

/** Whether a statement has been without an answer for too long; notes the time while none is open or answers come. */
function silentFor(connection: WatchedConnection): boolean {
  if (!isStillSilent(connection)) {
    connection.bytesRead = connection.socket.bytesRead;
    connection.since = Date.now();
  }
  return Date.now() - connection.since >= SILENT_FOR_MS;
}

const isStillSilent = ({ client, socket, bytesRead }: WatchedConnection): boolean =>
  client.readyForQuery !== true && socket.bytesRead === bytesRead;

function innerOf(client: object): Watched {
  return client;
}
