import type { Socket } from 'node:net';
import pg from 'pg';

/** What is watched of a connection; the client keeps these to itself, and its types do not name them. */
interface Watched {
  readonly processID?: number | null;
  readonly readyForQuery?: boolean | null;
  readonly connection?: { readonly stream?: Socket };
}

interface Pulse { readonly client: Watched; readonly socket: Socket; bytesRead: number; since: number }

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
    this.timer ??= setInterval(() => { void this.look(); }, LOOK_EVERY_MS).unref();
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
    try {
      const busy = await this.busyOf(silent.map(({ client }) => client.processID ?? 0));
      for (const pulse of silent) if (!busy.has(pulse.client.processID ?? 0) && isStillSilent(pulse)) pulse.socket.destroy();
    } catch {
      // The server cannot be asked now: nobody knows, and it is asked again.
    } finally {
      this.probing = false;
    }
  }

  /** Those of some server processes that are at work, or have only just ended it: their answer is on its way. */
  private async busyOf(pids: readonly number[]): Promise<ReadonlySet<number>> {
    const probe = new pg.Client({ ...this.config, connectionTimeoutMillis: PROBED_WITHIN_MS, query_timeout: PROBED_WITHIN_MS });
    probe.on('error', () => undefined);
    try {
      await probe.connect();
      const { rows } = await probe.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE pid = ANY ($1)
          AND (state = 'active' AND wait_event IS DISTINCT FROM 'ClientWrite' OR state_change > clock_timestamp() - interval '2 seconds')`, [pids]);
      return new Set(rows.map(({ pid }) => pid));
    } finally {
      // One that is deaf itself must not be waited for.
      innerOf(probe).connection?.stream?.destroy();
    }
  }
}

/** Whether a question has been without an answer for long; notes the time while none is asked or answers come. */
function silentFor(pulse: Pulse): boolean {
  if (!isStillSilent(pulse)) {
    pulse.bytesRead = pulse.socket.bytesRead;
    pulse.since = Date.now();
  }
  return Date.now() - pulse.since >= SILENT_FOR_MS;
}

const isStillSilent = ({ client, socket, bytesRead }: Pulse): boolean => client.readyForQuery !== true && socket.bytesRead === bytesRead;

function innerOf(client: object): Watched {
  return client;
}
