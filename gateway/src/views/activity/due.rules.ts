import { activityCadence, type ActivityKind } from '@zhibu/contracts';
import { addDays, addMonths, type Day, daysBetween, firstDayOf, type Interval, lastDayOf, NEVER } from '@zhibu/kernel';

/** What of a branch makes an activity due, each over days; as known at one instant. */
export interface BranchOverDays {
  readonly lives: readonly Interval<unknown>[];
  /** null: nobody stated it; 0: there is none. */
  readonly committeeSize: readonly Interval<number | null>[];
  readonly fullMembers: readonly Interval<number>[];
  readonly cells: readonly Interval<number>[];
}

/** 支部条例: from so many full members on a branch has a committee. */
const MEMBERS_WITH_COMMITTEE = 7;

/** One kind of activity of a branch in a year: until which day, and on which days (in order) it was held. */
interface Asked {
  readonly year: number;
  readonly asOf: Day;
  readonly branch: BranchOverDays;
  readonly days: readonly Day[];
}

export interface Counts {
  readonly due: number;
  readonly met: number;
  readonly longestGap: number | null;
}

/**
 * How many times a kind was due in a year by a day: the cadence's stretches of the year (months, quarters, the year) that
 * ended on or before it while the branch lived and, at their end, had what the kind needs. Met are those with at least one.
 */
export function countsOf(kind: ActivityKind, { year, asOf, branch, days }: Asked): Counts {
  const due = stretchesOf(year, activityCadence[kind].timesAYear).filter(
    ({ last }) => last <= asOf && isDueOn(last, kind, branch),
  );
  const met = due.filter(({ first, last }) => days.some((day) => first <= day && day <= last));
  const isCounted = due.length > 0 || days.length > 0;
  return {
    due: due.length,
    met: met.length,
    longestGap: isCounted ? longestGap(days, livedIn(year, asOf, branch)) : null,
  };
}

/** The days of a year up to a day on which the branch lived; those of its last life. */
function livedIn(year: number, asOf: Day, { lives }: BranchOverDays): Stretch | undefined {
  const life = lives.at(-1);
  if (!life) return undefined;
  const [yearBegins, yearEnds] = [firstDayOf(String(year)), lastDayOf(String(year))];
  const first = life.from > yearBegins ? life.from : yearBegins;
  const lasts = [yearEnds, asOf, ...(life.to === NEVER ? [] : [addDays(life.to, -1)])];
  return { first, last: lasts.reduce((a, b) => (a < b ? a : b)) };
}

/** The most days in a row without one. */
function longestGap(days: readonly Day[], lived: Stretch | undefined): number | null {
  if (!lived || lived.last < lived.first) return null;
  const bounds = [addDays(lived.first, -1), ...days, addDays(lived.last, 1)];
  return bounds.slice(1).reduce((most, day, index) => Math.max(most, daysBetween(bounds[index] ?? day, day) - 1), 0);
}

function isDueOn(end: Day, kind: ActivityKind, branch: BranchOverDays): boolean {
  if (on(branch.lives, end) === undefined) return false;
  const { onlyWith } = activityCadence[kind];
  if (onlyWith === 'committee') return hasCommittee(end, branch);
  return onlyWith === undefined || (on(branch.cells, end)?.value ?? 0) > 0;
}

function hasCommittee(day: Day, { committeeSize, fullMembers }: BranchOverDays): boolean {
  const stated = on(committeeSize, day)?.value ?? null;
  return stated === null ? (statedFor(fullMembers, day)?.value ?? 0) >= MEMBERS_WITH_COMMITTEE : stated > 0;
}

/** What was reported of a day; before anything was, the first report: a year's register comes in at the year's end. */
function statedFor<Value>(intervals: readonly Interval<Value>[], day: Day): Interval<Value> | undefined {
  const [first] = intervals.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return first && day < first.from ? first : on(intervals, day);
}

function on<Value>(intervals: readonly Interval<Value>[], day: Day): Interval<Value> | undefined {
  return intervals.find(({ from, to }) => from <= day && day < to);
}

interface Stretch {
  readonly first: Day;
  readonly last: Day;
}

/** The stretches that a year falls into, with their first and last days. */
function stretchesOf(year: number, timesAYear: 1 | 4 | 12): readonly Stretch[] {
  const months = 12 / timesAYear;
  const begins = (index: number): Day => addMonths(firstDayOf(String(year)), months * index);
  return Array.from({ length: timesAYear }, (_, index) => ({
    first: begins(index),
    last: addDays(begins(index + 1), -1),
  }));
}
