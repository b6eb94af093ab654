import { PERIODS } from './country.ts';
import { numbers } from './facts.ts';
import type { When } from './hand-written.ts';

/** Of the moments and subjects that are asked for: the same in every run. */
export const random = numbers(7);
/** One of some values. */
export const any = <Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value | undefined =>
  values[Math.floor(random() * values.length)];
const day = (year: number): string =>
  `${year}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;

const anyInstant = (): string =>
  `${day(Number(any(PERIODS)) + 1)}T08:${String(Math.floor(random() * 60)).padStart(2, '0')}:17.123Z`;
/** An instant amid the minutes in which a year's grades are recorded one after the other. */
const whileGradesCome = (): string =>
  new Date(
    Date.parse(`${Number(any(PERIODS)) + 1}-02-01T00:00:00.000Z`) + Math.floor(random() * 500_000),
  ).toISOString();

/** The moments that a screen asks for. */
export const whens: Readonly<Record<string, () => When>> = {
  today: () => ({ asOf: new Date().toISOString().slice(0, 10) }),
  'as of a past day': () => ({ asOf: day(Number(any(PERIODS)) + 1) }),
  'as known at a past instant': () => ({
    asOf: day(Number(any(PERIODS)) + 1),
    knownAt: random() < 0.5 ? anyInstant() : whileGradesCome(),
  }),
};
