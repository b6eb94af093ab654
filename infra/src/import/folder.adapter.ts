import {
  type EditionFile,
  editionsTwice,
  type Fault,
  type Folder,
  folderOf,
  type GivenFile,
  readEdition,
} from '@zhibu/handover';
import { readdirSync, readFileSync } from 'node:fs';
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

/** Reads the files of editions, in their order; what is wrong with them is among the faults. */
export function readEditionFiles(paths: readonly string[]): {
  readonly editions: readonly EditionFile[];
  readonly faults: readonly Fault[];
} {
  const read = paths.map(readEditionFile);
  const editions = read.flatMap((one) => ('content' in one ? [one] : []));
  const faults = read.flatMap((one) => ('content' in one ? [] : one));
  return { editions, faults: [...faults, ...editionsTwice(editions)] };
}

/** Reads the file of an edition, or says what is wrong with it. */
export function readEditionFile(path: string): EditionFile | readonly Fault[] {
  return readEdition(given(dirname(path), basename(path)));
}

const given = (folder: string, name: string): GivenFile => ({ name, bytes: () => readFileSync(join(folder, name)) });
