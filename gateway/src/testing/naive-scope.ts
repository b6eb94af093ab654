import type { Day, RecordedEvent } from '@zhibu/kernel';
import { Naive } from './naive.ts';
import type { Person } from './random-forest.ts';

const EVER = '9999-12-31T00:00:00.000Z';

/** What somebody may see, read from the events one by one: slow, and simple enough to believe. Source: access.md, section 3. */
export class NaiveScope {
  private readonly events: readonly RecordedEvent[];
  private readonly today: Day;
  private readonly roots: readonly string[];
  private readonly audited: readonly string[];
  private readonly naives = new Map<Day, Naive>();
  private readonly days: readonly Day[];

  constructor(events: readonly RecordedEvent[], { duties }: Pick<Person, 'duties'>, today: Day) {
    this.events = events;
    this.today = today;
    this.days = [...new Set(events.flatMap(({ data }) => dayIn(data)))].sort();
    const held = duties.filter(
      ({ organizationId, from, until }) =>
        from <= today && (until === undefined || today <= until) && this.on(today).livesThere(organizationId),
    );
    this.roots = held.flatMap(({ organizationId, branchIds }) => branchIds ?? organizationId);
    this.audited = held.filter(({ duty }) => duty === 'auditor').map(({ organizationId }) => organizationId);
  }

  /** Whether a duty of his holds. */
  get seesAnything(): boolean {
    return this.roots.length > 0;
  }

  /** Whether he may see an organization on a day. */
  maySee(id: string, day: Day): boolean {
    return this.isMine(id) || this.stood(id, day);
  }

  /** Whether it stands under him today; where it is dissolved, stood there last. */
  isMine(id: string): boolean {
    const life = this.on(this.today).lifeOf(id);
    if (!life) return this.isAudited(id);
    if (this.today < life.from) return this.isUnder(id, life.from);
    return this.isUnder(id, this.today < life.to ? this.today : dayBefore(life.to));
  }

  /** Whether it stands, or ever stood, above somebody he sees by a duty. */
  isAbove(id: string): boolean {
    return this.roots.some((root) =>
      [...this.days, this.today].some((day) => {
        const then = this.on(day);
        return root !== id && then.livesThere(root) && then.lineOf(root).includes(id);
      }),
    );
  }

  /** Whether it stood under him on some day from one to another (excluded). */
  stoodBetween(id: string, from: Day | null, to: Day | null): boolean {
    const within = this.days.filter((day) => (from === null || from <= day) && (to === null || day < to));
    return this.isMine(id) || [...(from === null ? [] : [from]), ...within].some((day) => this.stood(id, day));
  }

  /** On a day up to today: a move of tomorrow counts tomorrow. */
  private stood(id: string, day: Day): boolean {
    return day <= this.today && this.on(day).livesThere(id) && this.isUnder(id, day);
  }

  private isUnder(id: string, day: Day): boolean {
    const line = this.on(day).lineOf(id);
    return this.roots.some((root) => line.includes(root));
  }

  /** Cancelled, and registered at some time under an organization that he audits. */
  private isAudited(id: string): boolean {
    return (
      this.audited.length > 0 &&
      this.events.some(({ recordedAt }) => {
        const known = new Naive(this.events, this.today, recordedAt);
        const life = known.lifeOf(id);
        return life !== undefined && this.audited.some((root) => this.wasEverUnder(id, root, recordedAt));
      })
    );
  }

  private wasEverUnder(id: string, root: string, knownAt: string): boolean {
    return this.days.some((day) => {
      const then = new Naive(this.events, day, knownAt);
      return then.livesThere(id) && then.lineOf(id).includes(root);
    });
  }

  private on(day: Day): Naive {
    const naive = this.naives.get(day) ?? new Naive(this.events, day, EVER);
    this.naives.set(day, naive);
    return naive;
  }
}

const dayIn = (data: object): readonly Day[] =>
  Object.entries(data).flatMap(([field, value]) =>
    (field === 'effectiveOn' || field === 'openedOn') && typeof value === 'string' ? [value] : [],
  );

const dayBefore = (day: Day): Day => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
