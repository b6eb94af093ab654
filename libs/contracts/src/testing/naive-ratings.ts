import type { Day } from '@zhibu/kernel';
import type { RatingEvent, RatingFact } from '../rating.rules.ts';

/** What a naive reading answers: which event's grade, and whether its period's round is closed. */
export interface NaiveAnswer {
  readonly by: string;
  readonly confirmed: boolean;
}

interface Held {
  by: RatingEvent;
  day: Day;
  rank: bigint;
}

interface Period {
  computed?: Held | undefined;
  provisional?: Held | undefined;
  outcome?: Held | undefined;
  since: Held[];
  closed: boolean;
}

/**
 * Which rating holds, read from its procedure step by step for one instant: slow, and simple enough to believe.
 * @param facts of one branch in one scheme, whose periods have one round each
 */
export class NaiveRatings {
  private readonly periods = new Map<string, Period>();

  constructor(facts: readonly RatingFact[], knownAt: string) {
    const known = facts.filter((fact) => fact.recordedAt <= knownAt);
    for (const fact of known.sort((a, b) => (a.position < b.position ? -1 : 1))) {
      const period = this.periods.get(fact.period) ?? { since: [], closed: false };
      this.periods.set(fact.period, period);
      if (fact.kind === 'closed') close(period);
      else (period.closed ? after : before)[fact.kind]?.(period, fact);
    }
  }

  /** In force on a day; undefined where none is. */
  on(day: Day): NaiveAnswer | undefined {
    let best: { held: Held; period: Period } | undefined;
    for (const period of this.periods.values()) {
      for (const held of [outcomeOf(period), ...period.since]) {
        if (!held || held.day > day) continue;
        if (!best || isAhead(held, best.held)) best = { held, period };
      }
    }
    return best && { by: best.held.by.eventId, confirmed: best.period.closed };
  }

  /** What a period came to. */
  outcome(year: string): NaiveAnswer | undefined {
    const period = this.periods.get(year);
    const held = period && outcomeOf(period);
    return held && { by: held.by.eventId, confirmed: period.closed };
  }
}

const outcomeOf = (period: Period): Held | undefined => (period.closed ? period.outcome : period.provisional);

function isAhead(held: Held, other: Held): boolean {
  if (held.by.period !== other.by.period) return held.by.period > other.by.period;
  if (held.day !== other.day) return held.day > other.day;
  return held.rank > other.rank;
}

const heldBy = (by: RatingEvent): Held => ({ by, day: by.effectiveOn, rank: by.position });

type Step = (period: Period, fact: RatingEvent) => unknown;
type Steps = { readonly [Kind in RatingEvent['kind']]?: Step };

const before: Steps = {
  computed: (period, fact) => {
    period.computed = heldBy(fact);
    period.provisional = period.computed;
  },
  prior: (period, fact) => {
    period.computed = heldBy(fact);
    period.outcome = period.computed;
    period.closed = true;
  },
  determined: (period, fact) => {
    period.provisional = heldBy(fact);
  },
  // Held is shared: where the computed grade is the provisional decision too, both follow.
  revised: (period, fact) => {
    if (period.computed) period.computed.by = fact;
  },
  withdrawn: (period, fact) => {
    if (period.provisional?.by.eventId === fact.corrects) period.provisional = period.computed;
  },
};

function close(period: Period): void {
  if (period.closed || !period.provisional) return;
  period.outcome = period.provisional;
  period.closed = true;
}

const correct = (period: Period, fact: RatingEvent): void => {
  const later = period.since.find(({ by }) => by.eventId === fact.corrects);
  if (later) later.by = fact;
  else if (period.computed) period.computed.by = fact;
};

const after: Steps = {
  determined: (period, fact) => period.since.push(heldBy(fact)),
  reassessed: (period, fact) => period.since.push(heldBy(fact)),
  revised: correct,
  'prior-corrected': correct,
  withdrawn: (period, fact) => {
    period.since = period.since.filter(({ by }) => by.eventId !== fact.corrects);
    if (period.outcome?.by.eventId === fact.corrects) period.outcome = period.computed;
  },
};
