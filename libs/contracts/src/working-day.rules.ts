import { addDays, type Day, daysBetween, periodOf } from '@zhibu/kernel';
import type { WorkingDays } from './calendar.contract.ts';

/** A Monday; every seventh day from it is one. */
const MONDAY: Day = '2024-01-01';

/** Whether a day is a Saturday or a Sunday. */
export function isWeekend(day: Day): boolean {
  const weekday = ((daysBetween(MONDAY, day) % 7) + 7) % 7;
  return weekday >= 5;
}

/** What a term in working days comes to, or the first year that has no calendar. */
export type Term = { readonly day: Day } | { readonly missingYear: string };

/** 工作日 by the calendars of their years (domain.md, section 2). */
export class WorkingCalendar {
  private readonly years: ReadonlyMap<string, WorkingDays>;

  constructor(years: Iterable<WorkingDays>) {
    this.years = new Map([...years].map((year) => [year.year, year]));
  }

  /** Whether a day is worked; undefined where its year has no calendar. */
  isWorked(day: Day): boolean | undefined {
    const year = this.years.get(periodOf(day));
    if (!year) return undefined;
    if (year.holidays.some(({ from, through }) => from <= day && day <= through)) return false;
    return !isWeekend(day) || year.workdays.includes(day);
  }

  /**
   * The end of a term of so many working days that begins with a day: the first day after them, so that they are the
   * working days from `from` on and before the end.
   * @param count 1 or more
   */
  endOf(from: Day, count: number): Term {
    let left = count;
    let day = from;
    for (; left > 0; day = addDays(day, 1)) {
      const worked = this.isWorked(day);
      if (worked === undefined) return { missingYear: periodOf(day) };
      if (worked) left -= 1;
    }
    return { day };
  }

  /**
   * The last day of a term of so many working days that runs from a day: the working day that is the count-th after it.
   * @param count 1 or more
   */
  dueAfter(day: Day, count: number): Term {
    const end = this.endOf(addDays(day, 1), count);
    return 'day' in end ? { day: addDays(end.day, -1) } : end;
  }
}
