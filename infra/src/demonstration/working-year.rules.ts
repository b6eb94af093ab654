import { type CalendarCommand, isWeekend, WorkingCalendar } from '@zhibu/contracts';
import { addDays, addYears, type Day, firstDayOf, lastDayOf, periodOf } from '@zhibu/kernel';

type WorkingDays = CalendarCommand['data'];

/** Holidays of no notice: those of a fixed day, and a guess at those that the moon decides. */
const HOLIDAYS = [
  ['元旦', '01-01', '01-01'],
  ['春节', '02-10', '02-16'],
  ['清明节', '04-04', '04-06'],
  ['劳动节', '05-01', '05-05'],
  ['端午节', '06-10', '06-12'],
  ['中秋节、国庆节', '10-01', '10-07'],
] as const;

/** 虚构的工作日历: of a year whose notice this platform does not ship; its basis and each holiday say that it is invented. */
export function inventedYear(year: string): WorkingDays {
  return {
    year,
    holidays: HOLIDAYS.map(([name, from, through]) => ({
      says: `${name}（示例虚构）`,
      from: `${year}-${from}`,
      through: `${year}-${through}`,
    })),
    workdays: [],
    basis: { documentNo: `示例工作日历〔${year}〕（虚构，不是放假通知）` },
    checked: false,
  };
}

/** The years of the demonstration, from its last period to the day on which it was made, that do not ship. */
export function inventedYears(shipped: readonly WorkingDays[], period: string, until: Day): readonly WorkingDays[] {
  const known = new Set(shipped.map(({ year }) => year));
  const years: string[] = [];
  for (let day = firstDayOf(period); day <= until; day = addYears(day, 1)) years.push(periodOf(day));
  return years.filter((year) => !known.has(year)).map(inventedYear);
}

/** The working days of the demonstration's years. */
export class WorkingDaysOfYears {
  private readonly calendar: WorkingCalendar;

  constructor(years: Iterable<WorkingDays>) {
    this.calendar = new WorkingCalendar(years);
  }

  /** A day itself, or the first working day after it. */
  onOrAfter(day: Day): Day {
    return this.isWorked(day) ? day : this.onOrAfter(addDays(day, 1));
  }

  /** A day itself, or the last working day before it. */
  onOrBefore(day: Day): Day {
    return this.isWorked(day) ? day : this.onOrBefore(addDays(day, -1));
  }

  /** A year without a calendar has its weekends. */
  private isWorked(day: Day): boolean {
    return this.calendar.isWorked(day) ?? !isWeekend(day);
  }
}

/** So many days after the end of its period a round is closed. */
const CLOSED_AFTER_DAYS = 28;

/** 核准之日: late in January after the period, on a working day. */
export const closingDay = (period: string, working: WorkingDaysOfYears): Day =>
  working.onOrBefore(addDays(lastDayOf(period), CLOSED_AFTER_DAYS));
