import type { OrganizationForm, OrganizationKind } from '@zhibu/contracts';
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
    return this.add('opened', { organizationId, kind, sector: 'organ', parentId, effectiveOn });
  }

  corrected(organizationId: string, kind: OrganizationKind, effectiveOn: Day, sector = 'organ'): this {
    return this.add('corrected', { organizationId, kind, sector, effectiveOn });
  }

  moved(organizationId: string, parentId: string, effectiveOn: Day): this {
    return this.add('moved', { organizationId, parentId, effectiveOn });
  }

  dissolved(organizationId: string, effectiveOn: Day): this {
    return this.add('dissolved', { organizationId, effectiveOn });
  }

  reinstated(organizationId: string, effectiveOn: Day = '2022-01-01'): this {
    return this.add('reinstated', { organizationId, effectiveOn });
  }

  cancelled(organizationId: string, effectiveOn: Day = '2022-01-01'): this {
    return this.add('cancelled', { organizationId, effectiveOn });
  }

  sector(organizationId: string, sector: string, effectiveOn: Day): this {
    return this.add('sector', { organizationId, sector, effectiveOn });
  }

  formed(organizationId: string, form: OrganizationForm, effectiveOn: Day): this {
    return this.add('form', { organizationId, form, effectiveOn });
  }

  private add(
    said: RegisterFact['said'],
    fact: Partial<RegisterFact> & Pick<RegisterFact, 'organizationId' | 'effectiveOn'>,
  ): this {
    const revision = this.facts.filter(({ organizationId }) => organizationId === fact.organizationId).length;
    this.facts.push({ kind: null, sector: null, parentId: null, form: null, ...fact, said, revision });
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
  what: fc.constantFrom(
    'opened',
    'corrected',
    'moved',
    'moved',
    'moved',
    'dissolved',
    'reinstated',
    'cancelled',
    'sector',
    'form',
  ),
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
    const take = {
      opened: () => history.opened(id, kinds[id], parent, on),
      corrected: () => history.corrected(id, parent === 'D' ? 'general-branch' : kinds[id], on, parent),
      moved: () => history.moved(id, parent, on),
      dissolved: () => history.dissolved(id, on),
      reinstated: () => history.reinstated(id),
      cancelled: () => history.cancelled(id),
      sector: () => history.sector(id, parent, on),
      form: () => history.formed(id, parent === 'D' ? 'temporary' : 'joint', on),
    };
    take[what]();
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
    const kind = counting(facts, at).findLast((fact) => fact.kind)?.kind;
    if (!kind || at === id || ancestors.some((ancestor) => ancestor.id === at)) break;
    ancestors.push({ id: at, kind, alive: naiveAlive(facts, at, day) });
  }
  return ancestors;
}

/** What was said of one thing for a day: each fact in its turn, a later day before a later word; at first what was registered. */
function naiveSaid<Value>(
  counted: readonly RegisterFact[],
  day: Day,
  read: (fact: RegisterFact) => Said<Value>,
): Value | null {
  let [since, value]: [Day, Value | null] = ['', null];
  for (const fact of counted) {
    const said = read(fact);
    if (said && said.from <= day && said.from >= since) [since, value] = [said.from, said.value];
  }
  return value;
}
type Said<Value> = { readonly from: Day; readonly value: Value | null } | undefined;

interface Life {
  readonly kind: OrganizationKind | null;
  readonly from: Day;
  readonly to: Day;
}
const FOR_EVER = '9999-12-31';

/** What a fact makes of a life; of one that nobody opened, nothing. */
function lived(life: Life | undefined, { said, kind, effectiveOn }: RegisterFact): Life | undefined {
  if (said === 'opened') return { kind, from: effectiveOn, to: FOR_EVER };
  if (said === 'corrected') return life && { ...life, kind, from: effectiveOn };
  if (said === 'dissolved') return life && { ...life, to: effectiveOn };
  return said === 'reinstated' ? life && { ...life, to: FOR_EVER } : life;
}

const sectorSaid = ({ said, sector: value, effectiveOn }: RegisterFact): Said<string> => {
  if (said === 'opened' || said === 'corrected') return { from: ALWAYS, value };
  return said === 'sector' ? { from: effectiveOn, value } : undefined;
};
const formSaid = ({ said, form: value, effectiveOn }: RegisterFact): Said<OrganizationForm> =>
  said === 'form' ? { from: effectiveOn, value } : undefined;

/** Where one stands on a day, by asking each fact again and again. */
export function naivePlace(facts: readonly RegisterFact[], id: string, day: Day): Place | undefined {
  const counted = counting(facts, id);
  const life = counted.reduce<Life | undefined>(lived, undefined);
  if (!life?.kind) return undefined;
  const sector = naiveSaid(counted, day, sectorSaid);
  const form = naiveSaid(counted, day, formSaid) ?? 'ordinary';
  const alive = naiveAlive(facts, id, day);
  return { id, kind: life.kind, sector, form, alive, ancestors: naiveAncestors(facts, id, day) };
}

function naiveAlive(facts: readonly RegisterFact[], id: string, day: Day): boolean {
  const life = counting(facts, id).reduce<Life | undefined>(lived, undefined);
  return life !== undefined && life.from <= day && day < life.to;
}
