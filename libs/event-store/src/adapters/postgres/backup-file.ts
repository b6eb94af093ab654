import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupFault, backupLines, type StoreAccess } from './backup.ts';
import { EncryptedBackupFault } from './backup-key.ts';
import { Decrypting, Encrypting, HEADER_BYTES, MAGIC } from './encryption.ts';
import { type Restored, restoreLines } from './restore.ts';
import type { TablesAccess } from './tables.ts';

/**
 * Copies events and log of several stores, and the tables that go with them, into one compressed file, for its owner alone. It has its name only once it is whole.
 * @param key 32 bytes by which it is encrypted as it is written; without it, it is not
 * @returns the size of the file in bytes
 * @throws BackupFault when the file exists or a log is not intact
 */
export async function backup(
  stores: readonly (StoreAccess | TablesAccess)[],
  file: string,
  key?: Buffer,
): Promise<{ readonly bytes: number }> {
  if (await exists(file))
    throw new BackupFault(`文件${file}已存在，请换一个文件名`, `the file ${file} exists; take another name`);
  const partial = `${file}.partial`;
  try {
    const written = createWriteStream(partial, { mode: 0o600 });
    const packed = [createGzip({ level: 6 }), ...(key ? [new Encrypting(key)] : [])];
    await pipeline([Readable.from(backupLines(stores)), ...packed, written]);
    await rename(partial, file);
    return { bytes: (await stat(file)).size };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/**
 * Fills empty stores and tables from a backup, each of them a new generation: all of them, or none.
 * @param stores as their schemas' owners
 * @param key 32 bytes, for a backup that is encrypted; others are read without it
 * @throws BackupFault when the file is cut, changed or no backup, or a store is not empty; EncryptedBackupFault when the
 *   key is missing or wrong; nothing is restored then
 */
export async function restore(
  stores: readonly (StoreAccess | TablesAccess)[],
  file: string,
  key?: Buffer,
): Promise<readonly Restored[]> {
  return restoreLines(stores, linesOf(await opened(file, key)));
}

/**
 * Reads a backup to its end, and keeps nothing: whether it is whole, and its key the right one, before any store is touched.
 * @throws as {@link restore}
 */
export async function proveBackup(file: string, key?: Buffer): Promise<void> {
  for await (const _line of linesOf(await opened(file, key)));
}

/** What leads from a file to its compressed bytes. */
interface Opened {
  readonly file: string;
  readonly start: number;
  readonly decrypting: readonly Decrypting[];
}

async function opened(file: string, key: Buffer | undefined): Promise<Opened> {
  if (!(await exists(file))) throw new BackupFault(`没有文件${file}`, `there is no file ${file}`);
  const header = await firstBytes(file, HEADER_BYTES);
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) return { file, start: 0, decrypting: [] };
  if (!key) throw new EncryptedBackupFault('BACKUP_KEY_MISSING');
  return { file, start: HEADER_BYTES, decrypting: [new Decrypting(key, header)] };
}

async function firstBytes(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function* linesOf({ file, start, decrypting }: Opened): AsyncIterable<string> {
  const unpacked = createGunzip();
  let failure: unknown;
  const reading = pipeline([createReadStream(file, { start }), ...decrypting, unpacked]).catch((error: Error) => {
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
