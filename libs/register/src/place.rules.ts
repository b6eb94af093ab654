import type { OrganizationForm, OrganizationKind } from '@zhibu/contracts';
import { type Day, onDay } from '@zhibu/kernel';
import { type History, historyOf, type RegisterFact } from './history.rules.ts';

/** An organization that another one stands under. */
export interface Ancestor {
  readonly id: string;
  readonly kind: OrganizationKind;
  /** Whether the day lies in its life. Its place is known outside of it too. */
  readonly alive: boolean;
}

/** Where an organization stands on a day. */
export interface Place extends Ancestor {
  /** 领域 on the day; null where none is known. */
  readonly sector: string | null;
  /** 形式 on the day. A temporary branch (临时党支部) counts in no membership, quota, round or draw. */
  readonly form: OrganizationForm;
  /** Whom it stands under, the nearest first; they need not live on the day. */
  readonly ancestors: readonly Ancestor[];
}

/** 工作委员会: the work committee that it stands under, or is. */
export const committeeOf = ({ id, kind, ancestors }: Place): string | undefined =>
  kind === 'work-committee' ? id : nearest(ancestors, 'work-committee');

/** 单位: the nearest unit above; its party group (党组) is meant where that one answers. */
export const unitOf = ({ ancestors }: Place): string | undefined => nearest(ancestors, 'unit');

const nearest = (ancestors: readonly Ancestor[], kind: OrganizationKind): string | undefined =>
  ancestors.find((ancestor) => ancestor.kind === kind)?.id;

/** The register by its facts, in whatever order they are given. */
export class Register {
  private readonly histories: ReadonlyMap<string, History>;

  /** @param facts all that is known of each organization named by one of them */
  constructor(facts: readonly RegisterFact[]) {
    const histories = new Map<string, History>();
    for (const [id, ofOne] of Map.groupBy(facts, ({ organizationId }) => organizationId)) {
      const history = historyOf(ofOne);
      if (history) histories.set(id, history);
    }
    this.histories = histories;
  }

  /** Undefined while it is not registered, or its registration is cancelled. */
  placeOf(id: string, day: Day): Place | undefined {
    const history = this.histories.get(id);
    if (!history) return undefined;
    const { kind, sectors, forms, life } = history;
    return {
      id,
      kind,
      sector: onDay(sectors, day) ?? null,
      form: onDay(forms, day) ?? 'ordinary',
      alive: onDay(life, day) !== undefined,
      ancestors: this.ancestorsOf(id, day),
    };
  }

  /** Climbing ends below whoever is not registered; a circle, which only a race could make, ends where it closes. */
  private ancestorsOf(id: string, day: Day): readonly Ancestor[] {
    const ancestors = new Map<string, Ancestor>();
    for (let at = this.parentOf(id, day); at && at.id !== id && !ancestors.has(at.id); at = this.parentOf(at.id, day))
      ancestors.set(at.id, at);
    return [...ancestors.values()];
  }

  private parentOf(id: string, day: Day): Ancestor | undefined {
    const parentId = onDay(this.histories.get(id)?.parents ?? [], day);
    const parent = typeof parentId === 'string' ? this.histories.get(parentId) : undefined;
    if (typeof parentId !== 'string' || !parent) return undefined;
    return { id: parentId, kind: parent.kind, alive: onDay(parent.life, day) !== undefined };
  }

  /**
   * Those that live and stand under one on a day, at whatever depth, in order of their ids; each with its ancestors up
   * to that one.
   */
  placesUnder(ancestorId: string, day: Day): readonly Place[] {
    return this.filter(({ life }) => onDay(life, day) !== undefined).flatMap((id) => {
      const place = this.placeOf(id, day);
      const depth = place?.ancestors.findIndex((ancestor) => ancestor.id === ancestorId) ?? -1;
      return place && depth >= 0 ? [{ ...place, ancestors: place.ancestors.slice(0, depth + 1) }] : [];
    });
  }

  /** Those that stand under one on some day of their lives, this day or a later one; in order of their ids. */
  childrenFrom(parentId: string, day: Day): readonly string[] {
    return this.filter(({ parents, life: [life] }) => {
      if (!life) return false;
      const from = later(life.from, day);
      return parents.some((edge) => edge.value === parentId && later(edge.from, from) < earlier(edge.to, life.to));
    });
  }

  private filter(which: (history: History) => boolean): readonly string[] {
    return [...this.histories]
      .filter(([, history]) => which(history))
      .map(([id]) => id)
      .sort();
  }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
