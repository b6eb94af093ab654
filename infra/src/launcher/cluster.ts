import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { POSTGRES_MAJOR } from './binaries.ts';
import type { DataFolder } from './data-folder.ts';
import { LaunchFault, postgresFault } from './fault.ts';
import { asServerUser, serverOwner } from './server-user.ts';
import { faults } from './vocabulary.ts';

/** What PostgreSQL inherits of our environment: nothing of PG*, nothing of the person's language. */
export const serverEnvironment = { PATH: process.env['PATH'] ?? '', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Makes the database cluster of a new data folder: UTF-8, the same order of texts on every machine, passwords asked for
 * everywhere. It is made beside and moved into place whole, so an interrupted attempt is simply made again.
 */
export async function ensureCluster(folder: DataFolder, binaries: Binaries, signal?: AbortSignal): Promise<void> {
  if (existsSync(folder.postgres)) return checkVersion(folder);
  const draft = `${folder.postgres}.new`;
  const passwordFile = `${folder.postgres}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  try {
    writeFileSync(passwordFile, `${folder.password()}\n`, { mode: 0o600 });
    const owner = serverOwner();
    if (owner) for (const path of [draft, passwordFile]) chownSync(path, owner.uid, owner.gid);
    await initdb(folder, binaries, { draft, passwordFile, signal });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, folder.postgres);
}

function checkVersion(folder: DataFolder): void {
  const file = join(folder.postgres, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (found === undefined) throw new LaunchFault(faults.folderBroken(folder.path, 'postgres/PG_VERSION'));
  if (found !== POSTGRES_MAJOR) throw new LaunchFault(faults.postgresVersion(folder.path, found, POSTGRES_MAJOR));
  // The server refuses a directory of somebody else's; root may have copied it and changed its owner.
  const owner = serverOwner();
  if (owner && statSync(folder.postgres).uid !== owner.uid)
    throw new LaunchFault(faults.folderUnusable(folder.postgres, 'EPERM'));
}

function initdb(
  folder: DataFolder,
  binaries: Binaries,
  files: { readonly draft: string; readonly passwordFile: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const server = asServerUser([folder.path, binaries.folder]);
  const [program, args] = server.command(binaries.initdb, [
    `--pgdata=${files.draft}`,
    '--username=postgres',
    `--pwfile=${files.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]);
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { ...server.options, env: serverEnvironment, cwd: folder.path, ...(files.signal && { signal: files.signal }) },
      (error, stdout, stderr) => {
        if (error) reject(postgresFault(`${stdout}${stderr}${error.message}`, folder.path));
        else resolve();
      },
    );
  });
}
