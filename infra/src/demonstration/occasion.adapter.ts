import { shippedYears } from '@zhibu/organization/calendar';
import { addDays } from '@zhibu/kernel';
import { type Demonstration, ratingsOf } from './demonstration.adapter.ts';
import type { Occurrence } from './living.ts';
import { closingDay, inventedYears, WorkingDaysOfYears } from './working-year.rules.ts';

const CITY = '990100';
const COMMITTEE = '990100-SZGW';

/** Terms that begin on the last day of the year are over so many days later: their working days are to be known. */
const TERMS_AFTER_DAYS = 30;

/** What the year of a demonstration is recorded from: its days, its calendars and its ratings. */
export function occurrenceOf(demonstration: Demonstration): Occurrence {
  const { period, madeOn } = demonstration;
  const shipped = shippedYears();
  const invented = inventedYears(shipped, period, addDays(madeOn, TERMS_AFTER_DAYS));
  const working = new WorkingDaysOfYears([...shipped, ...invented]);
  const closedOn = closingDay(period, working);
  return {
    planning: { occasion: { committee: COMMITTEE, city: CITY, period, closedOn, madeOn }, working },
    ratings: ratingsOf(demonstration),
    invented,
  };
}
