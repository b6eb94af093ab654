import {
  type EditionFile,
  editionsTwice,
  type Fault,
  type Folder,
  gradingEditionFaults,
  peopleFile,
  type PeopleRead,
  readPeople,
  folderOf,
  type GivenFile,
  readEdition,
} from '@zhibu/handover';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Reads every file of the folder that the import knows, each when its turn comes. @throws when the folder cannot be read */
export function readFolder(folder: string, period: string): Folder {
  // A folder in it is nobody's file, but one in the place of a file is said to be unreadable.
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => !entry.isDirectory() || entry.name.toLowerCase().endsWith('.csv'),
  );
  return folderOf(
    files.map(({ name }) => given(folder, name)),
    period,
  );
}

/** Reads the list of people in the folder; where there is none, nobody is listed. */
export function readPeopleIn(folder: string): PeopleRead {
  const isThere = existsSync(join(folder, peopleFile));
  return isThere ? readPeople(given(folder, peopleFile)) : { persons: [], faults: [] };
}

/** Reads the files of editions, in their order; what is wrong with them is among the faults. */
export function readEditionFiles(
  paths: readonly string[],
  period: string,
): { readonly editions: readonly EditionFile[]; readonly faults: readonly Fault[] } {
  const read = paths.map(readEditionFile);
  const editions = read.flatMap((one) => ('content' in one ? [one] : []));
  const faults = read.flatMap((one) => ('content' in one ? [] : one));
  return { editions, faults: [...faults, ...editionsTwice(editions), ...gradingEditionFaults(editions, period)] };
}

/** Reads the file of an edition, or says what is wrong with it. */
export function readEditionFile(path: string): EditionFile | readonly Fault[] {
  return readEdition(given(dirname(path), basename(path)));
}

const given = (folder: string, name: string): GivenFile => ({ name, bytes: () => readFileSync(join(folder, name)) });
