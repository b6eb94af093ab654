import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { errorCode } from './error-code.ts';

const START_TIME_FIELD = 19;

/** Whether a process of that number lives (a zombie does not). */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  return statOf(pid)?.state !== 'Z';
}

/** When a process started, as text that another process of the same number would not have; empty when it is unknown. */
export function startOf(pid: number): string {
  return statOf(pid)?.start ?? (process.platform === 'linux' || process.platform === 'win32' ? '' : ps(pid, 'lstart'));
}

/** Whether the process is the PostgreSQL server of a data directory. */
export function isPostgresOf(pid: number, directory: string): boolean {
  if (process.platform === 'win32') return lives(pid);
  if (process.platform !== 'linux') return ps(pid, 'command').includes(directory);
  try {
    // The server changes into its data directory, so another user's process shows it too, to root and to its owner.
    return readlinkSync(`/proc/${pid}/cwd`) === directory;
  } catch {
    return false;
  }
}

/** The processes of PostgreSQL that work in a data directory, its sessions among them; none where that cannot be told. */
export function sessionsIn(directory: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && nameOf(pid) === 'postgres' && isPostgresOf(pid, directory));
}

/** Waits until the process is gone. @returns whether it is, within the time */
export async function gone(pid: number, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (lives(pid)) {
    if (Date.now() > until) return false;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  return true;
}

/** Linux keeps state and start time behind the name, which may hold spaces and brackets. */
function statOf(pid: number): { readonly state: string; readonly start: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: `${bootId()}/${fields[START_TIME_FIELD] ?? ''}` };
  } catch {
    return undefined;
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
