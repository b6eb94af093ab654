import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LaunchFault } from './fault.ts';
import { faults } from './vocabulary.ts';

/** A command with what has to stand before it and around it, so that it runs as the server's user. */
export interface AsServerUser {
  readonly command: (program: string, args: readonly string[]) => readonly [string, readonly string[]];
  readonly options: { readonly uid?: number; readonly gid?: number };
}

const NAME = 'postgres';
const SEARCH_BY_OTHERS = 0o001;

/** The user and group who own the data under root; undefined for an ordinary user, who owns it himself. */
export function serverOwner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (idOf('-u') === undefined) makeUser();
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (uid === undefined || gid === undefined) throw new LaunchFault(faults.noServerUser);
  return { uid, gid };
}

/**
 * How PostgreSQL is run: as ourselves; under root, which it refuses, as the user `postgres`. Where that user could not
 * even reach the folders (a clone below /root), the server gets the one capability of searching and reading, no other.
 * @param folders what the server must reach
 */
export function asServerUser(folders: readonly string[]): AsServerUser {
  const owner = serverOwner();
  if (!owner) return { command: (program, args) => [program, args], options: {} };
  if (folders.every((folder) => reachable(folder)))
    return { command: (program, args) => [program, args], options: owner };
  const only = '-all,+dac_read_search';
  const prefix = [
    '--securebits',
    '+no_setuid_fixup',
    '--reuid',
    String(owner.uid),
    '--regid',
    String(owner.gid),
    '--clear-groups',
    '--inh-caps',
    only,
    '--ambient-caps',
    only,
    '--bounding-set',
    only,
  ];
  return { command: (program, args) => ['setpriv', [...prefix, program, ...args]], options: {} };
}

function reachable(folder: string): boolean {
  if ((statSync(folder).mode & SEARCH_BY_OTHERS) === 0) return false;
  return dirname(folder) === folder || reachable(dirname(folder));
}

function idOf(which: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [which, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

function makeUser(): void {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME], {
      stdio: 'ignore',
    });
  } catch {
    throw new LaunchFault(faults.noServerUser);
  }
}
