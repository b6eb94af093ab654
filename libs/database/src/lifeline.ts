import type { Socket } from 'node:net';
import pg from 'pg';

/** What is watched of a connection; the client keeps these to itself, and its types do not name them. */
interface Watched {
  readonly processID?: number | null;
  readonly readyForQuery?: boolean | null;
  readonly connection?: { readonly stream?: Socket };
}

interface Pulse {
  readonly client: Watched;
  readonly socket: Socket;
  bytesRead: number;
  since: number;
}

const LOOK_EVERY_MS = 1_000;
/** So long a question may be without any answer before the server is asked by another connection. */
const SILENT_FOR_MS = 3_000;
const PROBED_WITHIN_MS = 3_000;

/**
 * Tells connections that wait for a long statement from those that wait for nobody: a connection whose other side is gone
 * without a word (a firewall that forgot it, a host that vanished) is silent for many minutes, and a pool of such never
 * comes back. Where a question has been silent for three seconds, the server is asked through a new connection whether it
 * is at work on it; one that it is not at work on is broken, and whoever waits is told that the connection terminated.
 */
export class Lifeline {
  private readonly config: pg.ClientConfig;
  private readonly pulses = new Map<pg.ClientBase, Pulse>();
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
    this.pulses.set(client, { client: watched, socket, bytesRead: socket.bytesRead, since: Date.now() });
    client.once('end', () => this.forget(client));
    this.timer ??= setInterval(() => {
      void this.look();
    }, LOOK_EVERY_MS).unref();
  }

  private forget(client: pg.ClientBase): void {
    this.pulses.delete(client);
    if (this.pulses.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const silent = [...this.pulses.values()].filter(silentFor);
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
      // The server cannot be asked now: nobody knows, and it is asked again.
    } finally {
      this.probing = false;
      // One that is deaf itself must not be waited for.
      innerOf(probe).connection?.stream?.destroy();
    }
  }
}

/** At work, or only just done with it: then the answer is on its way. */
const BUSY = `SELECT pid FROM pg_stat_activity WHERE pid = ANY ($1) AND usename = current_user
  AND (state = 'active' AND wait_event IS DISTINCT FROM 'ClientWrite' OR state_change > clock_timestamp() - interval '2 seconds')`;
const END = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY ($1) AND usename = current_user';

/** Breaks the connections whose server process waits for nobody's word; and ends it, for a transaction left open would go on holding its locks. */
async function breakDeaf(probe: pg.Client, silent: readonly Pulse[]): Promise<void> {
  const { rows } = await probe.query<{ pid: number }>(BUSY, [silent.map(pidOf)]);
  const busy = new Set(rows.map(({ pid }) => pid));
  const deaf = silent.filter((pulse) => !busy.has(pidOf(pulse)) && isStillSilent(pulse));
  for (const { socket } of deaf) socket.destroy();
  if (deaf.length > 0) await probe.query(END, [deaf.map(pidOf)]);
}

const pidOf = ({ client }: Pulse): number => client.processID ?? 0;

/** Whether a question has been without an answer for long; notes the time while none is asked or answers come. */
function silentFor(pulse: Pulse): boolean {
  if (!isStillSilent(pulse)) {
    pulse.bytesRead = pulse.socket.bytesRead;
    pulse.since = Date.now();
  }
  return Date.now() - pulse.since >= SILENT_FOR_MS;
}

const isStillSilent = ({ client, socket, bytesRead }: Pulse): boolean =>
  client.readyForQuery !== true && socket.bytesRead === bytesRead;

function innerOf(client: object): Watched {
  return client;
}
