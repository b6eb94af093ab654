import { ALWAYS, type Day, inForce, NEVER } from '@zhibu/kernel';
import { lifeOf, sinceRegistered } from '@zhibu/register/rules';
import { overlap, type Rectangle, rectangles } from '../bitemporal.rules.ts';

/** A fact of one organization's stream: an edge to its parent (null: it is the root), or what became of its life. */
export interface TreeFact {
  readonly organizationId: string;
  readonly aspect: 'parent' | 'life';
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly recordedAt: string;
  /** The parent's id or null; of a life `opened`, `corrected`, `dissolved`, `reinstated` or `cancelled`. */
  readonly value: string | null;
  /** Of a registration or its correction. */
  readonly kind: string | null;
}

/** Where a living organization stands: under which ancestor, how many steps above, on which days, as known when. */
export interface Place extends Omit<Rectangle<string>, 'value'> {
  readonly organizationId: string;
  readonly kind: string;
  readonly ancestorId: string;
  readonly depth: number;
}

/** What an organization was registered as, as known when. */
export interface Registration extends Pick<Rectangle<string>, 'knownFrom' | 'knownTo'> {
  readonly organizationId: string;
  readonly kind: string;
  readonly openedOn: Day;
}

/** The tree by its facts. What is asked of it is worked out once for each organization. */
export class Tree {
  private readonly facts = new Map<string, TreeFact[]>();
  private readonly edges = new Map<string, readonly Rectangle<string | null>[]>();
  private readonly kinds = new Map<string, string | undefined>();

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

  /** What it was registered as, over what was known; nothing while its registration was cancelled. */
  registrationsOf(organizationId: string): readonly Registration[] {
    const found = rectangles(this.factsOf(organizationId, 'life'), registered, (value) => JSON.stringify(value));
    return found.map(({ value, knownFrom, knownTo }) => ({ organizationId, ...value, knownFrom, knownTo }));
  }

  /** The kind that is known last. */
  kindOf(organizationId: string): string | undefined {
    if (!this.kinds.has(organizationId)) this.kinds.set(organizationId, kindIn(this.factsOf(organizationId, 'life')));
    return this.kinds.get(organizationId);
  }

  /** Whether a registration of it was ever cancelled. */
  wasCancelled(organizationId: string): boolean {
    return this.factsOf(organizationId, 'life').some(({ value }) => value === 'cancelled');
  }

  private climb(path: readonly string[], stay: Rectangle<string>): readonly Place[] {
    const [organizationId, at] = [path[0] ?? '', path.at(-1) ?? ''];
    const { from, to, knownFrom, knownTo, value: kind } = stay;
    const place = { organizationId, kind, ancestorId: at, depth: path.length - 1, from, to, knownFrom, knownTo };
    const above = this.edgesOf(at).flatMap((edge) => {
      const shared = overlap(stay, edge);
      return shared && edge.value !== null && !path.includes(edge.value)
        ? this.climb([...path, edge.value], { ...shared, value: kind })
        : [];
    });
    return [place, ...above];
  }

  private livesOf(organizationId: string): readonly Rectangle<string>[] {
    const facts = this.factsOf(organizationId, 'life');
    return rectangles(facts, livesAs, (kind) => kind);
  }

  private edgesOf(organizationId: string): readonly Rectangle<string | null>[] {
    const known = this.edges.get(organizationId);
    if (known) return known;
    const found = rectangles(this.factsOf(organizationId, 'parent'), edgesIn, (parent) => parent ?? '');
    this.edges.set(organizationId, found);
    return found;
  }

  private factsOf(organizationId: string, aspect: TreeFact['aspect']): readonly TreeFact[] {
    return (this.facts.get(organizationId) ?? []).filter((fact) => fact.aspect === aspect);
  }
}

const livesAs = (known: readonly TreeFact[]) =>
  lifeOf(known).map((life) => ({ ...life, value: kindIn(sinceRegistered(known)) ?? '' }));

function registered(known: readonly TreeFact[]) {
  const said = sinceRegistered(known)
    .filter(({ kind }) => kind !== null)
    .toSorted((a, b) => b.revision - a.revision);
  return said
    .slice(0, 1)
    .map(({ kind, effectiveOn }) => ({ from: ALWAYS, to: NEVER, value: { kind: kind ?? '', openedOn: effectiveOn } }));
}

const kindIn = (known: readonly TreeFact[]): string | undefined =>
  known.toSorted((a, b) => b.revision - a.revision).find(({ kind }) => kind !== null)?.kind ?? undefined;

/** A registration says the parent for always: what was said before a second one is not carried over. */
function edgesIn(known: readonly TreeFact[]) {
  const begun = Math.max(...known.filter(({ effectiveOn }) => effectiveOn === ALWAYS).map(({ revision }) => revision));
  return inForce(known.filter(({ revision }) => revision >= begun));
}
