import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupFault, backupLines, type StoreAccess } from './backup.ts';
import { type RestoredStore, restoreLines } from './restore.ts';

/**
 * Copies events and log of several stores into one compressed file. The file has its name only once it is whole.
 * @returns the size of the file in bytes
 * @throws BackupFault when the file exists or a log is not intact
 */
export async function backup(stores: readonly StoreAccess[], file: string): Promise<{ readonly bytes: number }> {
  if (await exists(file))
    throw new BackupFault(`文件${file}已存在，请换一个文件名`, `the file ${file} exists; take another name`);
  const partial = `${file}.partial`;
  try {
    await pipeline(backupLines(stores), createGzip({ level: 6 }), createWriteStream(partial));
    await rename(partial, file);
    return { bytes: (await stat(file)).size };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/**
 * Fills empty stores from a backup, each of them a new generation: all of them, or none.
 * @param stores as their schemas' owners
 * @throws BackupFault when the file is cut, changed or no backup, or a store is not empty; nothing is restored then
 */
export async function restore(stores: readonly StoreAccess[], file: string): Promise<readonly RestoredStore[]> {
  if (!(await exists(file))) throw new BackupFault(`没有文件${file}`, `there is no file ${file}`);
  return restoreLines(stores, linesOf(file));
}

async function* linesOf(file: string): AsyncIterable<string> {
  const unpacked = createGunzip();
  let failure: unknown;
  const reading = pipeline(createReadStream(file), unpacked).catch((error: Error) => {
    failure = error;
    unpacked.destroy(error);
  });
  try {
    yield* createInterface({ input: unpacked, crlfDelay: Infinity });
    // The last line may come out whole of a file whose last bytes are gone.
    await reading;
    if (failure) throw failure;
  } catch (error) {
    throw broken(error);
  } finally {
    unpacked.destroy();
    await reading;
  }
}

function broken(error: unknown): unknown {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('Z_')
    ? new BackupFault('备份文件被截断或已损坏，未恢复任何数据', 'the backup is cut or damaged; nothing was restored', {
        cause: error,
      })
    : error;
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
