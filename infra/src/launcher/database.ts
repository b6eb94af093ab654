import { connectionsOn, type Connections, ensureDatabase } from './connections.ts';
import { DataFolder } from './data-folder.ts';
import { unlessEnded } from './ending.ts';
import { LaunchFault, launchFaultOf } from './fault.ts';
import { type Holder, holderOf, takeLock } from './lock.ts';
import { runningAddress } from './left-behind.ts';
import { type PostgresOptions, type RunningPostgres, runPostgres } from './postgres.ts';
import { faults } from './vocabulary.ts';

/** The database of a data folder, started for as long as it is open. */
export interface OpenDatabase extends Connections {
  /** Whether the folder was made just now. */
  readonly isNew: boolean;
  readonly server: RunningPostgres;
  readonly stop: (withinMs?: number) => Promise<void>;
}

/** Whoever ends a start is not kept waiting; what the server has committed, its log keeps. */
const INTERRUPTED_STOPS_WITHIN_MS = 2_000;

/**
 * Starts PostgreSQL on a data folder, makes the database and its schemas, and brings them up to this program.
 * Whoever calls holds the folder's lock. @throws LaunchFault; the signal's reason, once nothing of it runs
 */
export async function startPostgres(
  folder: DataFolder,
  options: Pick<PostgresOptions, 'onLeftBehind' | 'address' | 'signal'> = {},
): Promise<OpenDatabase> {
  const { isNew } = folder;
  folder.mark();
  const server = await runPostgres(folder, options);
  try {
    await unlessEnded(options.signal, ensureDatabase(folder, server.address));
    const connections = connectionsOn(folder, server.address);
    // Loaded late: whoever only asks a running platform's database needs none of the applications.
    const { prepareSchemas } = await import('./schemas.ts');
    await unlessEnded(options.signal, prepareSchemas({ ...connections, password: (role) => folder.password(role) }));
    return { ...connections, isNew, server, stop: server.stop };
  } catch (error) {
    await server.stop(options.signal?.aborted ? INTERRUPTED_STOPS_WITHIN_MS : undefined);
    throw error;
  }
}

/** Whoever holds a folder for one of these runs a platform on it, which others may work beside. */
const PLATFORMS = new Set(['npm start', 'npm run cluster']);
const STARTING_WITHIN_MS = 60_000;

/**
 * Works on the database of a data folder: that of the platform that runs on it, or, where none does, one started for
 * the time of the work, the folder held meanwhile.
 * @param purpose what the folder is held for, said to others who want it
 * @throws LaunchFault when the folder cannot be used or another program holds it
 */
export async function withDatabase<Result>(
  path: string,
  work: (connections: Connections & { readonly running: boolean }) => Promise<Result>,
  purpose = 'command',
): Promise<Result> {
  try {
    const folder = DataFolder.open(path);
    const holder = holderOf(folder.path);
    return holder && PLATFORMS.has(holder.purpose) && !holder.ending
      ? await onRunning(folder, holder, work)
      : await onStarted(folder, purpose, work);
  } catch (error) {
    throw launchFaultOf(error, path) ?? error;
  }
}

async function onRunning<Result>(
  folder: DataFolder,
  holder: Holder,
  work: (connections: Connections & { readonly running: boolean }) => Promise<Result>,
): Promise<Result> {
  const until = Date.now() + STARTING_WITHIN_MS;
  for (;;) {
    const address = runningAddress(folder);
    if (address) return work({ ...connectionsOn(folder, address), running: true });
    if (Date.now() > until || !holderOf(folder.path))
      throw new LaunchFault(faults.folderHeld({ folder: folder.path, ...holder }));
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

async function onStarted<Result>(
  folder: DataFolder,
  purpose: string,
  work: (connections: Connections & { readonly running: boolean }) => Promise<Result>,
): Promise<Result> {
  const lock = await takeLock(folder.path, purpose);
  try {
    const database = await startPostgres(folder);
    // A folder that a command made (a restore) is somebody's own: no demonstration city comes into it later.
    if (database.isNew) folder.demonstration = 'skipped';
    try {
      return await work({ ...database, running: false });
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}
