import { addDays, addMonths, type Day, firstDayOf, lastDayOf } from '@zhibu/kernel';
import { refuseIf } from './grading.rules.ts';

/** A grade takes effect at most so many months after the end of its period (domain.md, section 2). */
export const EFFECT_MONTHS = 12;

/** No grade is reassessed so many days before 31 December, and later in the year (domain.md, section 4). */
export const QUIET_DAYS = 60;

/** When a decision is sent, and which day it keeps where it names none. */
export interface Effect {
  readonly today: Day;
  /** That of the decision that it replaces; null: there is none. */
  readonly kept: Day | null;
}

/**
 * The day from which a decision on a grade holds: never of a day to come. Where none is asked for it keeps the day of
 * what it replaces; the first one has the last day of the period, or today while the period runs.
 * @throws Refusal EFFECTIVE_IN_FUTURE, EFFECTIVE_BEFORE_PERIOD, EFFECTIVE_AFTER_PERIOD
 */
export function effectiveDay(period: string, asked: Day | undefined, { today, kept }: Effect): Day {
  const [first, last] = [firstDayOf(period), lastDayOf(period)];
  const effectiveOn = asked ?? kept ?? earlier(last, today);
  const latest = addMonths(last, EFFECT_MONTHS);
  refuseIf(effectiveOn > today || first > today, 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
  refuseIf(effectiveOn < first, 'EFFECTIVE_BEFORE_PERIOD', { field: 'effectiveOn', effectiveOn, periodBegins: first });
  refuseIf(effectiveOn > latest, 'EFFECTIVE_AFTER_PERIOD', { field: 'effectiveOn', effectiveOn, latest });
  return effectiveOn;
}

/** Whether a day lies within the last days of its year, in which no grade is reassessed. */
export function isQuiet(day: Day): boolean {
  return day >= addDays(lastDayOf(day.slice(0, 4)), -QUIET_DAYS);
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
