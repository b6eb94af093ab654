import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { Day } from '@zhibu/kernel';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import {
  type RatingEvent,
  ratingEventKinds,
  type RatingFact,
  ratingIntervals,
  ratingOn,
  ratingOutcomes,
} from './rating.rules.ts';
import { anyRatingFacts, LAST_OFFSET, ratingDay, ratingInstant } from './testing/any-ratings.ts';
import { NaiveRatings } from './testing/naive-ratings.ts';

interface Example {
  readonly name: string;
  readonly events: readonly Told[];
  readonly ask: readonly {
    readonly knownAt: string;
    readonly on?: string;
    readonly period?: string;
    readonly is: { readonly by: string; readonly confirmed: boolean } | null;
  }[];
}

const examples: readonly Example[] = JSON.parse(
  readFileSync(new URL('testing/rating-examples.json', import.meta.url), 'utf8'),
);

interface Told {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly period?: string;
  readonly effectiveOn?: string;
  readonly corrects?: string;
}

/** A worked example's event as a fact; a dissolution is none. */
function factOf({ id, at, type, period = '', effectiveOn = '', corrects }: Told, index: number): RatingFact[] {
  const recorded = { period, recordedAt: at, position: BigInt(index + 1) };
  const roundId = `round of ${period}`;
  if (type === 'OrganizationDissolved') return [];
  if (type === 'RoundClosed') return [{ ...recorded, kind: 'closed', roundId }];
  const kind = Object.entries(ratingEventKinds).find(([known]) => known === type)?.[1];
  if (!kind) throw new Error(`the examples know no ${type}`);
  return [{ ...recorded, kind, eventId: id, effectiveOn, roundId, corrects }];
}

/** From which day on an example's branch is dissolved, as known at an instant. */
const endOf = (events: readonly Told[], knownAt: string): Day | undefined =>
  events.find(({ type, at }) => type === 'OrganizationDissolved' && at <= knownAt)?.effectiveOn;

for (const { name, events, ask } of examples) {
  it(`answers as worked out: ${name}`, () => {
    const answers = ask.map((question) => {
      const facts = events.flatMap(factOf).filter(({ recordedAt }) => recordedAt <= question.knownAt);
      const intervals = ratingIntervals(facts, endOf(events, question.knownAt));
      const { on = '' } = question;
      const found =
        question.period === undefined
          ? intervals.find(({ from, to }) => from <= on && (to === null || on < to))
          : ratingOutcomes(facts).get(question.period);
      return found ? { by: found.decision.eventId, confirmed: found.confirmed } : null;
    });
    expect(answers).toEqual(ask.map(({ is }) => is && { by: is.by, confirmed: is.confirmed }));
  });
}

it('holds every worked answer', () => expect(examples.flatMap(({ ask }) => ask)).toHaveLength(42));

const inAnyOrder = fc
  .tuple(anyRatingFacts, fc.func(fc.nat()))
  .map(([facts, place]) => ({ facts, arrived: [...facts].sort((a, b) => place(a.position) - place(b.position)) }));
const offset = fc.nat(LAST_OFFSET);
const instant = fc.nat(60).map(ratingInstant);

it('answers for a day as the procedure does, in whatever order the facts arrive', () => {
  fc.assert(
    fc.property(inAnyOrder, offset, instant, ({ facts, arrived }, days, knownAt) => {
      const found = ratingOn(arrived, ratingDay(days), knownAt);
      const answer = found && { by: found.decision.eventId, confirmed: found.confirmed };
      expect(answer).toEqual(new NaiveRatings(facts, knownAt).on(ratingDay(days)));
    }),
    { numRuns: runs(10_000) },
  );
});

it('answers for a period as the procedure does', () => {
  fc.assert(
    fc.property(inAnyOrder, instant, ({ facts, arrived }, knownAt) => {
      const outcomes = ratingOutcomes(arrived.filter(({ recordedAt }) => recordedAt <= knownAt));
      const naive = new NaiveRatings(facts, knownAt);
      for (const period of ['2021', '2022']) {
        const found = outcomes.get(period);
        expect(found && { by: found.decision.eventId, confirmed: found.confirmed }).toEqual(naive.outcome(period));
      }
    }),
    { numRuns: runs(5_000) },
  );
});

it('gives intervals that say for every day what the procedure says, without gaps, whose neighbours differ', () => {
  fc.assert(
    fc.property(anyRatingFacts, (facts) => {
      const intervals = ratingIntervals(facts);
      const naive = new NaiveRatings(facts, ratingInstant(60));
      for (let days = 0; days <= LAST_OFFSET; days += 1) {
        const day = ratingDay(days);
        const holding = intervals.filter(({ from, to }) => from <= day && (to === null || day < to));
        expect(holding.map(({ decision }) => decision.eventId)).toEqual([naive.on(day)?.by ?? []].flat());
      }
      intervals.forEach(({ from, to }, index) => {
        expect(to).toBe(intervals[index + 1]?.from ?? null);
        if (to !== null) expect(from < to).toBe(true);
      });
    }),
    { numRuns: runs(2_500) },
  );
});

it('never changes what was answered for an earlier instant when more is recorded', () => {
  fc.assert(
    fc.property(anyRatingFacts, fc.nat(20), offset, (facts, seen, days) => {
      const before = facts.slice(0, seen);
      const last = before.at(-1);
      if (!last) return;
      const later = facts.slice(seen).filter(({ recordedAt }) => recordedAt > last.recordedAt);
      expect(ratingOn([...before, ...later], ratingDay(days), last.recordedAt)).toEqual(
        ratingOn(before, ratingDay(days), last.recordedAt),
      );
    }),
  );
});

it('ends with the branch: none from its last day on, whatever was decided for later', () => {
  const decision: RatingEvent = {
    kind: 'computed',
    eventId: 'e1',
    period: '2022',
    effectiveOn: '2023-03-15',
    recordedAt: ratingInstant(1),
    position: 1n,
    roundId: 'R',
  };
  const until = (endsOn: string) => ratingIntervals([decision], endsOn).map(({ from, to }) => [from, to]);
  expect(until('2023-03-16')).toEqual([['2023-03-15', '2023-03-16']]);
  expect(until('2023-03-15')).toEqual([]);
  expect(until('2023-03-14')).toEqual([]);
});
