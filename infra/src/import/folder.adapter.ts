import { type EditionFile, type Fault, type Folder, folderOf, type GivenFile, readEdition } from '@zhibu/handover';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Reads every file of the folder that the import knows, each when its turn comes. @throws when the folder cannot be read */
export function readFolder(folder: string, period: string): Folder {
  return folderOf(
    readdirSync(folder).map((name) => given(folder, name)),
    period,
  );
}

/** Reads the file of an edition, or says what is wrong with it. */
export function readEditionFile(path: string): EditionFile | readonly Fault[] {
  return readEdition(given(dirname(path), basename(path)));
}

const given = (folder: string, name: string): GivenFile => ({ name, bytes: () => readFileSync(join(folder, name)) });
