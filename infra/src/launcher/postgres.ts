import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import pg from 'pg';
import { type Binaries, postgresBinaries } from './binaries.ts';
import { ensureCluster, serverEnvironment } from './cluster.ts';
import type { DataFolder } from './data-folder.ts';
import { unlessEnded } from './ending.ts';
import { errorCode } from './error-code.ts';
import { LaunchFault, postgresFault } from './fault.ts';
import { endLeftBehind, endServer, STOP_WITHIN_MS } from './left-behind.ts';
import { addressFor, forgetAddress, listeningOn, type ServerAddress, urlOf } from './server-address.ts';
import { asServerUser } from './server-user.ts';
import { faults } from './vocabulary.ts';

/** A PostgreSQL server on the data of a folder, reachable from this machine only. */
export interface RunningPostgres {
  readonly address: ServerAddress;
  /** Of the server's first process. */
  readonly pid: number;
  /** Settles when that process ends, for whatever reason. */
  readonly ended: Promise<unknown>;
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
/** One that is given up while it starts has nothing to write back. */
const GIVEN_UP_WITHIN_MS = 500;
const PAUSE_MS = 50;
const WRONG_PASSWORD = '28P01';
const LOG_KEPT_BYTES = 10_000_000;

/** What a caller may have otherwise. */
export interface PostgresOptions {
  /** Told when a server that a killed launcher left behind is being ended. */
  readonly onLeftBehind?: (() => void) | undefined;
  /** Settings of the server beside or instead of ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where it listens; an address of its own unless told. */
  readonly address?: ServerAddress | undefined;
  /** Ends the attempt to start it. */
  readonly signal?: AbortSignal | undefined;
}

/** Starts the server, after ending one that a killed launcher left behind. @throws LaunchFault */
export async function runPostgres(folder: DataFolder, options: PostgresOptions = {}): Promise<RunningPostgres> {
  const binaries = await postgresBinaries();
  await ensureCluster(folder, binaries, options.signal);
  await unlessEnded(options.signal, endLeftBehind(folder, options));
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted();
    try {
      const settings = { ...durable, ...options.settings };
      const address = options.address ?? (await addressFor(folder));
      return await start(folder, binaries, { settings, address, signal: options.signal });
    } catch (error) {
      if (attempt === START_ATTEMPTS || !mayPass(folder, options.signal)) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, attempt * 10 * PAUSE_MS);
      });
    }
  }
}

/** Another program may take the free port first, and the memory of a killed server goes only with its last process. */
const mayPass = (folder: DataFolder, signal: AbortSignal | undefined): boolean =>
  !signal?.aborted && /address already in use|shared memory block/i.test(logTail(folder));

interface Starting {
  readonly settings: Readonly<Record<string, string>>;
  readonly address: ServerAddress;
  readonly signal: AbortSignal | undefined;
}

async function start(
  folder: DataFolder,
  binaries: Binaries,
  { settings, address, signal }: Starting,
): Promise<RunningPostgres> {
  const { child, from } = spawned(folder, binaries, { ...settings, ...listeningOn(address) });
  const gone = new AbortController();
  const ended = endOf(child).finally(() => gone.abort());
  child.unref();
  const failed = ended.then((error) => {
    throw error ?? postgresFault(readFileSync(folder.postgresLog, 'utf8').slice(from), folder.path);
  });
  failed.catch(() => undefined);
  try {
    await unlessEnded(signal, Promise.race([answering(folder, address, gone.signal), failed]));
  } catch (error) {
    if (signal?.aborted) await endServer(child.pid ?? 0, GIVEN_UP_WITHIN_MS);
    throw error;
  }
  const stop = async (withinMs = STOP_WITHIN_MS): Promise<void> => {
    // Another process may have the number of one that has ended.
    if (!gone.signal.aborted) await endServer(child.pid ?? 0, withinMs);
    forgetAddress(address);
  };
  return { address, pid: child.pid ?? 0, ended, stop };
}

/** The server's first process, and where in the log its words begin. */
function spawned(
  folder: DataFolder,
  binaries: Binaries,
  settings: Starting['settings'],
): { readonly child: ChildProcess; readonly from: number } {
  const server = asServerUser([folder.path, binaries.folder]);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
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
  return { child, from };
}

/** Settles when a program ends, or cannot be started at all. */
function endOf(child: ChildProcess): Promise<Error | undefined> {
  return new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', () => resolve(undefined));
  });
}

async function answering(folder: DataFolder, address: ServerAddress, gone: AbortSignal): Promise<void> {
  const until = Date.now() + START_WITHIN_MS;
  while (!gone.aborted) {
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

const logSize = (folder: DataFolder): number => statSync(folder.postgresLog, { throwIfNoEntry: false })?.size ?? 0;
const logTail = (folder: DataFolder): string => readFileSync(folder.postgresLog, 'utf8').slice(-2_000);
