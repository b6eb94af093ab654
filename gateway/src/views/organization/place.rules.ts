import type { Day } from '@zhibu/kernel';
import { type Interval, NEVER, overlap, type Rectangle, rectangles } from '../bitemporal.rules.ts';

/** A fact of one organization's stream: an edge to its parent (null: it is the root), or what became of its life. */
export interface TreeFact {
  readonly organizationId: string;
  readonly aspect: 'parent' | 'life';
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly recordedAt: string;
  /** The parent's id or null; of a life `opened`, `dissolved` or `cancelled`. */
  readonly value: string | null;
}

/** A fact of one stream that holds from a day on; the later revision was recorded later. */
export interface DatedFact<Value> {
  readonly effectiveOn: Day;
  readonly revision: number;
  readonly value: Value;
}

/** Where a living organization stands: under which ancestor, how many steps above, on which days, as known when. */
export interface Place extends Omit<Rectangle<string>, 'value'> {
  readonly organizationId: string;
  readonly ancestorId: string;
  readonly depth: number;
}

/** The tree by its facts. What is asked of it is worked out once for each organization. */
export class Tree {
  private readonly facts = new Map<string, TreeFact[]>();
  private readonly edges = new Map<string, readonly Rectangle<string | null>[]>();

  constructor(facts: Iterable<TreeFact>) {
    for (const fact of facts) {
      const known = this.facts.get(fact.organizationId);
      if (known) known.push(fact);
      else this.facts.set(fact.organizationId, [fact]);
    }
  }

  /**
   * The places of an organization over both clocks: its life, carried up the edges. An ancestor need not live for that,
   * nor be registered yet; a circle, which only a race could make, ends where it closes.
   */
  placesOf(organizationId: string): readonly Place[] {
    return this.livesOf(organizationId).flatMap((life) => this.climb([organizationId], life));
  }

  private climb(path: readonly string[], stay: Omit<Rectangle<unknown>, 'value'>): readonly Place[] {
    const [organizationId, at] = [path[0] ?? '', path.at(-1) ?? ''];
    const { from, to, knownFrom, knownTo } = stay;
    const place = { organizationId, ancestorId: at, depth: path.length - 1, from, to, knownFrom, knownTo };
    const above = this.edgesOf(at).flatMap((edge) => {
      const shared = overlap({ ...stay, value: null }, edge);
      return shared && edge.value !== null && !path.includes(edge.value)
        ? this.climb([...path, edge.value], shared)
        : [];
    });
    return [place, ...above];
  }

  private livesOf(organizationId: string): readonly Rectangle<string>[] {
    const facts = this.factsOf(organizationId, 'life');
    return rectangles(facts, lifeOf, () => '');
  }

  private edgesOf(organizationId: string): readonly Rectangle<string | null>[] {
    const known = this.edges.get(organizationId);
    if (known) return known;
    const found = rectangles(this.factsOf(organizationId, 'parent'), inForce, (parent) => parent ?? '');
    this.edges.set(organizationId, found);
    return found;
  }

  private factsOf(organizationId: string, aspect: TreeFact['aspect']): readonly TreeFact[] {
    return (this.facts.get(organizationId) ?? []).filter((fact) => fact.aspect === aspect);
  }
}

/** On any day the fact with the latest day up to it, of these the one recorded last. */
export function inForce<Value>(known: readonly DatedFact<Value>[]): readonly Interval<Value>[] {
  const lastOfDay = new Map<Day, DatedFact<Value>>();
  for (const fact of [...known].sort((a, b) => a.revision - b.revision)) lastOfDay.set(fact.effectiveOn, fact);
  const days = [...lastOfDay.keys()].sort();
  return days.flatMap((from, index) => {
    const fact = lastOfDay.get(from);
    return fact ? [{ from, to: days[index + 1] ?? NEVER, value: fact.value }] : [];
  });
}

/** From the day it was opened until it is dissolved; not at all once its registration is cancelled. */
function lifeOf(known: readonly TreeFact[]): readonly Interval<string>[] {
  const last = (value: string): TreeFact | undefined =>
    known
      .filter((fact) => fact.value === value)
      .reduce<TreeFact | undefined>((best, fact) => (best && best.revision > fact.revision ? best : fact), undefined);
  const opened = last('opened');
  if (!opened || last('cancelled')) return [];
  const to = last('dissolved')?.effectiveOn ?? NEVER;
  return opened.effectiveOn < to ? [{ from: opened.effectiveOn, to, value: '' }] : [];
}
