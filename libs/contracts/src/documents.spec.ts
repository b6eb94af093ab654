import { expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { eventCatalogue } from './catalogue.ts';
import { aggregatesFile, aggregatesText } from './documents/aggregates.ts';
import { allDocuments, documentsFolder, readmeFile, withEventTable } from './documents/bundle.ts';
import { newSample } from './documents/new-sample.ts';

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

it('the list of aggregates and README’s table of events are what the contracts say now', async () => {
  expect(await readFile(aggregatesFile, 'utf8')).toBe(await aggregatesText());
  const readme = await readFile(readmeFile, 'utf8');
  expect(readme).toBe(withEventTable(readme));
  expect(readme).toContain('RemediationOpened');
});

// An entry of a rating has either a deduction or a bonus, and a team two persons: more than a first value of each field.
const byHand = ['RatingSubmitted', 'ProgrammeRegistered', 'InspectionScheduled', 'InspectionConcluded'];

it.each(Object.values(eventCatalogue).filter(({ type }) => !byHand.includes(type)))(
  'a first sample of $type is one that its contract lets through',
  (contract) => expect(contract.schema.safeParse(Reflect.get(newSample(contract), 'data')).success).toBe(true),
);
