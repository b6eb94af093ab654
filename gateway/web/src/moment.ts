import { dayOf } from './words/days.ts';

/** Which year, which day and whose knowledge a screen shows, as its address says; what is not said is of now. */
export interface Moment {
  readonly period?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

const PERIOD = /^\d{4}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** As the gateway tells instants; what else `Date.parse` takes is none of ours. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;

/** Reads it from the part of an address behind its question mark; what is malformed is left out. */
export function momentIn(search: string): Moment {
  const given = new URLSearchParams(search);
  const [period, asOf, knownAt] = [given.get('period'), given.get('asOf'), given.get('knownAt')];
  return {
    ...(period !== null && PERIOD.test(period) ? { period } : {}),
    ...(asOf !== null && isDay(asOf) ? { asOf } : {}),
    ...(knownAt !== null && isInstant(knownAt) ? { knownAt } : {}),
  };
}

/** A day of the calendar: what `Date` makes of 30 February is another one. */
const isDay = (text: string): boolean =>
  DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

const isInstant = (text: string): boolean => isDay(INSTANT.exec(text)?.[1] ?? '');

/**
 * The day on which it is shown how far problems have come, which a year's grades lead to only after it: the day that was
 * chosen; else that of the instant whose knowledge is shown, or today. @param now milliseconds
 */
export const standingDay = ({ asOf, knownAt }: Moment, now: number): string =>
  asOf ?? dayOf(knownAt === undefined ? now : Date.parse(knownAt));

/** An address that keeps the moment; what it says of itself stays. */
export function withMoment(path: string, moment: Moment): string {
  const [place = '', search = ''] = path.split('?');
  const given = new URLSearchParams(search);
  for (const [name, value] of Object.entries(moment))
    if (!given.has(name) && value !== undefined) given.set(name, value);
  const said = given.toString();
  return said === '' ? place : `${place}?${said}`;
}

/** The address of the same screen at another moment; undefined takes a part away. */
export function atMoment(address: string, change: Moment): string {
  const [place = '', search = ''] = address.split('?');
  const given = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) given.delete(name);
    else given.set(name, value);
  }
  const said = given.toString();
  return said === '' ? place : `${place}?${said}`;
}
