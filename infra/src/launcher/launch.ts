import { createServer } from 'node:net';
import { foundingLinkOf } from '../accounts/operator.ts';
import { says } from '../accounts/vocabulary.ts';
import { type OpenDatabase, startPostgres } from './database.ts';
import { DataFolder } from './data-folder.ts';
import { unlessEnded } from './ending.ts';
import { type DemonstrationLoad, loadDemonstration } from './demonstration.ts';
import { type LaunchFault, launchFaultOf } from './fault.ts';
import { type Lock, takeLock } from './lock.ts';
import { MindedPostgres } from './minding.ts';
import type { Platform, PlatformPlace } from './platform.ts';
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

/**
 * Opens the folder, starts PostgreSQL and the applications, and loads the demonstration city where that is wanted.
 * @param ending ends the start, too: what it waits for may take minutes
 * @returns undefined where it was to end before it was started; nothing of it runs then
 */
export async function launch(
  settings: LaunchSettings,
  say: Say,
  ending: AbortSignal = new AbortController().signal,
): Promise<Launched | undefined> {
  try {
    const folder = DataFolder.open(settings.data);
    const lock = await takeLock(folder.path, 'npm start', ending);
    return await started({ settings, folder, lock, say, ending });
  } catch (error) {
    if (ending.aborted) return undefined;
    throw launchFaultOf(error, settings.data) ?? error;
  }
}

interface Start {
  readonly settings: LaunchSettings;
  readonly folder: DataFolder;
  readonly lock: Lock;
  readonly say: Say;
  readonly ending: AbortSignal;
}

async function started({ settings, folder, lock, say, ending }: Start): Promise<Launched> {
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
    database = await startPostgres(folder, { onLeftBehind: () => say(notices.leftBehind), signal: ending });
    const { url } = database;
    const { startPlatform } = await applications;
    const place = await placeOf(settings, folder, url);
    const platform = await unlessEnded(ending, startPlatform(place));
    lock.serving(platform.url);
    const minded = new MindedPostgres(folder, database.server, { say });
    if (database.isNew) void inviteAdministrators(platform, say);
    const demonstration = demonstrate({ settings, folder, say, platform });
    return { folder, lost: minded.lost, stop: stopOnce({ demonstration, platform, database: minded, lock, say }) };
  } catch (error) {
    if (ending.aborted) lock.ending();
    await database?.stop(ending.aborted ? POSTGRES_STOPS_WITHIN_MS : undefined);
    lock.release();
    throw error;
  }
}

async function placeOf(
  { port, traces }: LaunchSettings,
  folder: DataFolder,
  urlOf: OpenDatabase['url'],
): Promise<PlatformPlace> {
  // It loads the applications, too.
  const { peopleKeysOf } = await import('./people-keys.ts');
  return {
    port,
    urlOf,
    ...(traces === undefined ? {} : { traces }),
    operatorToken: folder.operatorToken(),
    peopleKeys: await peopleKeysOf(folder, urlOf),
    environment: { EVIDENCE_FOLDER: folder.evidence, ...process.env },
  };
}

/** Whoever opens the link makes the administrators of a platform that has none yet. */
async function inviteAdministrators({ foundingLink, url }: Platform, say: Say): Promise<void> {
  const token = await foundingLink().catch(() => {
    // The database may be lost this very moment; whoever minds it says so.
    say(says.noFounding);
  });
  const address = process.env['PUBLIC_URL'] || url;
  if (token !== undefined) say(says.founding(foundingLinkOf({ url: address }, token)));
}

function demonstrate({
  settings,
  folder,
  say,
  platform,
}: Omit<Start, 'lock' | 'ending'> & { readonly platform: Platform }): DemonstrationLoad | undefined {
  const { url } = platform;
  for (const wording of whereToLook(url)) say(wording);
  if (folder.demonstration === 'loaded')
    void platform.addDemonstrationAccounts().catch(() => say(notices.demonstrationFailed));
  if (settings.empty || (folder.demonstration !== 'wanted' && folder.demonstration !== 'imported')) return undefined;
  say(notices.demonstration);
  const running = loadDemonstration(folder, url);
  void running.done.then(async (done) => {
    if (done) await platform.addDemonstrationAccounts().catch(() => say(notices.demonstrationFailed));
    if (done) for (const wording of whereToLook(url)) say(wording);
    else say(notices.demonstrationFailed);
  });
  return running;
}

interface Running {
  readonly demonstration: DemonstrationLoad | undefined;
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
