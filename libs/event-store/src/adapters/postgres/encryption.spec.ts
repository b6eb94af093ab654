import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import fc from 'fast-check';
import { eventStoreMigrations } from '../../migrations.ts';
import { anEvent } from '../../testing/index.ts';
import { backup, proveBackup, restore } from './backup-file.ts';
import { backupKeyOf, newBackupKey } from './backup-key.ts';
import { CHUNK_BYTES, Decrypting, Encrypting, HEADER_BYTES, TAG_BYTES } from './encryption.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

const key = randomBytes(32);
const through = async (bytes: readonly Buffer[], turning: Encrypting | Decrypting): Promise<Buffer> => {
  const found: Buffer[] = [];
  await pipeline(Readable.from(bytes), turning, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) found.push(chunk);
  });
  return Buffer.concat(found);
};
const decrypted = (file: Buffer, by = key): Promise<Buffer> =>
  through([file.subarray(HEADER_BYTES)], new Decrypting(by, file.subarray(0, HEADER_BYTES)));

it('decrypts what was encrypted, however it comes and however long it is', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 200_001),
      fc.integer({ min: 1, max: 90_000 }),
      async (length, piece) => {
        const plain = randomBytes(length);
        const pieces = Array.from({ length: Math.ceil(length / piece) }, (_, index) =>
          plain.subarray(index * piece, (index + 1) * piece),
        );
        expect((await decrypted(await through(pieces, new Encrypting(key)))).equals(plain)).toBe(true);
      },
    ),
    { numRuns: 40 },
  ));

describe('an encrypted backup', () => {
  const databases: TemporaryDatabase[] = [];
  let folder: string;
  let file: string;
  const emptyStore = async (): Promise<SchemaUnderTest> => {
    const database = await temporaryDatabase();
    databases.push(database);
    return database.schema('alpha', [eventStoreMigrations]);
  };
  let target: SchemaUnderTest;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhibu-encrypted-'));
    file = join(folder, 'whole');
    const source = await emptyStore();
    target = await emptyStore();
    const store = await PostgresEventStore.open({ url: source.serviceUrl, schema: 'alpha', max: 2 });
    // Random, so that packing leaves several chunks of it.
    const events = Array.from({ length: 3 }, () =>
      anEvent({ data: { 名: '第一党支部', big: randomBytes(60_000).toString('hex') } }),
    );
    await store.append('sample-1', 'no-stream', events.slice(0, 1));
    await store.append('sample-1', 0, events.slice(1, 2));
    await store.append('sample-1', 1, events.slice(2));
    await store.recorded('sample-1', { from: 0, to: 2 });
    await store.close();
    await backup([{ service: 'alpha', pool: source.owner }], file, key);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    for (const database of databases) await database.drop();
  });

  const restored = () => [{ service: 'alpha', pool: target.owner }];
  /** As it stands on the disk, changed. */
  const changed = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
    const other = join(folder, 'changed');
    await writeFile(other, change(await readFile(file)));
    return other;
  };
  const CHUNK = CHUNK_BYTES + TAG_BYTES;
  const chunk = (bytes: Buffer, at: number): Buffer =>
    bytes.subarray(HEADER_BYTES + at * CHUNK, HEADER_BYTES + (at + 1) * CHUNK);

  it('has several chunks, is for its owner alone, and shows nothing of what it holds', async () => {
    const { size, mode } = await stat(file);
    expect(size).toBeGreaterThan(HEADER_BYTES + 2 * CHUNK);
    expect(mode & 0o777).toBe(0o600);
    expect((await readFile(file)).includes('sample-1')).toBe(false);
  });

  it.each([
    ['by another key', 'BACKUP_KEY_WRONG', (bytes: Buffer) => bytes, randomBytes(32)],
    ['without a key', 'BACKUP_KEY_MISSING', (bytes: Buffer) => bytes, undefined],
    ['cut in its header', 'BACKUP_DAMAGED', (bytes: Buffer) => bytes.subarray(0, HEADER_BYTES - 1), key],
    ['cut after its header', 'BACKUP_DAMAGED', (bytes: Buffer) => bytes.subarray(0, HEADER_BYTES), key],
    ['cut amid a chunk', 'BACKUP_DAMAGED', (bytes: Buffer) => bytes.subarray(0, bytes.length - 7), key],
    ['cut where a chunk ends', 'BACKUP_DAMAGED', (bytes: Buffer) => bytes.subarray(0, HEADER_BYTES + 2 * CHUNK), key],
    [
      'with two chunks swapped',
      'BACKUP_DAMAGED',
      (bytes: Buffer) =>
        Buffer.concat([
          bytes.subarray(0, HEADER_BYTES),
          chunk(bytes, 1),
          chunk(bytes, 0),
          bytes.subarray(HEADER_BYTES + 2 * CHUNK),
        ]),
      key,
    ],
    [
      'with a chunk left out',
      'BACKUP_DAMAGED',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, HEADER_BYTES), bytes.subarray(HEADER_BYTES + CHUNK)]),
      key,
    ],
    ['with more behind its end', 'BACKUP_DAMAGED', (bytes: Buffer) => Buffer.concat([bytes, chunk(bytes, 0)]), key],
    [
      'with one bit turned',
      'BACKUP_DAMAGED',
      (bytes: Buffer) => bytes.map((byte, index) => (index === HEADER_BYTES + CHUNK + 5 ? byte ^ 1 : byte)) as Buffer,
      key,
    ],
  ])('is refused %s, by %s, and nothing is restored', async (_name, code, change, by) => {
    const other = await changed((bytes) => Buffer.from(change(bytes)));
    await expect(proveBackup(other, by)).rejects.toMatchObject({ code });
    await expect(restore(restored(), other, by)).rejects.toMatchObject({ code });
    expect((await target.owner.query('SELECT FROM events')).rowCount).toBe(0);
  });

  it('is restored by its key', async () => {
    await proveBackup(file, key);
    expect(await restore(restored(), file, key)).toMatchObject([{ service: 'alpha', events: 3 }]);
    expect((await target.owner.query('SELECT FROM events')).rowCount).toBe(3);
  });
});

it('reads a key as it was written, and no other text', () => {
  expect(backupKeyOf(newBackupKey())).toHaveLength(32);
  expect(['', 'kurz', `${newBackupKey()}x`].map(backupKeyOf)).toEqual([undefined, undefined, undefined]);
});
