import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { aggregatesFile, aggregatesText } from './documents/aggregates.ts';

/**
 * `npm run catalogue -w @zhibu/contracts`: names the contracts that are there, writes a first sample of each event that
 * has none, and the generated documents anew; what is no longer generated goes.
 */
await writeFile(aggregatesFile, await aggregatesText());
// Only now do the imports find every contract.
const { allDocuments, documentsFolder, readmeFile, withEventTable } = await import('./documents/bundle.ts');
const { missingSamples, sampleFile } = await import('./documents/sample.ts');
const { newSample } = await import('./documents/new-sample.ts');

for (const contract of await missingSamples()) {
  await writeFile(sampleFile(contract), `${JSON.stringify(newSample(contract), null, 2)}\n`);
}
await rm(documentsFolder, { recursive: true, force: true });
const documents = await allDocuments();
for (const { path, text } of documents) {
  const file = new URL(path, documentsFolder);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, text);
}
await writeFile(readmeFile, withEventTable(await readFile(readmeFile, 'utf8')));
process.stdout.write(`${documents.length} documents written to libs/contracts/generated\n`);
