import type { Day } from './calendar.ts';

/** Days, and instants, are compared as text; these two lie before and after all of them, as in PostgreSQL. */
export const ALWAYS = '-infinity';
export const NEVER = 'infinity';

/** A value over days: `from` included, `to` excluded. */
export interface Interval<Value> {
  readonly from: Day;
  readonly to: Day;
  readonly value: Value;
}

/** A fact of one stream that holds from a day on; the later revision was recorded later. */
export interface DatedFact<Value> {
  readonly effectiveOn: Day;
  readonly revision: number;
  readonly value: Value;
}

/** On any day the fact with the latest day up to it, of these the one recorded last; in order of days. */
export function inForce<Value>(known: readonly DatedFact<Value>[]): readonly Interval<Value>[] {
  const lastOfDay = new Map<Day, DatedFact<Value>>();
  for (const fact of [...known].sort((a, b) => a.revision - b.revision)) lastOfDay.set(fact.effectiveOn, fact);
  const days = [...lastOfDay.keys()].sort();
  return days.flatMap((from, index) => {
    const fact = lastOfDay.get(from);
    return fact ? [{ from, to: days[index + 1] ?? NEVER, value: fact.value }] : [];
  });
}

/** The value of disjoint intervals on a day; undefined where none holds. */
export function onDay<Value>(intervals: readonly Interval<Value>[], day: Day): Value | undefined {
  return intervals.find(({ from, to }) => from <= day && day < to)?.value;
}
