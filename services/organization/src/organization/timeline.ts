import type { Day } from '@zhibu/kernel';

/** Days in a row: `from` included, `to` excluded; open when `to` is absent. */
export interface Interval {
  readonly from: Day;
  readonly to?: Day;
}

/** What was said to hold from a day on. */
export interface Entry<Value> {
  readonly from: Day;
  readonly value: Value;
}

/** What held from when on, by day, one entry a day: said again for the same day, the last word counts. */
export type Timeline<Value> = readonly Entry<Value>[];

/** An entry with the days on which it held: until the next one. */
export interface Span<Value> extends Interval {
  readonly value: Value;
}

/** With what was said for a day, whenever it is said: histories may be reported out of order. */
export function withEntry<Value>(timeline: Timeline<Value>, from: Day, value: Value): Timeline<Value> {
  const before = timeline.filter((entry) => entry.from < from);
  const after = timeline.filter((entry) => entry.from > from);
  return [...before, { from, value }, ...after];
}

/** What holds on a day; undefined before the first entry. */
export function valueOn<Value>(timeline: Timeline<Value>, day: Day): Value | undefined {
  return timeline.findLast((entry) => entry.from <= day)?.value;
}

/** What was said for exactly this day. */
export function saidFor<Value>(timeline: Timeline<Value>, day: Day): Value | undefined {
  return timeline.find((entry) => entry.from === day)?.value;
}

/** Every entry with its days. */
export function spansOf<Value>(timeline: Timeline<Value>): readonly Span<Value>[] {
  return timeline.map((entry, index) => ({ ...entry, ...until(timeline[index + 1]?.from) }));
}

/** The part of an interval that lies within another; empty when there is none. */
export function within(interval: Interval, bounds: Interval): readonly Interval[] {
  const from = laterOf(interval.from, bounds.from);
  const to = earlierEnd(interval.to, bounds.to);
  return to === undefined || from < to ? [{ from, ...until(to) }] : [];
}

/** The same days in the fewest intervals, by `from`. */
export function merged(intervals: readonly Interval[]): readonly Interval[] {
  const result: Interval[] = [];
  for (const interval of [...intervals].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (!last || (last.to !== undefined && last.to < interval.from)) result.push(interval);
    else result[result.length - 1] = { from: last.from, ...until(laterEnd(last.to, interval.to)) };
  }
  return result;
}

export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

const until = (to: Day | undefined): { readonly to?: Day } => (to === undefined ? {} : { to });

function earlierEnd(a: Day | undefined, b: Day | undefined): Day | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

function laterEnd(a: Day | undefined, b: Day | undefined): Day | undefined {
  return a === undefined || b === undefined ? undefined : laterOf(a, b);
}
