import { type Day, inForce, type Interval } from '@zhibu/kernel';
import { lifeOf } from '@zhibu/register/rules';
import { overlap, type Rectangle, rectangles } from '../bitemporal.rules.ts';

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
    return rectangles(facts, lifeUnlessCancelled, () => '');
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

/** A code that was cancelled once shows no life of a second registration yet. */
const lifeUnlessCancelled = (known: readonly TreeFact[]): readonly Interval<'living'>[] =>
  known.some(({ value }) => value === 'cancelled') ? [] : lifeOf(known);
