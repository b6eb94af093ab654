import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { EvidenceContent } from './content.ts';

/** Where files lie until they are whole. */
const INCOMING = 'incoming';
/** No upload lasts as long; another process may be amid one. */
const LEFT_BEHIND_AFTER_MS = 3_600_000;

const FOLDER = /^[0-9a-f]{2}$/;

/** Evidence in a folder: `ab/cd/<sha256>`, so that no folder holds too many; readable by the owner alone. */
export class FolderContent implements EvidenceContent {
  private readonly root: string;
  private readonly flush: (folder: string) => Promise<void>;

  /** @param root made where it is missing @param flush brings the names in a folder to the disk */
  constructor(root: string, flush = flushed) {
    this.root = resolve(root);
    this.flush = flush;
  }

  async open(): Promise<void> {
    const incoming = join(this.root, INCOMING);
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await this.flush(dirname(this.root));
    for (const name of await readdir(incoming)) {
      const file = join(incoming, name);
      const at = await modifiedAt(file);
      if (at !== undefined && at < Date.now() - LEFT_BEHIND_AFTER_MS) await rm(file, { force: true });
    }
  }

  /** The file has its name only when all of it is on the disk. */
  async keep(sha256: string, _size: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await mkdir(join(this.root, INCOMING), { recursive: true, mode: 0o700 });
    const incoming = join(this.root, INCOMING, randomUUID());
    try {
      await written(incoming, bytes);
      const file = this.fileOf(sha256);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await rename(incoming, file);
      for (const folder of this.above(file)) await this.flush(folder);
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
  }

  async sizeOf(sha256: string): Promise<number | undefined> {
    return unlessMissing(async () => (await stat(this.fileOf(sha256))).size);
  }

  async read(sha256: string): Promise<Readable | undefined> {
    const handle = await unlessMissing(() => open(this.fileOf(sha256)));
    return handle && createReadStream('', { fd: handle });
  }

  async *keptBefore(instant: number): AsyncGenerator<string> {
    for (const folder of await this.folders()) {
      for (const sha256 of await namesIn(folder, /^[0-9a-f]{64}$/)) {
        const at = await modifiedAt(join(folder, sha256));
        if (at !== undefined && at < instant) yield sha256;
      }
    }
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.fileOf(sha256), { force: true });
  }

  /** The folders of a file up to the root: each may have been made just now, by this upload or by another at the same time. */
  private above(file: string): readonly string[] {
    const folder = dirname(file);
    return [folder, dirname(folder), this.root];
  }

  private async folders(): Promise<readonly string[]> {
    const inner: string[] = [];
    for (const one of await namesIn(this.root, FOLDER))
      for (const other of await namesIn(join(this.root, one), FOLDER)) inner.push(join(this.root, one, other));
    return inner;
  }

  private fileOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function written(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const piece of bytes) await writtenWhole(handle, piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A disk may take less than it is given. */
async function writtenWhole(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length;) at += (await handle.write(piece, at)).bytesWritten;
}

/** A name is safe once its folder is. */
async function flushed(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const namesIn = async (folder: string, named: RegExp): Promise<readonly string[]> =>
  ((await unlessMissing(() => readdir(folder))) ?? []).filter((name) => named.test(name));

const modifiedAt = (file: string): Promise<number | undefined> => unlessMissing(async () => (await stat(file)).mtimeMs);

async function unlessMissing<Found>(look: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await look();
  } catch (error) {
    if (Object(error).code === 'ENOENT') return undefined;
    throw error;
  }
}
