import { createServer } from 'node:net';
import { type OpenDatabase, startPostgres } from './database.ts';
import { DataFolder } from './data-folder.ts';
import { type DemonstrationImport, loadDemonstration } from './demonstration.ts';
import { type LaunchFault, launchFaultOf } from './fault.ts';
import { type Lock, takeLock } from './lock.ts';
import { MindedPostgres } from './minding.ts';
import type { Platform } from './platform.ts';
import type { LaunchSettings } from './settings.ts';
import { notices, type Say, whereToLook } from './vocabulary.ts';

/** The platform started on a data folder. */
export interface Launched {
  readonly folder: DataFolder;
  /** Why the platform cannot go on, for its database is gone for good; settles only then. */
  readonly lost: Promise<LaunchFault>;
  /** Ends everything within five seconds; asking again changes nothing. */
  readonly stop: () => Promise<void>;
}

const PLATFORM_STOPS_WITHIN_MS = 2_000;
const POSTGRES_STOPS_WITHIN_MS = 2_600;

/** Opens the folder, starts PostgreSQL and the applications, and loads the demonstration city where that is wanted. */
export async function launch(settings: LaunchSettings, say: Say): Promise<Launched> {
  try {
    const folder = DataFolder.open(settings.data);
    const lock = await takeLock(folder.path, 'npm start');
    return await started({ settings, folder, lock, say });
  } catch (error) {
    throw launchFaultOf(error, settings.data) ?? error;
  }
}

interface Start {
  readonly settings: LaunchSettings;
  readonly folder: DataFolder;
  readonly lock: Lock;
  readonly say: Say;
}

async function started({ settings, folder, lock, say }: Start): Promise<Launched> {
  let database: OpenDatabase | undefined;
  try {
    await portIsFree(settings.port);
    // The applications load while PostgreSQL, a process of its own, starts.
    const applications = import('./platform.ts');
    if (folder.isNew) {
      say(notices.firstStart(folder.path));
      folder.mark();
      folder.demonstration = settings.empty ? 'skipped' : 'wanted';
    }
    database = await startPostgres(folder, { onLeftBehind: () => say(notices.leftBehind) });
    const { url } = database;
    const platform = await (
      await applications
    ).startPlatform({
      port: settings.port,
      urlOf: (schema) => url(schema, 'service'),
      ...(settings.traces === undefined ? {} : { traces: settings.traces }),
    });
    lock.serving(platform.url);
    const minded = new MindedPostgres(folder, database.server, { say });
    const demonstration = demonstrate({ settings, folder, say, url: platform.url });
    return { folder, lost: minded.lost, stop: stopOnce({ demonstration, platform, database: minded, lock, say }) };
  } catch (error) {
    await database?.stop();
    lock.release();
    throw error;
  }
}

function demonstrate({
  settings,
  folder,
  say,
  url,
}: Omit<Start, 'lock'> & { readonly url: string }): DemonstrationImport | undefined {
  for (const wording of whereToLook(url)) say(wording);
  if (settings.empty || folder.demonstration !== 'wanted') return undefined;
  say(notices.demonstration);
  const running = loadDemonstration(folder, url);
  void running.done.then((done) => {
    if (done) for (const wording of whereToLook(url)) say(wording);
    else say(notices.demonstrationFailed);
  });
  return running;
}

interface Running {
  readonly demonstration: DemonstrationImport | undefined;
  readonly platform: Platform;
  readonly database: MindedPostgres;
  readonly lock: Lock;
  readonly say: Say;
}

/** The applications first, so that what runs is finished; then the database. Each has its time; the log loses nothing either way. */
function stopOnce({ demonstration, platform, database, lock, say }: Running): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    lock.ending();
    say(notices.ending);
    demonstration?.interrupt();
    await Promise.race([platform.stop().catch(() => undefined), pause(PLATFORM_STOPS_WITHIN_MS)]);
    await database.stop(POSTGRES_STOPS_WITHIN_MS);
    lock.release();
    say(notices.ended);
  };
  return () => (stopped ??= stop());
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

/** @throws EADDRINUSE, with the port */
function portIsFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => resolve());
    });
  });
}
