import { mkdir, rm, writeFile } from 'node:fs/promises';
import { allDocuments, documentsFolder } from './documents/bundle.ts';

/** `npm run catalogue -w @zhibu/contracts`: writes the generated documents anew; what is no longer generated goes. */
await rm(documentsFolder, { recursive: true, force: true });
const documents = await allDocuments();
for (const { path, text } of documents) {
  const file = new URL(path, documentsFolder);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, text);
}
process.stdout.write(`${documents.length} documents written to libs/contracts/generated\n`);
