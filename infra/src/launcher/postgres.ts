import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Binaries, postgresBinaries } from './binaries.ts';
import { ensureCluster, serverEnvironment } from './cluster.ts';
import type { DataFolder } from './data-folder.ts';
import { errorCode } from './error-code.ts';
import { LaunchFault, postgresFault } from './fault.ts';
import { gone, isPostgresOf } from './running.ts';
import { addressFor, addressIn, forgetAddress, listeningOn, type ServerAddress, urlOf } from './server-address.ts';
import { asServerUser } from './server-user.ts';
import { faults } from './vocabulary.ts';

/** A PostgreSQL server on the data of a folder, reachable from this machine only. */
export interface RunningPostgres {
  readonly address: ServerAddress;
  /** Of the server's first process. */
  readonly pid: number;
  /** Ends it: sessions are cut, what was committed is kept. */
  readonly stop: (withinMs?: number) => Promise<void>;
}

/** Durable (fsync stays on), small enough for an ordinary machine, for short queries and large batches of events. */
const durable = {
  max_connections: '200',
  shared_buffers: '192MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '1GB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  // Whoever has connected and says nothing, as over a wire that swallows all, holds a place no longer than he would wait himself.
  authentication_timeout: '15s',
  jit: 'off',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  timezone: 'UTC',
};

const START_ATTEMPTS = 3;
/** After a kill the server first reads its log again. */
const START_WITHIN_MS = 120_000;
const PAUSE_MS = 50;
const WRONG_PASSWORD = '28P01';
const STOP_WITHIN_MS = 30_000;
const LOG_KEPT_BYTES = 10_000_000;

/** What a caller may have otherwise. */
export interface PostgresOptions {
  /** Told when a server that a killed launcher left behind is being ended. */
  readonly onLeftBehind?: (() => void) | undefined;
  /** Settings of the server beside or instead of ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where it listens; an address of its own unless told. */
  readonly address?: ServerAddress | undefined;
}

/** Starts the server, after ending one that a killed launcher left behind. @throws LaunchFault */
export async function runPostgres(folder: DataFolder, options: PostgresOptions = {}): Promise<RunningPostgres> {
  const binaries = await postgresBinaries();
  await ensureCluster(folder, binaries);
  await endLeftBehind(folder, options.onLeftBehind);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const settings = { ...durable, ...options.settings };
      return await start(folder, binaries, { settings, address: options.address ?? (await addressFor(folder)) });
    } catch (error) {
      // Another program may take the free port first, and the memory of a killed server goes only with its last process.
      if (attempt === START_ATTEMPTS || !/address already in use|shared memory block/i.test(logTail(folder)))
        throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, attempt * 10 * PAUSE_MS);
      });
    }
  }
}

/** The address of the server that runs on this data folder now, if one does. */
export function runningAddress(folder: DataFolder): ServerAddress | undefined {
  const lines = postmasterFile(folder);
  const pid = Number(lines[0]);
  const ready = lines[7]?.trim() === 'ready';
  return ready && isPostgresOf(pid, folder.postgres) ? addressIn(lines) : undefined;
}

async function start(
  folder: DataFolder,
  binaries: Binaries,
  { settings, address }: { readonly settings: Readonly<Record<string, string>>; readonly address: ServerAddress },
): Promise<RunningPostgres> {
  const server = asServerUser([folder.path, binaries.folder]);
  const flags = Object.entries({ ...settings, ...listeningOn(address) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const [program, args] = server.command(binaries.postgres, ['-D', folder.postgres, ...flags]);
  const log = openSync(folder.postgresLog, logSize(folder) > LOG_KEPT_BYTES ? 'w' : 'a', 0o600);
  const from = logSize(folder);
  // A group of its own: Ctrl-C is for the launcher, which ends the applications before the database.
  const child = spawn(program, [...args], {
    ...server.options,
    env: serverEnvironment,
    cwd: folder.path,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(postgresFault(readFileSync(folder.postgresLog, 'utf8').slice(from), folder.path)));
  });
  ended.catch(() => undefined);
  child.unref();
  await Promise.race([answering(folder, address), ended]);
  const stop = async (withinMs = STOP_WITHIN_MS): Promise<void> => {
    await end(child.pid ?? 0, withinMs);
    forgetAddress(address);
  };
  return { address, pid: child.pid ?? 0, stop };
}

async function answering(folder: DataFolder, address: ServerAddress): Promise<void> {
  const until = Date.now() + START_WITHIN_MS;
  for (;;) {
    const client = new pg.Client({
      connectionString: urlOf({ address, role: 'postgres', password: folder.password(), database: 'postgres' }),
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (errorCode(error) === WRONG_PASSWORD) throw new LaunchFault(faults.folderBroken(folder.path, 'secrets.json'));
      if (Date.now() > until)
        throw new LaunchFault(faults.postgresFailed(error instanceof Error ? error.message : 'timeout'));
      await new Promise((resolve) => {
        setTimeout(resolve, PAUSE_MS);
      });
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Ends in order where there is time, at once where not: the log it keeps loses nothing either way. */
async function end(pid: number, withinMs: number): Promise<void> {
  for (const [signal, share] of [
    ['SIGINT', 0.8],
    ['SIGQUIT', 0.2],
    ['SIGKILL', 1],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await gone(pid, withinMs * share)) return;
  }
}

async function endLeftBehind(folder: DataFolder, onLeftBehind: (() => void) | undefined): Promise<void> {
  const postmaster = postmasterFile(folder);
  const pid = Number(postmaster[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isPostgresOf(pid, folder.postgres)) {
    onLeftBehind?.();
    await end(pid, STOP_WITHIN_MS);
  }
  forgetAddress(addressIn(postmaster));
  // The file may name a process of today that has taken the number; the server would take it for another server.
  rmSync(join(folder.postgres, 'postmaster.pid'), { force: true });
}

function postmasterFile(folder: DataFolder): readonly string[] {
  try {
    return readFileSync(join(folder.postgres, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

const logSize = (folder: DataFolder): number => statSync(folder.postgresLog, { throwIfNoEntry: false })?.size ?? 0;
const logTail = (folder: DataFolder): string => readFileSync(folder.postgresLog, 'utf8').slice(-2_000);
