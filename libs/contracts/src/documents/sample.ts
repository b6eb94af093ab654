import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';

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
