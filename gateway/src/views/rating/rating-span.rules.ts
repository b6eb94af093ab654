import { type RatingDecision, type RatingInterval, ratingIntervals } from '@zhibu/contracts';
import { ALWAYS, type Interval, lastDayOf, NEVER } from '@zhibu/kernel';
import { type Rectangle, rectangles } from '../bitemporal.rules.ts';

/** The track of the rating in force over all periods; every other track is a period. */
export const IN_FORCE = '';

/** A decision with what a span keeps of it. */
export interface SpanDecision extends RatingDecision {
  readonly grade: string;
  readonly revision: number;
}

export interface RatingSpan extends Rectangle<SpanDecision> {
  readonly track: string;
}

/**
 * On which days which decision gives a branch its grade in one scheme, over both clocks and on every track. On a
 * period's own track a day before the period's end asks for what holds at its end: on the tree of any day of 2022 the
 * grades of 2022 can be counted.
 * @param decisions of one branch in one scheme, in any order
 */
export function ratingSpans(decisions: readonly SpanDecision[]): readonly RatingSpan[] {
  const periods = [...new Set(decisions.map((decision) => decision.period))].sort();
  return [
    ...spansOn(IN_FORCE, decisions, inForce),
    ...periods.flatMap((period) =>
      spansOn(
        period,
        decisions.filter((decision) => decision.period === period),
        (known) => ofPeriod(known, period),
      ),
    ),
  ];
}

function spansOn(
  track: string,
  decisions: readonly SpanDecision[],
  intervalsOf: (known: readonly SpanDecision[]) => readonly Interval<SpanDecision>[],
): readonly RatingSpan[] {
  return rectangles(decisions, intervalsOf, (decision) => `${decision.period} ${decision.revision}`).map((span) => ({
    ...span,
    track,
  }));
}

function inForce(known: readonly SpanDecision[]): readonly Interval<SpanDecision>[] {
  return ratingIntervals(known).map(intervalOf);
}

function ofPeriod(known: readonly SpanDecision[], period: string): readonly Interval<SpanDecision>[] {
  const end = lastDayOf(period);
  return inForce(known)
    .filter((interval) => interval.to > end)
    .map((interval) => (interval.from <= end ? { ...interval, from: ALWAYS } : interval));
}

function intervalOf({ decision, from, to }: RatingInterval<SpanDecision>): Interval<SpanDecision> {
  return { from, to: to ?? NEVER, value: decision };
}
