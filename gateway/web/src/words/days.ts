import type { Language } from './language.ts';

/** Asia/Shanghai keeps one offset the whole year. */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant in Asia/Shanghai, whatever the device says: `2026-11-28 21:46:06`. */
export const instantText = (instant: string): string =>
  new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');

/** The day of an instant in Asia/Shanghai: `2026-11-28`. */
export const dayOf = (ms: number): string => new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10);

/** A day in a sentence: `2022年12月31日`; `31 Dec 2022`. */
export function dayText(day: string, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-').map((part) => String(Number(part)));
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}

/** The last day of an interval that ends before a day. */
export const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

/** How many calendar days from one day to another; negative where the other is past. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The instant that a device's `YYYY-MM-DDTHH:mm` means in Asia/Shanghai; undefined: it is none. */
export function instantIn(text: string): string | undefined {
  const ms = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  return Number.isNaN(ms) ? undefined : new Date(ms - SHANGHAI_MS).toISOString();
}

/** The same the other way round: what a field for a day and a time shows. */
export const fieldOf = (instant: string): string => instantText(instant).slice(0, 19).replace(' ', 'T');
