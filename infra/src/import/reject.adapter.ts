import { type Fault, type Handover, type Rejection, returnedFiles } from '@zhibu/handover';
import { isOfTheSystem } from '@zhibu/kernel';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The rejects stand where nothing of the user's would be written over. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

/**
 * Writes what goes back, so that the folder, once mended, is imported by the same command. A folder that has something
 * else in it is left alone.
 * @throws FolderTaken when `stated` names such a folder
 */
export async function writeRejects(
  handover: Handover,
  rejected: { readonly rejection: Rejection; readonly faults: readonly Fault[] },
  where: { readonly folder: string; readonly stated: boolean },
): Promise<string> {
  const files = returnedFiles(handover, rejected);
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? where.folder : `${where.folder}-${number}`;
    if (await isFree(folder, files)) return write(folder, files);
    if (where.stated) throw new FolderTaken(folder);
  }
}

async function isFree(folder: string, files: ReadonlyMap<string, string>): Promise<boolean> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !isOfTheSystem(name));
  for (const name of names) {
    const text = files.get(name);
    if (text === undefined || (await readFile(join(folder, name), 'utf8')) !== text) return false;
  }
  return true;
}

async function write(folder: string, files: ReadonlyMap<string, string>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return folder;
}
