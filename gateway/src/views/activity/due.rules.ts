import { activityCadence, type ActivityKind, activityKinds } from '@zhibu/contracts';
import { addDays, addMonths, type Day, firstDayOf, type Interval } from '@zhibu/kernel';

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

/**
 * How many times each kind was due in a year by a day: the cadence's stretches of the year (months, quarters, the year)
 * that ended on or before it while the branch lived and, at their end, had what the kind needs.
 */
export function dueIn(year: number, asOf: Day, branch: BranchOverDays): ReadonlyMap<ActivityKind, number> {
  return new Map(
    activityKinds.map((kind) => {
      const ends = endsOf(year, activityCadence[kind].timesAYear);
      return [kind, ends.filter((end) => end <= asOf && isDueOn(end, kind, branch)).length] as const;
    }),
  );
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

/** The last days of the stretches that a year falls into. */
function endsOf(year: number, timesAYear: 1 | 4 | 12): readonly Day[] {
  const months = 12 / timesAYear;
  return Array.from({ length: timesAYear }, (_, index) =>
    addDays(addMonths(firstDayOf(String(year)), months * (index + 1)), -1),
  );
}
