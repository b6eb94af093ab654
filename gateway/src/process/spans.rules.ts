import { type Day, type Interval, NEVER } from '@zhibu/kernel';
import type { Recorded } from '../views/bitemporal.rules.ts';

/** What a step says about where its instance then stands. */
export interface CountedStep<Status extends string> extends Recorded {
  readonly revision: number;
  readonly type: string;
  /** null: the status before goes on. */
  readonly leadsTo: Status | null;
  readonly effectiveOn: Day;
  /** What its process says of it beside the status, to be counted by; null: nothing. */
  readonly label: string | null;
  /** What is due from the step on; null: nothing. */
  readonly dueOn: Day | null;
}

/** Where an instance stands. */
export interface Stands<Status extends string> {
  readonly status: Status;
  readonly dueOn: Day | null;
}

/** On which days an instance counts as what, by the steps known; days of one value are disjoint. */
export type Counting<Status extends string> = (known: readonly CountedStep<Status>[]) => readonly Interval<string>[];

/** Where an instance stands on any day: by the steps that took effect by then, in the order of recording. */
export function standings<Status extends string>(
  known: readonly CountedStep<Status>[],
): readonly Interval<Stands<Status>>[] {
  const inOrder = known.toSorted((a, b) => a.revision - b.revision);
  const days = [...new Set(known.map(({ effectiveOn }) => effectiveOn))].sort();
  return days.flatMap((from, index) => {
    const taken = inOrder.filter(({ effectiveOn }) => effectiveOn <= from);
    const status = taken.findLast(({ leadsTo }) => leadsTo !== null)?.leadsTo ?? null;
    const dueOn = taken.at(-1)?.dueOn ?? null;
    return status === null ? [] : [{ from, to: days[index + 1] ?? NEVER, value: { status, dueOn } }];
  });
}

/** Intervals of one value that follow each other without a gap as one: what ends and begins on a day changes no sum. */
export function joined(days: readonly Interval<string>[]): readonly Interval<string>[] {
  const whole: Interval<string>[] = [];
  for (const interval of days) {
    const before = whole.at(-1);
    if (before?.to === interval.from && before.value === interval.value)
      whole[whole.length - 1] = { ...before, to: interval.to };
    else whole.push(interval);
  }
  return whole;
}

/** Counts each instance by its status. */
export function byStatus<Status extends string>(known: readonly CountedStep<Status>[]): readonly Interval<string>[] {
  return joined(standings(known).map(({ from, to, value }) => ({ from, to, value: value.status })));
}
