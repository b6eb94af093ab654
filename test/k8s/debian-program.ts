import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FETCHED_WITHIN_MS = 120_000;

/**
 * Where a program lies that a package of Debian holds: on the path, or unpacked once a machine beside other temporary
 * files, installed nowhere; undefined where there is neither.
 */
export async function debianProgram(of: string, name: string): Promise<string | undefined> {
  const isThere = await run(name, ['--version']).then(
    () => true,
    () => false,
  );
  if (isThere) return name;
  const folder = join(tmpdir(), `zhibu-debian-${of}`);
  const program = join(folder, 'usr', 'bin', name);
  if (existsSync(program)) return program;
  const part = `${folder}.${process.pid}`;
  try {
    await mkdir(part, { recursive: true });
    await fetched(of, part);
    const [file = ''] = (await readdir(part)).filter((one) => one.endsWith('.deb'));
    await run('dpkg-deb', ['--extract', join(part, file), part]);
    await rename(part, folder);
    return program;
  } catch {
    return existsSync(program) ? program : undefined;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** A machine may not have asked yet which packages there are. */
async function fetched(of: string, folder: string): Promise<void> {
  const told = { cwd: folder, timeout: FETCHED_WITHIN_MS };
  try {
    await run('apt-get', ['download', of], told);
  } catch {
    await run('apt-get', ['update'], told);
    await run('apt-get', ['download', of], told);
  }
}
