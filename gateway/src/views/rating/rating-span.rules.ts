import {
  type Rating,
  type RatingClosing,
  type RatingEvent,
  type RatingFact,
  ratingIntervals,
  ratingOutcomes,
} from '@zhibu/contracts';
import { ALWAYS, type DatedFact, type Interval, NEVER } from '@zhibu/kernel';
import { lifeOf } from '@zhibu/register/rules';
import { type Rectangle, rectangles } from '../bitemporal.rules.ts';

/** The track of the rating in force over all periods; every other track is a period. */
export const IN_FORCE = '';

/** A decision with what a span keeps of it; a withdrawal has no grade. */
export interface SpanDecision extends RatingEvent {
  readonly grade: string | null;
  readonly revision: number;
}

/** What is said of a branch's life: `opened`, `dissolved` and so on. */
export interface LifeFact extends DatedFact<string | null> {
  readonly kind: 'life';
  readonly recordedAt: string;
}

export type SpanFact = SpanDecision | RatingClosing | LifeFact;

export interface RatingSpan extends Rectangle<Rating<SpanDecision>> {
  readonly track: string;
}

/**
 * On which days which decision gives a branch its grade in one scheme, over both clocks and on every track: on the
 * period's own track what it came to, whatever the day.
 * @param facts of one branch in one scheme, in any order
 */
export function ratingSpans(facts: readonly SpanFact[]): readonly RatingSpan[] {
  const periods = [...new Set(facts.flatMap((fact) => ('period' in fact ? [fact.period] : [])))].sort();
  return [IN_FORCE, ...periods].flatMap((track) => {
    const concerned = facts.filter((fact) => track === IN_FORCE || ('period' in fact && fact.period === track));
    const intervalsOf = (known: readonly SpanFact[]) => (track === IN_FORCE ? inForce(known) : ofPeriod(known, track));
    return rectangles(concerned, intervalsOf, keyOf).map((span) => ({ ...span, track }));
  });
}

const keyOf = ({ decision: { period, revision }, computed, confirmed }: Rating<SpanDecision>): string =>
  `${period} ${revision} ${computed.revision} ${confirmed}`;

function inForce(known: readonly SpanFact[]): readonly Interval<Rating<SpanDecision>>[] {
  const lives = lifeOf(known.filter(isLife));
  return ratingIntervals(known.filter(isOfRating), lives.at(-1)?.to).map(({ from, to, ...value }) => ({
    from,
    to: to ?? NEVER,
    value,
  }));
}

function ofPeriod(known: readonly SpanFact[], period: string): readonly Interval<Rating<SpanDecision>>[] {
  const value = ratingOutcomes(known.filter(isOfRating)).get(period);
  return value ? [{ from: ALWAYS, to: NEVER, value }] : [];
}

const isLife = (fact: SpanFact): fact is LifeFact => fact.kind === 'life';
const isOfRating = (fact: SpanFact): fact is RatingFact<SpanDecision> => fact.kind !== 'life';
