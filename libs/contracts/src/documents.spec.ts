import { expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { allDocuments, documentsFolder } from './documents/bundle.ts';

it('the generated catalogue is what the contracts say now; `npm run catalogue -w @zhibu/contracts` writes it', async () => {
  const documents = await allDocuments();
  const entries = await readdir(documentsFolder, { recursive: true, withFileTypes: true });
  expect(entries.filter((entry) => entry.isFile()).length).toBe(documents.length);
  const stale: string[] = [];
  for (const { path, text } of documents) {
    const written = await readFile(new URL(path, documentsFolder), 'utf8').catch(() => undefined);
    if (written !== text) stale.push(path);
  }
  expect(stale).toEqual([]);
});
