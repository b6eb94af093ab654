import type { ProblemStatus } from '@zhibu/contracts';
import { addDays, type Day, type Interval, NEVER } from '@zhibu/kernel';
import { type Recorded, type Rectangle, rectangles } from '../bitemporal.rules.ts';

/** What is counted of problems. */
export const problemCountings = ['open', 'overdue', 'closed', 'reopened'] as const;
export type ProblemCounting = (typeof problemCountings)[number];

/** What a step of a problem says about where it then stands. */
export interface SpanStep extends Recorded {
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly status: ProblemStatus;
  readonly dueOn: Day | null;
  readonly reopens: boolean;
}

/** On which days, as known when, a problem is counted as what. */
export type ProblemSpan = Rectangle<ProblemCounting>;

/**
 * As what a problem is counted, over both clocks: open until it is closed or dismissed; overdue from the day after the due
 * date while it is being rectified, for a completion that waits to be verified is nobody's delay but the verifier's;
 * closed; reopened from the first time on.
 * @param steps of one problem, in any order
 */
export function problemSpans(steps: readonly SpanStep[]): readonly ProblemSpan[] {
  return rectangles(
    steps,
    (known) => problemCountings.flatMap((counting) => daysOf(known, counting)),
    (counting) => counting,
  );
}

function daysOf(known: readonly SpanStep[], counting: ProblemCounting): readonly Interval<ProblemCounting>[] {
  const standing = counting === 'reopened' ? sinceReopened(known) : standingOf(known);
  const days = standing.flatMap((interval) => {
    const from = countedFrom(interval, counting);
    return from !== undefined && from < interval.to ? [{ from, to: interval.to, value: counting }] : [];
  });
  return joined(days);
}

/** From which day of a step's interval on it is counted so; undefined: it is not. */
function countedFrom(
  { from, value: { status, dueOn } }: Interval<SpanStep>,
  counting: ProblemCounting,
): Day | undefined {
  switch (counting) {
    case 'open':
      return status === 'closed' || status === 'dismissed' ? undefined : from;
    case 'overdue':
      return status === 'rectifying' && dueOn !== null ? later(from, addDays(dueOn, 1)) : undefined;
    case 'closed':
      return status === 'closed' ? from : undefined;
    case 'reopened':
      return from;
  }
}

/** On any day the last of the steps that took effect by then. */
function standingOf(known: readonly SpanStep[]): readonly Interval<SpanStep>[] {
  const days = [...new Set(known.map(({ effectiveOn }) => effectiveOn))].sort();
  return days.flatMap((from, index) => {
    const value = known
      .filter(({ effectiveOn }) => effectiveOn <= from)
      .reduce((last, step) => (step.revision > last.revision ? step : last));
    return [{ from, to: days[index + 1] ?? NEVER, value }];
  });
}

function sinceReopened(known: readonly SpanStep[]): readonly Interval<SpanStep>[] {
  const [first] = known.filter(({ reopens }) => reopens).sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
  return first ? [{ from: first.effectiveOn, to: NEVER, value: first }] : [];
}

/** Intervals that follow each other without a gap as one: what ends and begins on a day changes no sum. */
function joined(days: readonly Interval<ProblemCounting>[]): readonly Interval<ProblemCounting>[] {
  const whole: Interval<ProblemCounting>[] = [];
  for (const interval of days) {
    const before = whole.at(-1);
    if (before?.to === interval.from) whole[whole.length - 1] = { ...before, to: interval.to };
    else whole.push(interval);
  }
  return whole;
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
