import type { OrganizationKind } from '@zhibu/contracts';
import { ALWAYS, type Day } from '@zhibu/kernel';
import fc from 'fast-check';
import type { Ancestor, Place, RegisterFact } from '../rules.ts';

/** Facts of the register as they are recorded one after the other. */
export class History {
  readonly facts: RegisterFact[] = [];

  opened(
    organizationId: string,
    kind: OrganizationKind,
    parentId: string | null = null,
    effectiveOn = '2000-01-01',
  ): this {
    return this.add({ organizationId, said: 'opened', kind, sector: 'organ', parentId, effectiveOn });
  }

  moved(organizationId: string, parentId: string, effectiveOn: Day): this {
    return this.add({ organizationId, said: 'moved', kind: null, sector: null, parentId, effectiveOn });
  }

  dissolved(organizationId: string, effectiveOn: Day): this {
    return this.add({ organizationId, said: 'dissolved', kind: null, sector: null, parentId: null, effectiveOn });
  }

  cancelled(organizationId: string, effectiveOn: Day = '2022-01-01'): this {
    return this.add({ organizationId, said: 'cancelled', kind: null, sector: null, parentId: null, effectiveOn });
  }

  private add(fact: Omit<RegisterFact, 'revision'>): this {
    const revision = this.facts.filter(({ organizationId }) => organizationId === fact.organizationId).length;
    this.facts.push({ ...fact, revision });
    return this;
  }
}

const kinds = {
  C: 'city',
  W: 'work-committee',
  V: 'work-committee',
  U: 'unit',
  T: 'unit',
  B: 'branch',
  D: 'branch',
} as const;

/** The organizations of {@link histories}. */
export const SUBJECTS = Object.keys(kinds);

const month = fc.integer({ min: 1, max: 9 }).map((number) => `2022-0${number}-01`);
const subject = fc.constantFrom<keyof typeof kinds>('C', 'W', 'V', 'U', 'T', 'B', 'D');
const step = fc.record({
  what: fc.constantFrom('opened', 'moved', 'moved', 'moved', 'dissolved', 'cancelled'),
  id: subject,
  parent: subject,
  on: month,
});

/** Histories of seven organizations, impossible ones among them: circles, moves of the unknown, registrations made again. */
export const histories = fc.array(step, { maxLength: 24 }).map((steps) => {
  const history = new History();
  for (const id of ['C', 'W', 'U', 'B'] as const)
    history.opened(id, kinds[id], { C: null, W: 'C', U: 'W', B: 'U' }[id]);
  for (const { what, id, parent, on } of steps) {
    if (what === 'opened') history.opened(id, kinds[id], parent, on);
    else if (what === 'moved') history.moved(id, parent, on);
    else if (what === 'dissolved') history.dissolved(id, on);
    else history.cancelled(id);
  }
  return history;
});

/** The facts of one organization that count, in the order recorded: those from its last registration on. */
function counting(facts: readonly RegisterFact[], id: string): readonly RegisterFact[] {
  let counted: RegisterFact[] = [];
  for (const fact of facts.filter(({ organizationId }) => organizationId === id)) {
    if (fact.said === 'opened') counted = [fact];
    else if (fact.said === 'cancelled') counted = [];
    else if (counted.length > 0) counted.push(fact);
  }
  return counted;
}

/** Under whom one stands on a day: each fact in its turn, and a later day before a later word. */
export function naiveParent(facts: readonly RegisterFact[], id: string, day: Day): string | null {
  let since = '';
  let parent: string | null = null;
  for (const { said, effectiveOn, parentId } of counting(facts, id)) {
    const from = said === 'opened' ? ALWAYS : effectiveOn;
    const counts = said === 'opened' || (said === 'moved' && from <= day && from >= since);
    if (counts) [since, parent] = [from, parentId];
  }
  return parent;
}

function naiveAncestors(facts: readonly RegisterFact[], id: string, day: Day): readonly Ancestor[] {
  const ancestors: Ancestor[] = [];
  for (let at = naiveParent(facts, id, day); at !== null; at = naiveParent(facts, at, day)) {
    const kind = counting(facts, at)[0]?.kind;
    if (!kind || at === id || ancestors.some((ancestor) => ancestor.id === at)) break;
    ancestors.push({ id: at, kind });
  }
  return ancestors;
}

/** Where one stands on a day, by asking each fact again and again. */
export function naivePlace(facts: readonly RegisterFact[], id: string, day: Day): Place | undefined {
  const counted = counting(facts, id);
  const [registration] = counted;
  if (!registration?.kind) return undefined;
  const { kind, sector, effectiveOn } = registration;
  const dissolvedOn = counted.findLast(({ said }) => said === 'dissolved')?.effectiveOn ?? '9999-12-31';
  const alive = effectiveOn <= day && day < dissolvedOn;
  return { id, kind, sector, alive, ancestors: naiveAncestors(facts, id, day) };
}
