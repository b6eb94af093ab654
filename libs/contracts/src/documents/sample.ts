import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { eventCatalogue } from '../catalogue.ts';
import type { EventContract } from '../contract.ts';

const sample = z.strictObject({
  type: z.string(),
  schemaVersion: z.int().min(1),
  data: z.record(z.string(), z.unknown()),
});

/** An event as some version of its contract had it; kept for ever. */
export type Sample = z.infer<typeof sample>;

// Samples are read from the sources, also by the built program: they are documents of the repository, not code.
const folder = new URL('../../src/samples/', import.meta.url);

/** Every sample by file name, `<Type>.v<version>.json`. */
export async function allSamples(): Promise<ReadonlyMap<string, Sample>> {
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name): Promise<[string, Sample]> => [name, await readSample(name)])),
  );
}

/** What the sample of an event's version says. @throws Error when there is none */
export async function sampleData(type: string, schemaVersion: number): Promise<Sample['data']> {
  return (await readSample(`${type}.v${schemaVersion}.json`)).data;
}

async function readSample(name: string): Promise<Sample> {
  return sample.parse(JSON.parse(await readFile(new URL(name, folder), 'utf8')));
}

export const sampleFile = ({ type, schemaVersion }: EventContract): URL =>
  new URL(`${type}.v${schemaVersion}.json`, folder);

/** The events whose current version has no sample yet. */
export async function missingSamples(): Promise<readonly EventContract[]> {
  const samples = await allSamples();
  return Object.values(eventCatalogue).filter(
    ({ type, schemaVersion }) => !samples.has(`${type}.v${schemaVersion}.json`),
  );
}
