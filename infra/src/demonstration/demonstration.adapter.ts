import type { ProgrammeBasis } from '@zhibu/handover';
import type { Day } from '@zhibu/kernel';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RatingRow } from './decision.commands.ts';
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
  /** The day on which its files were made: the year after its last period ends with it. */
  readonly madeOn: Day;
}

const MADE = 'made.json';
const made = z.object({ on: z.string() });

/**
 * The demonstration in a folder, made there once: its last period is the latest year that ended ten months ago or more
 * on the day on which it is made. Whoever comes again, however much later, finds the same files.
 */
export function demonstrationIn(folder: string, today: Day): Demonstration {
  if (!existsSync(folder)) make(folder, today);
  const city = join(folder, CITY);
  const editions = readdirSync(join(folder, EDITIONS)).toSorted(
    (a, b) => Number(GRADED_BY.test(b)) - Number(GRADED_BY.test(a)),
  );
  const period = readdirSync(city).flatMap((name) => /^ratings-(\d{4})\.csv$/.exec(name)?.[1] ?? [])[0];
  if (period === undefined) throw new Error(`${city} has no ratings`);
  const { on: madeOn } = made.parse(JSON.parse(readFileSync(join(folder, MADE), 'utf8')));
  return { period, city, editions: editions.map((name) => join(folder, EDITIONS, name)), madeOn };
}

/** 设立依据 of what the city's register names, of some years before it. */
export function statedBases({ period }: Pick<Demonstration, 'period'>): readonly ProgrammeBasis[] {
  const [site, approved] = [{ kind: 'standardization-site' }, { approval: 'approved' }] as const;
  const [own, higher] = ['示例市', '示例省'].map((body) => `${body}〔${Number(period) - 4}〕`);
  return [
    { ...site, ...approved, level: 'province', documentNo: `${higher}5号` },
    { ...site, ...approved, level: 'city', documentNo: `${own}11号` },
    { level: 'city', kind: 'advanced-organization', approval: 'party-commendation', documentNo: `${own}12号` },
    { ...approved, level: 'committee', kind: 'party-building-site', documentNo: `${own}20号` },
  ];
}

/** The ratings of the city's files. */
export function ratingsOf({ city, period }: Demonstration): readonly RatingRow[] {
  const [, ...lines] = readFileSync(join(city, `ratings-${period}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  return lines.map((line) => {
    const [branch = '', rater = '', item = '', deduction = '', bonus = ''] = line.split(',');
    return { branch, rater, item, deduction, bonus };
  });
}

/** Made beside its place and moved there whole: a start that was interrupted leaves no half of it. */
function make(folder: string, today: Day): void {
  const years = Number(lastPeriod(today)) - WRITTEN_PERIOD;
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  for (const part of [CITY, EDITIONS]) {
    mkdirSync(join(unfinished, part), { recursive: true });
    for (const name of readdirSync(join(written, part))) {
      const text = readFileSync(join(written, part, name), 'utf8');
      writeFileSync(join(unfinished, part, movedName(name, years)), movedText(text, years));
    }
  }
  writeFileSync(join(unfinished, MADE), `${JSON.stringify({ on: today })}\n`);
  renameSync(unfinished, folder);
}
