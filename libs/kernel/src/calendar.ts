/** A calendar day, `YYYY-MM-DD`, in Asia/Shanghai. Days compare as strings. */
export type Day = string;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MILLISECONDS_A_DAY = 86_400_000;
const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** Whether the text is a day that exists (2022-02-29 is not), from 1900 to 9998. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const [year, month, date] = parts(text);
  return year >= 1900 && year <= 9998 && date >= 1 && date <= lengthOfMonth(year, month);
}

/** The calendar day in Asia/Shanghai at an instant (RFC 3339 text or milliseconds). */
export function dayOf(instant: string | number | Date): Day {
  return shanghai.format(new Date(instant));
}

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return fromEpochDay(toEpochDay(day) + days);
}

/** The same day of the month, or its last, `months` later: 2022-08-31 plus 6 is 2023-02-28. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = parts(day);
  const index = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return format(toYear, toMonth, Math.min(date, lengthOfMonth(toYear, toMonth)));
}

/** The anniversary, 29 February having its own on 28 February of a common year. */
export function addYears(day: Day, years: number): Day {
  return addMonths(day, years * 12);
}

/** Days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return toEpochDay(to) - toEpochDay(from);
}

/** The last day of a period `YYYY`. */
export function lastDayOf(period: string): Day {
  return `${period}-12-31`;
}

/** The first day of a period `YYYY`. */
export function firstDayOf(period: string): Day {
  return `${period}-01-01`;
}

/** The period `YYYY` that a day lies in. */
export function periodOf(day: Day): string {
  return day.slice(0, 4);
}

/** The quarter, 1 to 4, that a day lies in. */
export function quarterOf(day: Day): number {
  return Math.floor((parts(day)[1] - 1) / 3) + 1;
}

function parts(day: Day): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

function format(year: number, month: number, date: number): Day {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

function lengthOfMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0);
}

function toEpochDay(day: Day): number {
  const [year, month, date] = parts(day);
  return Date.UTC(year, month - 1, date) / MILLISECONDS_A_DAY;
}

function fromEpochDay(epochDay: number): Day {
  return new Date(epochDay * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}
