import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { gone, isPostgresOf, sessionsIn } from './running.ts';
import { addressIn, forgetAddress, type ServerAddress } from './server-address.ts';

/** A server that is asked to end has so long for it unless told, in milliseconds. */
export const STOP_WITHIN_MS = 30_000;
/** Whoever lost his first process notices it at once, unless he is amid a long piece of work. */
const NOTICES_WITHIN_MS = 2_000;

/** The address of the server that runs on this data folder now, if one does. */
export function runningAddress(folder: DataFolder): ServerAddress | undefined {
  const lines = postmasterFile(folder);
  const pid = Number(lines[0]);
  const ready = lines[7]?.trim() === 'ready';
  return ready && isPostgresOf(pid, folder.postgres) ? addressIn(lines) : undefined;
}

/** Ends in order where there is time, at once where not: the log it keeps loses nothing either way. */
export async function endServer(pid: number, withinMs: number): Promise<void> {
  for (const [signal, share] of [
    ['SIGINT', 0.8],
    ['SIGQUIT', 0.2],
    ['SIGKILL', 1],
  ] as const) {
    if (!told(pid, signal)) return;
    if (await gone(pid, withinMs * share)) return;
  }
}

/** Ends what an earlier start has left on a data folder: its server, or what is left of one whose first process was killed. */
export async function endLeftBehind(
  folder: DataFolder,
  {
    onLeftBehind,
    address,
  }: { readonly onLeftBehind?: (() => void) | undefined; readonly address?: ServerAddress | undefined },
): Promise<void> {
  const postmaster = postmasterFile(folder);
  const pid = Number(postmaster[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isPostgresOf(pid, folder.postgres)) {
    onLeftBehind?.();
    await endServer(pid, STOP_WITHIN_MS);
  } else {
    await endOrphans(folder);
  }
  const before = addressIn(postmaster);
  if (before.socketFolder !== address?.socketFolder) forgetAddress(before);
  // The file may name a process of today that has taken the number; the server would take it for another server.
  rmSync(join(folder.postgres, 'postmaster.pid'), { force: true });
}

/** Sessions without their first process keep its memory, and so the next server from starting. */
async function endOrphans(folder: DataFolder): Promise<void> {
  const until = Date.now() + NOTICES_WITHIN_MS;
  for (const pid of sessionsIn(folder.postgres)) {
    if (!(await gone(pid, Math.max(0, until - Date.now()))) && told(pid, 'SIGKILL')) await gone(pid, NOTICES_WITHIN_MS);
  }
}

/** @returns whether there was somebody to tell */
function told(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function postmasterFile(folder: DataFolder): readonly string[] {
  try {
    return readFileSync(join(folder.postgres, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
