import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dayOf } from '@zhibu/kernel';
import { type Demonstration, demonstrationIn, statedBases } from '../demonstration/demonstration.adapter.ts';
import { basisText } from '../import/programme-basis.ts';
import type { DataFolder } from './data-folder.ts';

const program = (name: string): string => fileURLToPath(new URL(`../cli/${name}.cli.js`, import.meta.url));

/** The load of the demonstration city: programs of their own, the first of them the import that anybody's files have. */
export interface DemonstrationLoad {
  /** Whether it is wholly loaded now. */
  readonly done: Promise<boolean>;
  readonly interrupt: () => void;
}

/** Loads the demonstration city through the platform's own commands; what is there already is not done twice. */
export function loadDemonstration(folder: DataFolder, server: string): DemonstrationLoad {
  let running: ChildProcess | undefined;
  let interrupted = false;
  const run = async (args: readonly string[]): Promise<boolean> => {
    if (interrupted) return false;
    const env = { ...process.env, OPERATOR_TOKEN: folder.operatorToken() };
    running = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true, env });
    return (await exitOf(running)) === 0;
  };
  const demonstration = demonstrationIn(folder.demonstrationFiles, dayOf(Date.now()));
  const load = async (): Promise<boolean> => {
    // Once the year has corrected a rating, the city's files would take the correction back.
    if (folder.demonstration === 'wanted') {
      if (!(await run(await importOf(demonstration, folder, server)))) return false;
      folder.demonstration = 'imported';
    }
    if (!(await run(yearOf(folder, server)))) return false;
    folder.demonstration = 'loaded';
    return true;
  };
  return {
    done: load(),
    interrupt: () => {
      interrupted = true;
      running?.kill('SIGTERM');
    },
  };
}

/** The city's files, and its round closed on a working day of the year after. */
async function importOf(demonstration: Demonstration, folder: DataFolder, server: string): Promise<readonly string[]> {
  // The calendars come with a service, which the platform has loaded by now.
  const { occurrenceOf } = await import('../demonstration/occasion.adapter.ts');
  const { closedOn } = occurrenceOf(demonstration).planning.occasion;
  const { period, city, editions } = demonstration;
  return [
    program('import'),
    `--server=${server}`,
    ...editions.map((edition) => `--edition=${edition}`),
    `--period=${period}`,
    '--actor=demonstration',
    `--warnings=${join(folder.path, 'imports')}`,
    '--close-round',
    `--closed-on=${closedOn}`,
    `--quota-basis=示例〔${Number(period) + 1}〕3号`,
    ...statedBases(demonstration).map((basis) => `--programme-basis=${basisText(basis)}`),
    city,
  ];
}

/** What became of the city since. */
const yearOf = (folder: DataFolder, server: string): readonly string[] => [
  program('demonstration'),
  `--server=${server}`,
  `--files=${folder.demonstrationFiles}`,
];

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}
