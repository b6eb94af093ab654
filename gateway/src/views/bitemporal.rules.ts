import { type Interval, NEVER } from '@zhibu/kernel';

/** A value over days, as known from one instant until another. */
export interface Rectangle<Value> extends Interval<Value> {
  readonly knownFrom: string;
  readonly knownTo: string;
}

/** What a fact must say to have a place on both clocks. */
export interface Recorded {
  /** RFC 3339, milliseconds, UTC. */
  readonly recordedAt: string;
}

/**
 * What facts say over both clocks: for each instant at which something was recorded, the intervals that the facts known
 * by then give, an interval that stays being one rectangle. Depends on the facts alone, not on their order.
 * @param intervalsOf the intervals from the facts known, their value equal when their `keyOf` is, and then disjoint
 */
export function rectangles<Fact extends Recorded, Value>(
  facts: readonly Fact[],
  intervalsOf: (known: readonly Fact[]) => readonly Interval<Value>[],
  keyOf: (value: Value) => string,
): readonly Rectangle<Value>[] {
  const done: Rectangle<Value>[] = [];
  let open = new Map<string, Rectangle<Value>>();
  for (const instant of instantsOf(facts)) {
    const still = new Map<string, Rectangle<Value>>();
    for (const interval of intervalsOf(facts.filter((fact) => fact.recordedAt <= instant))) {
      const key = JSON.stringify([interval.from, interval.to, keyOf(interval.value)]);
      still.set(key, open.get(key) ?? { ...interval, knownFrom: instant, knownTo: NEVER });
      open.delete(key);
    }
    for (const ended of open.values()) done.push({ ...ended, knownTo: instant });
    open = still;
  }
  return [...done, ...open.values()];
}

/** Where two rectangles overlap; undefined where they do not. */
export function overlap(a: Rectangle<unknown>, b: Rectangle<unknown>): Omit<Rectangle<unknown>, 'value'> | undefined {
  const [from, to] = [later(a.from, b.from), earlier(a.to, b.to)];
  const [knownFrom, knownTo] = [later(a.knownFrom, b.knownFrom), earlier(a.knownTo, b.knownTo)];
  return from < to && knownFrom < knownTo ? { from, to, knownFrom, knownTo } : undefined;
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

function instantsOf(facts: readonly Recorded[]): readonly string[] {
  return [...new Set(facts.map((fact) => fact.recordedAt))].sort();
}
