import type { Day } from '@zhibu/kernel';
import DataLoader from 'dataloader';
import type { ReadModel } from '../read-model.ts';
import type { Moment } from '../views/moment.ts';
import { type Scope, scopeOf, type SeeingDuty } from './scope.rules.ts';
import type { SeenId, Subtree } from './seen.ts';
import { type Stay, staysUnder, thoseAbove } from './stay.lookup.ts';

/** What access is decided by. */
export interface Asking {
  /** Who asks; absent: the operator. */
  readonly personId: string | undefined;
  /** The duties that a person holds on a day. */
  readonly duties: (personId: string, day: Day) => Promise<readonly SeeingDuty[]>;
  readonly model: ReadModel;
  /** Notes that the answer rests on the day and on the duties of whoever asks. */
  today(): Day;
}

/** On which days somebody may see an organization. */
export interface Sight {
  readonly id: SeenId;
  /** It stands under a root of his today: then its whole history is his. */
  readonly isToday: boolean;
  /** The days on which it stood under a root of his; none where he sees everything. */
  readonly stays: readonly Pick<Stay, 'from' | 'to'>[];
}

/**
 * What whoever asks may see: an organization on a day if it stands under a root of his today, or stood there on that day,
 * in the tree as it is known now. The operator sees everything. One request's questions are answered by one statement
 * for as many as are asked together. Source: access.md, sections 1 and 3.
 */
export class Access {
  private readonly asking: Asking;
  private scoped: Promise<Scope | 'everything'> | undefined;
  private readonly sights: DataLoader<string, Sight | undefined>;
  private readonly above: DataLoader<string, boolean>;

  constructor(asking: Asking) {
    this.asking = asking;
    this.sights = new DataLoader((ids) => this.look(ids));
    this.above = new DataLoader((ids) => this.lookAbove(ids));
  }

  /** Whether he sees whatever there is: no condition on rows is needed. */
  async seesEverything(): Promise<boolean> {
    return (await this.scope()) === 'everything';
  }

  /** Below what he sees what there is. */
  scope(): Promise<Scope | 'everything'> {
    this.scoped ??= this.readScope();
    return this.scoped;
  }

  /** On which days he may see an organization; undefined: on none. */
  sight(id: string): Promise<Sight | undefined> {
    return this.sights.load(id);
  }

  /** Those of the organizations that he may see on the day of a moment, each at its place. */
  see(ids: readonly string[], { asOf }: Pick<Moment, 'asOf'>): Promise<readonly (SeenId | undefined)[]> {
    return Promise.all(
      ids.map(async (id) => {
        const sight = await this.sight(id);
        return sight && isSeenOn(sight, asOf) ? sight.id : undefined;
      }),
    );
  }

  /** An organization that stands under a root of his today. */
  async seeToday(id: string): Promise<SeenId | undefined> {
    const sight = await this.sight(id);
    return sight?.isToday === true ? sight.id : undefined;
  }

  /** Whether he audits: the operator, and whoever is somewhere the auditor. */
  async audits(): Promise<boolean> {
    const scope = await this.scope();
    return scope === 'everything' || scope.audited.length > 0;
  }

  /** An organization that the read model lost, by those above it as its source says: seen where one of them is seen today. */
  async seeLost(id: string, above: () => Promise<readonly string[]>): Promise<SeenId | undefined> {
    if (!isChecked(id)) return undefined;
    if (await this.seesEverything()) return id;
    const seen = await Promise.all((await above()).map((each) => this.seeToday(each)));
    return seen.some((each) => each !== undefined) ? id : undefined;
  }

  /** Whether he knows of an organization that it is there: he sees it today, it stands above what he sees, or he administers the platform. */
  async knowsOf(id: string): Promise<boolean> {
    const scope = await this.scope();
    if (scope === 'everything' || scope.administers) return true;
    return (await this.seeToday(id)) !== undefined || this.isAbove(id);
  }

  /** Whether an organization stands above a root of his: its code, kind and name are no secret to him. */
  isAbove(id: string): Promise<boolean> {
    return this.above.load(id);
  }

  /** What stands under an organization at a moment, as far as he may see it. */
  async under(id: SeenId, { asOf, knownAt }: Moment): Promise<Subtree> {
    const scope = await this.scope();
    if (scope === 'everything') return { id };
    // Whatever stood that day under what was his stood under his root; by an older knowledge of the tree it may not have.
    const sight = await this.sight(id);
    if (knownAt === undefined && sight && stoodOn(sight, asOf)) return { id };
    const { roots, audited } = scope;
    return { id, only: { roots, audited, today: this.asking.today() } };
  }

  private async readScope(): Promise<Scope | 'everything'> {
    const { personId, duties } = this.asking;
    return personId === undefined ? 'everything' : scopeOf(await duties(personId, this.asking.today()));
  }

  private async look(ids: readonly string[]): Promise<readonly (Sight | undefined)[]> {
    const scope = await this.scope();
    if (scope === 'everything') return ids.map((id) => (isChecked(id) ? { id, isToday: true, stays: [] } : undefined));
    const stays = await staysUnder(this.asking.model, ids, { ...scope, today: this.asking.today() });
    return ids.map((id) => {
      const found = stays.get(id);
      if (!found || !isChecked(id)) return undefined;
      return { id, isToday: found.some(({ isToday }) => isToday), stays: found };
    });
  }

  private async lookAbove(ids: readonly string[]): Promise<readonly boolean[]> {
    const scope = await this.scope();
    if (scope === 'everything') return ids.map(() => true);
    const above = await thoseAbove(this.asking.model, ids, scope);
    return ids.map((id) => above.has(id));
  }
}

/** Whether somebody may see an organization on any of the days from one (null: ever since) to another (excluded; null: open). */
export const meetsSight = ({ isToday, stays }: Sight, from: Day | null, to: Day | null): boolean =>
  isToday || stays.some((stay) => (to === null || stay.from < to) && (from === null || from < stay.to));

/** Whether what is said of a day may be told. */
export const isSeenOn = (sight: Sight, day: Day): boolean => sight.isToday || stoodOn(sight, day);

const stoodOn = ({ stays }: Sight, day: Day): boolean => stays.some(({ from, to }) => from <= day && day < to);

/** The one place where an id becomes a seen one: its stays have just been looked up. */
const isChecked = (id: string): id is SeenId => id.length > 0;

/** An organization as the operator of this installation sees it, who sees everything: for programs that are his. @throws Error for an empty id */
export function seenByOperator(id: string): SeenId {
  if (isChecked(id)) return id;
  throw new Error('an organization has an id');
}
