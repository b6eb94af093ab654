import type { Day } from '@zhibu/kernel';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastPeriod, movedName, movedText, WRITTEN_PERIOD } from './moving.rules.ts';

const written = fileURLToPath(new URL('../../demo/', import.meta.url));
const CITY = 'city-1000';
const EDITIONS = 'editions';
/** The edition that the city is graded by; the other is published beside it. */
const GRADED_BY = /^classification-/;

/** The files of the demonstration as they are imported. */
export interface Demonstration {
  readonly period: string;
  readonly city: string;
  readonly editions: readonly string[];
}

/**
 * The demonstration in a folder, made there once: its last period is the latest year that ended ten months ago or more
 * on the day on which it is made. Whoever comes again, however much later, finds the same files.
 */
export function demonstrationIn(folder: string, today: Day): Demonstration {
  if (!existsSync(folder)) make(folder, Number(lastPeriod(today)) - WRITTEN_PERIOD);
  const city = join(folder, CITY);
  const editions = readdirSync(join(folder, EDITIONS)).toSorted(
    (a, b) => Number(GRADED_BY.test(b)) - Number(GRADED_BY.test(a)),
  );
  const period = readdirSync(city).flatMap((name) => /^ratings-(\d{4})\.csv$/.exec(name)?.[1] ?? [])[0];
  if (period === undefined) throw new Error(`${city} has no ratings`);
  return { period, city, editions: editions.map((name) => join(folder, EDITIONS, name)) };
}

/** Made beside its place and moved there whole: a start that was interrupted leaves no half of it. */
function make(folder: string, years: number): void {
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  for (const part of [CITY, EDITIONS]) {
    mkdirSync(join(unfinished, part), { recursive: true });
    for (const name of readdirSync(join(written, part))) {
      const text = readFileSync(join(written, part, name), 'utf8');
      writeFileSync(join(unfinished, part, movedName(name, years)), movedText(text, years));
    }
  }
  renameSync(unfinished, folder);
}
