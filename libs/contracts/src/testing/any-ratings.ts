import { addDays, type Day } from '@zhibu/kernel';
import fc from 'fast-check';
import type { RatingEvent, RatingFact } from '../rating.rules.ts';

/** Days of {@link anyRatingFacts} lie so many days, at most, after the first one. */
export const LAST_OFFSET = 8;

/** A day that decisions of {@link anyRatingFacts} may take effect on. */
export const ratingDay = (offset: number): Day => addDays('2022-12-28', offset);

/** The minute in which a fact is recorded. */
export const ratingInstant = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

interface Step {
  readonly kind: RatingFact['kind'];
  readonly period: string;
  readonly offset: number;
  readonly later: number;
  readonly which: number;
}

const step = fc.record({
  kind: fc.constantFrom<Step['kind']>(
    'computed',
    'computed',
    'determined',
    'revised',
    'withdrawn',
    'closed',
    'reassessed',
  ),
  period: fc.constantFrom('2021', '2022'),
  offset: fc.nat(LAST_OFFSET),
  later: fc.nat(2),
  which: fc.nat(),
});

/**
 * What may be recorded about a branch in a scheme over two periods, of every kind, before and after the closing, on few
 * days and in few minutes, so that they coincide often. A step that its service would refuse is left out.
 */
export const anyRatingFacts: fc.Arbitrary<readonly RatingFact[]> = fc
  .tuple(fc.option(fc.constantFrom('2021', '2022')), fc.array(step, { maxLength: 20 }))
  .map(([prior, steps]) => {
    const histories = new Map<string, RatingFact[]>();
    const all: RatingFact[] = [];
    let minute = 0;
    const tell = (fact: RatingFact): void => {
      all.push(fact);
      const history = histories.get(fact.period) ?? [];
      histories.set(fact.period, [...history, fact]);
    };
    for (const each of prior === null ? steps : [priorOf(prior), ...steps]) {
      minute += each.later;
      const recorded = { period: each.period, recordedAt: ratingInstant(minute), position: BigInt(all.length + 1) };
      for (const fact of factOf(each, histories.get(each.period) ?? [], recorded)) tell(fact);
    }
    return all;
  });

const priorOf = (period: string): Step => ({ kind: 'prior', period, offset: 0, later: 1, which: 0 });

/** The step as a fact, where it may follow upon what the period has. */
function factOf(
  { kind, offset, which }: Step,
  history: readonly RatingFact[],
  recorded: Pick<RatingFact, 'period' | 'recordedAt' | 'position'>,
): readonly RatingFact[] {
  const roundId = `round of ${recorded.period}`;
  const isOfPrior = kind === 'prior' || history.some((fact) => fact.kind === 'prior');
  const decision = { ...recorded, eventId: `e${recorded.position}`, effectiveOn: ratingDay(offset), roundId };
  if (isOfPrior) return priorFact(kind, history, { ...decision, roundId: null });
  return may(kind, history, which).map((corrects) =>
    kind === 'closed' ? { ...recorded, kind, roundId } : { ...decision, kind, ...corrects },
  );
}

/** Whether a step may follow: in one way, with what it corrects where it corrects something, or not. */
function may(
  kind: Step['kind'],
  history: readonly RatingFact[],
  which: number,
): readonly Partial<Pick<RatingEvent, 'corrects' | 'effectiveOn'>>[] {
  const isClosed = history.some((fact) => fact.kind === 'closed');
  const standing = standingIn(history);
  const computed = history.findLast(isComputed);
  const named = standing[which % standing.length];
  const when = (possible: boolean) => (possible ? [{}] : []);
  const corrected = computed ? [{ corrects: computed.eventId, effectiveOn: computed.effectiveOn }] : [];
  const ways: Readonly<Record<string, readonly Partial<RatingEvent>[]>> = {
    computed: when(!isClosed && standing.length === 0),
    determined: when(computed !== undefined),
    revised: isClosed || standing.length > 0 ? corrected : [],
    reassessed: when(isClosed),
    withdrawn: named === undefined ? [] : [{ corrects: named }],
    closed: when(!isClosed && computed !== undefined),
  };
  return ways[kind] ?? [];
}

const computedKinds: ReadonlySet<string> = new Set(['computed', 'revised', 'reassessed']);
const isComputed = (fact: RatingFact): fact is RatingEvent => computedKinds.has(fact.kind);

/** A grade from before the platform comes first; whatever would revise it corrects it. */
function priorFact(
  kind: Step['kind'],
  history: readonly RatingFact[],
  decision: Omit<RatingEvent, 'kind'>,
): readonly RatingFact[] {
  const last = history.at(-1);
  if (kind === 'prior') return history.length === 0 ? [{ ...decision, kind }] : [];
  if (kind !== 'revised' || !last || last.kind === 'closed') return [];
  return [{ ...decision, kind: 'prior-corrected', corrects: last.eventId, effectiveOn: last.effectiveOn }];
}

/** The determinations that stand: before the closing the last one only. */
function standingIn(history: readonly RatingFact[]): readonly string[] {
  let standing: string[] = [];
  let closed = false;
  for (const fact of history) {
    if (fact.kind === 'closed') closed = true;
    if (fact.kind === 'withdrawn') standing = standing.filter((id) => id !== fact.corrects);
    if (fact.kind === 'determined') standing = closed ? [...standing, fact.eventId] : [fact.eventId];
  }
  return standing;
}
