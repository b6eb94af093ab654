import type { Day } from '@zhibu/kernel';

/** What of a decision on a grade says when it holds (domain.md, section 2). */
export interface RatingDecision {
  /** A year, `YYYY`. */
  readonly period: string;
  readonly effectiveOn: Day;
  /** RFC 3339. */
  readonly recordedAt: string;
  /** Place in the owning service's log; tells which of two was recorded last. */
  readonly position: bigint;
}

/** A decision and the days on which it holds: `from` included, `to` excluded; still in force when `to` is null. */
export interface RatingInterval<Decided extends RatingDecision> {
  readonly decision: Decided;
  readonly from: Day;
  readonly to: Day | null;
}

/**
 * The rating in force on a day, as known at an instant: of the decisions recorded by then that have taken effect by
 * that day, those of the latest period; of these the one recorded last. So a correction of 2021 never shadows 2022.
 * @param decisions of one branch in one scheme, in any order
 * @param knownAt RFC 3339; absent: everything recorded is known
 */
export function ratingOn<Decided extends RatingDecision>(
  decisions: Iterable<Decided>,
  day: Day,
  knownAt?: string,
): Decided | undefined {
  let inForce: Decided | undefined;
  for (const decision of known(decisions, knownAt)) {
    if (decision.effectiveOn <= day) inForce = prevailing(inForce, decision);
  }
  return inForce;
}

/**
 * The same for every day at once: who holds from when to when, by `from`. Neighbours differ; there are no gaps after
 * the first `from`.
 * @param decisions of one branch in one scheme, in any order
 * @param knownAt RFC 3339; absent: everything recorded is known
 */
export function ratingIntervals<Decided extends RatingDecision>(
  decisions: Iterable<Decided>,
  knownAt?: string,
): readonly RatingInterval<Decided>[] {
  const byDay = [...known(decisions, knownAt)].sort((a, b) => order(a.effectiveOn, b.effectiveOn));
  const starts: { decision: Decided; from: Day }[] = [];
  let inForce: Decided | undefined;
  for (const decision of byDay) {
    // As days go by decisions only join, so the one that prevails so far is enough to know.
    const next = prevailing(inForce, decision);
    if (next === inForce) continue;
    if (starts.at(-1)?.from === decision.effectiveOn) starts.pop();
    starts.push({ decision: next, from: decision.effectiveOn });
    inForce = next;
  }
  return starts.map((start, index) => ({ ...start, to: starts[index + 1]?.from ?? null }));
}

function prevailing<Decided extends RatingDecision>(before: Decided | undefined, decision: Decided): Decided {
  if (!before || before.period < decision.period) return decision;
  return before.period === decision.period && before.position < decision.position ? decision : before;
}

function* known<Decided extends RatingDecision>(
  decisions: Iterable<Decided>,
  knownAt: string | undefined,
): Generator<Decided> {
  const until = knownAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(knownAt);
  for (const decision of decisions) {
    if (Date.parse(decision.recordedAt) <= until) yield decision;
  }
}

const order = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0);
