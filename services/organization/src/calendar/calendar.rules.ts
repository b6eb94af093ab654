import { isWeekend, type Wording, type WorkingDays } from '@zhibu/contracts';
import { periodOf } from '@zhibu/kernel';

/** A day that cannot stand in the calendar of a year: where it is, and what is wrong. */
export interface CalendarFault {
  readonly field: string;
  readonly problem: Wording;
}

/** Every fault of a calendar at once; empty when it may be published. */
export function calendarFaults({ year, holidays, workdays }: WorkingDays): readonly CalendarFault[] {
  const off = holidays.flatMap(({ from, through }, index) => {
    if (periodOf(from) !== year || periodOf(through) !== year)
      return [fault(`holidays.${index}`, `不在${year}年内`, `is not within ${year}`)];
    if (through < from) return [fault(`holidays.${index}`, '起止日期倒置', 'ends before it begins')];
    const overlaps = holidays.slice(0, index).some((other) => other.from <= through && from <= other.through);
    return overlaps ? [fault(`holidays.${index}`, '与另一假期重叠', 'overlaps another holiday')] : [];
  });
  const on = workdays.flatMap((day, index) => {
    if (periodOf(day) !== year) return [fault(`workdays.${index}`, `不在${year}年内`, `is not within ${year}`)];
    if (!isWeekend(day)) return [fault(`workdays.${index}`, '不是周末', 'is not at a weekend')];
    if (holidays.some(({ from, through }) => from <= day && day <= through))
      return [fault(`workdays.${index}`, '在假期内', 'lies in a holiday')];
    return workdays.indexOf(day) < index ? [fault(`workdays.${index}`, '重复', 'stands twice')] : [];
  });
  return [...off, ...on];
}

const fault = (field: string, zh: string, en: string): CalendarFault => ({ field, problem: { zh, en } });
