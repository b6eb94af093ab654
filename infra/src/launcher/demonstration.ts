import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dayOf } from '@zhibu/kernel';
import { demonstrationIn } from '../demonstration/demonstration.adapter.ts';
import type { DataFolder } from './data-folder.ts';

const importer = fileURLToPath(new URL('../cli/import.cli.js', import.meta.url));

/** The import of the demonstration city, running as a program of its own, as anybody's import does. */
export interface DemonstrationImport {
  /** Whether it is wholly loaded now. */
  readonly done: Promise<boolean>;
  readonly interrupt: () => void;
}

/** Loads the demonstration city through the platform's own commands; what is there already is not done twice. */
export function loadDemonstration(folder: DataFolder, server: string): DemonstrationImport {
  const { period, city, editions } = demonstrationIn(folder.demonstrationFiles, dayOf(Date.now()));
  const child = spawn(
    process.execPath,
    [
      importer,
      '--server',
      server,
      ...editions.flatMap((edition) => ['--edition', edition]),
      '--period',
      period,
      '--actor',
      'demonstration',
      '--close-round',
      '--quota-basis',
      `示例〔${Number(period) + 1}〕3号`,
      city,
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
