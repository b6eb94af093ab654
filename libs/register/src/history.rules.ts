import type { OrganizationForm, OrganizationKind } from '@zhibu/contracts';
import { ALWAYS, type DatedFact, type Day, inForce, type Interval, NEVER } from '@zhibu/kernel';

/** What an event of an organization's stream says about its place in the tree. */
export interface RegisterFact {
  readonly organizationId: string;
  readonly revision: number;
  readonly said: 'opened' | 'corrected' | 'moved' | 'dissolved' | 'reinstated' | 'cancelled' | 'sector' | 'form';
  /** Of a correction: the day on which it opened, as it should have been registered. */
  readonly effectiveOn: Day;
  /** Of a registration or its correction. */
  readonly kind: OrganizationKind | null;
  /** Of a registration, its correction, or a sector set later. */
  readonly sector: string | null;
  /** Of a registration or a move; null: it stands under none. */
  readonly parentId: string | null;
  /** Of a form set. */
  readonly form: OrganizationForm | null;
}

/** An organization as its latest registration and what came after it say, over all days. */
export interface History {
  readonly kind: OrganizationKind;
  /** Before it was opened too: what it was registered with. */
  readonly sectors: readonly Interval<string | null>[];
  /** What was set; an ordinary one before. */
  readonly forms: readonly Interval<OrganizationForm | null>[];
  /** Its days; empty where it was dissolved on the day it was opened. */
  readonly life: readonly Interval<'living'>[];
  /** Under whom it stands, before it was opened too: a branch may have been founded before its parent's date. */
  readonly parents: readonly Interval<string | null>[];
}

/** Of a cancelled registration nothing counts, of one made again nothing that was said before it. */
export function sinceRegistered<Fact extends DatedFact<string | null>>(known: readonly Fact[]): readonly Fact[] {
  const opened = lastOf(known, 'opened');
  if (!opened) return [];
  const since = known.filter(({ revision }) => revision >= opened.revision);
  return lastOf(since, 'cancelled') ? [] : since;
}

/**
 * The days of a life by what was said of it since it was opened last, its opening as it was last corrected; a dissolution
 * taken back never was. None once the registration is cancelled.
 */
export function lifeOf(known: readonly DatedFact<string | null>[]): readonly Interval<'living'>[] {
  const since = sinceRegistered(known);
  const from = (lastOf(since, 'corrected') ?? lastOf(since, 'opened'))?.effectiveOn;
  const [ended, undone] = [lastOf(since, 'dissolved'), lastOf(since, 'reinstated')];
  const to = ended && (!undone || undone.revision < ended.revision) ? ended.effectiveOn : NEVER;
  return from !== undefined && from < to ? [{ from, to, value: 'living' }] : [];
}

function lastOf<Fact extends DatedFact<string | null>>(known: readonly Fact[], value: string): Fact | undefined {
  return known
    .filter((fact) => fact.value === value)
    .reduce<Fact | undefined>((best, fact) => (best && best.revision > fact.revision ? best : fact), undefined);
}

/** What the facts of one organization say, in whatever order; undefined while it is not registered, or its registration is cancelled. */
export function historyOf(facts: readonly RegisterFact[]): History | undefined {
  const [registration, ...after] = sinceRegistered(
    facts.map((fact) => ({ ...fact, value: fact.said })).toSorted((a, b) => a.revision - b.revision),
  );
  if (!registration) return undefined;
  const corrected = after.findLast(({ said }) => said === 'corrected') ?? registration;
  const { kind } = corrected;
  if (!kind) return undefined;
  const set = (which: RegisterFact['said']) => after.filter(({ said }) => said === which);
  const atFirst = { ...registration, effectiveOn: ALWAYS };
  return {
    kind,
    sectors: inForce(
      [{ ...corrected, effectiveOn: ALWAYS }, ...set('sector')].map((fact) => ({ ...fact, value: fact.sector })),
    ),
    forms: inForce(set('form').map((fact) => ({ ...fact, value: fact.form }))),
    life: lifeOf([registration, ...after]),
    parents: inForce([atFirst, ...set('moved')].map((fact) => ({ ...fact, value: fact.parentId }))),
  };
}
