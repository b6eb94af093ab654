import type { Day, Interval } from '@zhibu/kernel';
import type { Recorded } from '../views/bitemporal.rules.ts';

/** What a step says that its process keeps; what it does not name, it says nothing of. */
export type Told = Readonly<Record<string, string | null>>;

/** What a step says about where its instance then stands. */
export interface CountedStep<Status extends string> extends Recorded {
  readonly revision: number;
  readonly type: string;
  /** null: the status before goes on. */
  readonly leadsTo: Status | null;
  readonly effectiveOn: Day;
  /** What its process keeps of what it says, by which instances are counted and listed. */
  readonly told: Told;
  /** What is due from the step on; null: nothing. */
  readonly dueOn: Day | null;
}

/** On which days an instance counts as what, by the steps known; days of one value are disjoint. */
export type Counting<Status extends string> = (known: readonly CountedStep<Status>[]) => readonly Interval<string>[];

/** Intervals of one value that follow each other without a gap as one: what ends and begins on a day changes no sum. */
export function joined<Value>(
  days: readonly Interval<Value>[],
  keyOf: (value: Value) => string = String,
): readonly Interval<Value>[] {
  const whole: Interval<Value>[] = [];
  for (const interval of days) {
    const before = whole.at(-1);
    if (before?.to === interval.from && keyOf(before.value) === keyOf(interval.value))
      whole[whole.length - 1] = { ...before, to: interval.to };
    else whole.push(interval);
  }
  return whole;
}
