import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DataFolder } from './data-folder.ts';

const demo = new URL('../../demo/', import.meta.url);
const importer = fileURLToPath(new URL('../cli/import.cli.js', import.meta.url));
const PERIOD = '2022';

/** The import of the demonstration city, running as a program of its own, as anybody's import does. */
export interface DemonstrationImport {
  /** Whether it is wholly loaded now. */
  readonly done: Promise<boolean>;
  readonly interrupt: () => void;
}

/** Loads the demonstration city through the platform's own commands; what is there already is not done twice. */
export function loadDemonstration(folder: DataFolder, server: string): DemonstrationImport {
  const path = (name: string): string => fileURLToPath(new URL(name, demo));
  const child = spawn(
    process.execPath,
    [
      importer,
      '--server',
      server,
      '--edition',
      path('editions/classification-2022.json'),
      '--edition',
      path('editions/appraisal-2021.json'),
      '--period',
      PERIOD,
      '--actor',
      'demonstration',
      path('city-1000'),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], detached: true },
  );
  const done = exitOf(child).then((code) => {
    if (code === 0) folder.demonstration = 'loaded';
    return code === 0;
  });
  return { done, interrupt: () => child.kill('SIGTERM') };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}
