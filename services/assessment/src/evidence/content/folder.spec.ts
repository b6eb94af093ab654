import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { evidenceContentConformance } from '../../testing/content.conformance.ts';
import { FolderContent } from './folder.adapter.ts';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'zhibu-evidence-'));

evidenceContentConformance('a folder', async () => {
  const root = await newFolder();
  return {
    content: new FolderContent(root),
    leftovers: () => readdir(join(root, 'incoming')),
    stop: () => rm(root, { recursive: true }),
  };
});

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

it('lies two folders deep, readable by its owner alone', async () => {
  const root = await newFolder();
  const bytes = Buffer.from('content');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await new FolderContent(root).keep(sha256, bytes.length, once(bytes));
  const file = join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(root, { recursive: true });
});

it('is on the disk with the names of all the folders that were made for it', async () => {
  const above = await newFolder();
  const root = join(above, 'evidence');
  const flushed: string[] = [];
  const content = new FolderContent(root, async (folder) => void flushed.push(folder));
  await content.open();
  expect(flushed.splice(0)).toEqual([above]);
  const bytes = Buffer.from('content');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await content.keep(sha256, bytes.length, once(bytes));
  const first = join(root, sha256.slice(0, 2));
  expect(flushed).toEqual([join(first, sha256.slice(2, 4)), first, root]);
  await rm(above, { recursive: true });
});

it('takes away at its start what an end amid an upload left, and not what another process is amid of', async () => {
  const root = await newFolder();
  const content = new FolderContent(root);
  await content.open();
  const [left, running] = [randomUUID(), randomUUID()];
  for (const name of [left, running]) await writeFile(join(root, 'incoming', name), 'part');
  const [now, twoHoursAgo] = [new Date(), new Date(Date.now() - 7_200_000)];
  await utimes(join(root, 'incoming', left), twoHoursAgo, twoHoursAgo);
  await utimes(join(root, 'incoming', running), now, now);
  await content.open();
  expect(await readdir(join(root, 'incoming'))).toEqual([running]);
  await rm(root, { recursive: true });
});
