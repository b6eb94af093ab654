import { resolve } from 'node:path';
import { defaultDataFolder } from '../launcher/settings.ts';
import { exits, OperatorFault } from './fault.ts';
import type { Environment } from './secrets.adapter.ts';
import { databaseSettings, isDatabase } from './urls.ts';
import { faults, wrong } from './vocabulary.ts';

/** What the command line says of where to work. */
export interface GivenPlace {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
}

/** Options by which every command on databases is told where to work. */
export const placeOptions = ['data', 'database'] as const;

/** Where a command works: on a data folder, or on databases whose addresses the environment holds. */
export type Place =
  | { readonly kind: 'folder'; readonly path: string; readonly isNamed: boolean }
  | { readonly kind: 'urls'; readonly environment: Environment };

/**
 * Where a command works. What the command line names stands before what the environment names; two of one rank
 * contradict each other; the default data folder stands in where nothing is named.
 * @param names the settings that name a database for this command
 * @throws OperatorFault when a folder and a database are both named, or the command line shows a password
 */
export function placeOf(
  given: GivenPlace,
  environment: Environment,
  names: readonly string[] = databaseSettings,
): Place {
  const onLine = one({ folder: ['--data', given.data], server: ['--database', given.database] });
  if (onLine === 'server')
    return { kind: 'urls', environment: { ...environment, DATABASE_URL: shown(given.database) } };
  if (onLine === 'folder') return folder(given.data);
  const named = names.find((name) => environment[name]);
  const around = one({
    folder: ['ZHIBU_DATA', environment['ZHIBU_DATA']],
    server: [named ?? '', named && environment[named]],
  });
  return around === 'server' ? { kind: 'urls', environment } : folder(environment['ZHIBU_DATA']);
}

type Named = readonly [name: string, value: string | undefined];

/** Which of two is given. @throws OperatorFault when both are */
export function one(given: { readonly folder: Named; readonly server: Named }): 'folder' | 'server' | undefined {
  const [[folderName, isFolder], [serverName, isServer]] = [given.folder, given.server];
  if (isFolder && isServer) throw new OperatorFault(faults.both(folderName, serverName), exits.wrongUse);
  if (isFolder) return 'folder';
  return isServer ? 'server' : undefined;
}

function shown(database = ''): string {
  const fault = isDatabase(database)
    ? new URL(database).password !== '' && wrong.shown('--database')
    : wrong.database('--database');
  if (fault) throw new OperatorFault(faults.settings([fault]), exits.wrongUse);
  return database;
}

const folder = (path: string | undefined): Place => ({
  kind: 'folder',
  path: resolve(path || defaultDataFolder),
  isNamed: Boolean(path),
});
