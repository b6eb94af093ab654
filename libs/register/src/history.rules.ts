import type { OrganizationKind } from '@zhibu/contracts';
import { ALWAYS, type DatedFact, type Day, inForce, type Interval, NEVER } from '@zhibu/kernel';

/** What an event of an organization's stream says about its place in the tree. */
export interface RegisterFact {
  readonly organizationId: string;
  readonly revision: number;
  readonly said: 'opened' | 'moved' | 'dissolved' | 'cancelled';
  readonly effectiveOn: Day;
  /** Of a registration. */
  readonly kind: OrganizationKind | null;
  readonly sector: string | null;
  /** Of a registration or a move; null: it stands under none. */
  readonly parentId: string | null;
}

/** An organization as its latest registration and what came after it say, over all days. */
export interface History {
  readonly kind: OrganizationKind;
  readonly sector: string | null;
  /** Its days; empty where it was dissolved on the day it was opened. */
  readonly life: readonly Interval<'living'>[];
  /** Under whom it stands, before it was opened too: a branch may have been founded before its parent's date. */
  readonly parents: readonly Interval<string | null>[];
}

/** The days of a life by what was said of it since it was opened last; none once its registration is cancelled. */
export function lifeOf(known: readonly DatedFact<string | null>[]): readonly Interval<'living'>[] {
  const opened = lastOf(known, 'opened');
  if (!opened) return [];
  const since = known.filter(({ revision }) => revision > opened.revision);
  if (lastOf(since, 'cancelled')) return [];
  const to = lastOf(since, 'dissolved')?.effectiveOn ?? NEVER;
  return opened.effectiveOn < to ? [{ from: opened.effectiveOn, to, value: 'living' }] : [];
}

function lastOf(known: readonly DatedFact<string | null>[], value: string): DatedFact<string | null> | undefined {
  return known
    .filter((fact) => fact.value === value)
    .reduce<DatedFact<string | null> | undefined>(
      (best, fact) => (best && best.revision > fact.revision ? best : fact),
      undefined,
    );
}

/** What the facts of one organization say, in whatever order; undefined while it is not registered, or its registration is cancelled. */
export function historyOf(facts: readonly RegisterFact[]): History | undefined {
  const inOrder = facts.toSorted((a, b) => a.revision - b.revision);
  const begun = inOrder.findLastIndex(({ said }) => said === 'opened');
  const [registration, ...after] = begun === -1 ? [] : inOrder.slice(begun);
  if (!registration?.kind || after.some(({ said }) => said === 'cancelled')) return undefined;
  const moves = after.filter(({ said }) => said === 'moved');
  return {
    kind: registration.kind,
    sector: registration.sector,
    life: lifeOf([registration, ...after].map((fact) => ({ ...fact, value: fact.said }))),
    parents: inForce(
      [{ ...registration, effectiveOn: ALWAYS }, ...moves].map((fact) => ({ ...fact, value: fact.parentId })),
    ),
  };
}
