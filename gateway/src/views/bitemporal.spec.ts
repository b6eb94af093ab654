import { expect, it } from '@jest/globals';
import { anyRatingFacts, LAST_OFFSET, NaiveRatings, ratingDay, ratingInstant } from '@zhibu/contracts/testing';
import { inForce } from '@zhibu/kernel';
import fc from 'fast-check';
import { anyDay } from '../testing/random-history.ts';
import { overlap, rectangles } from './bitemporal.rules.ts';
import { Tree, type TreeFact } from './organization/place.rules.ts';
import { IN_FORCE, ratingSpans, type SpanFact } from './rating/rating-span.rules.ts';

const instant = (seconds: number): string => new Date(Date.UTC(2023, 0, 1) + seconds * 1000).toISOString();
const recorded = fc.nat(12).map(instant);

const facts = fc
  .array(fc.record({ effectiveOn: anyDay, recordedAt: recorded, value: fc.constantFrom('a', 'b', null) }), {
    maxLength: 8,
  })
  .map((rows) =>
    rows.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)).map((row, revision) => ({ ...row, revision })),
  );

it('says of any day and instant what the facts known then say, once, in any order of the facts', () => {
  fc.assert(
    fc.property(facts, anyDay, recorded, (known, day, at) => {
      const found = rectangles(known, inForce<string | null>, String).filter(
        (span) => span.from <= day && day < span.to && span.knownFrom <= at && at < span.knownTo,
      );
      const expected = inForce(known.filter((fact) => fact.recordedAt <= at)).filter(
        ({ from, to }) => from <= day && day < to,
      );
      expect(found.map((span) => span.value)).toEqual(expected.map((interval) => interval.value));
      expect(
        new Set(rectangles([...known].reverse(), inForce<string | null>, String).map((span) => JSON.stringify(span))),
      ).toEqual(new Set(rectangles(known, inForce<string | null>, String).map((span) => JSON.stringify(span))));
    }),
  );
});

/** Any ratings, each decision with what a span keeps of it: here its own event as the grade. */
const ratings = anyRatingFacts.map((facts): SpanFact[] =>
  facts.map((fact, revision) => (fact.kind === 'closed' ? fact : { ...fact, revision, grade: fact.eventId })),
);
const day = fc.nat(LAST_OFFSET).map(ratingDay);
const at = fc.nat(60).map(ratingInstant);

it('gives a branch on any day and instant the grade in force, and on a period’s track what it came to', () => {
  fc.assert(
    fc.property(ratings, day, at, (facts, asked, knownAt) => {
      const on = (track: string) =>
        ratingSpans(facts)
          .filter((span) => span.track === track && span.from <= asked && asked < span.to)
          .filter((span) => span.knownFrom <= knownAt && knownAt < span.knownTo)
          .map(({ value: { decision, confirmed } }) => ({ by: decision.eventId, confirmed }));
      const naive = new NaiveRatings(
        facts.filter((fact) => fact.kind !== 'life'),
        knownAt,
      );
      expect(on(IN_FORCE)).toEqual([naive.on(asked) ?? []].flat());
      for (const period of ['2021', '2022']) expect(on(period)).toEqual([naive.outcome(period) ?? []].flat());
    }),
    { numRuns: 300 },
  );
});

it('gives none from the dissolution on, as far as that is known', () => {
  fc.assert(
    fc.property(ratings, day, day, (facts, asked, dissolvedOn) => {
      const life = { kind: 'life' as const, recordedAt: ratingInstant(30) };
      const lives: SpanFact[] = [
        { ...life, revision: 0, effectiveOn: '2000-01-01', value: 'opened' },
        { ...life, revision: 1, effectiveOn: dissolvedOn, value: 'dissolved' },
      ];
      const on = (known: readonly SpanFact[], knownAt: string) =>
        ratingSpans(known).filter(
          ({ track, from, to, knownFrom, knownTo }) =>
            track === IN_FORCE && from <= asked && asked < to && knownFrom <= knownAt && knownAt < knownTo,
        ).length;
      const [before, after] = [ratingInstant(29), ratingInstant(60)];
      expect(on([...facts, ...lives], before)).toBe(on(facts, before));
      expect(on([...facts, ...lives], after)).toBe(asked < dissolvedOn ? on(facts, after) : 0);
    }),
    { numRuns: 300 },
  );
});

const fact = (organizationId: string, aspect: TreeFact['aspect'], value: string | null): TreeFact => ({
  organizationId,
  aspect,
  value,
  revision: 0,
  effectiveOn: aspect === 'life' ? '2010-01-01' : '-infinity',
  kind: value === 'opened' ? 'branch' : null,
  recordedAt: instant(1),
});

it('carries a branch up an edge although its parent was opened later, or is not registered yet', () => {
  const tree = new Tree([fact('B', 'life', 'opened'), fact('B', 'parent', 'U')]);
  expect(tree.placesOf('B').map(({ ancestorId, depth, from }) => [ancestorId, depth, from])).toEqual([
    ['B', 0, '2010-01-01'],
    ['U', 1, '2010-01-01'],
  ]);
});

it('ends a circle, which only a race could make, where it closes', () => {
  const tree = new Tree([
    fact('A', 'life', 'opened'),
    fact('A', 'parent', 'B'),
    fact('B', 'life', 'opened'),
    fact('B', 'parent', 'A'),
  ]);
  expect(tree.placesOf('A').map(({ ancestorId }) => ancestorId)).toEqual(['A', 'B']);
});

it('knows where two rectangles overlap, and that those which only touch do not, by day nor by instant', () => {
  const rectangle = { value: null, from: '2022-01-01', to: '2022-07-01', knownFrom: instant(1), knownTo: instant(5) };
  const against = (other: Partial<typeof rectangle>) => overlap(rectangle, { ...rectangle, ...other });
  expect(against({ from: '2022-06-30', knownFrom: instant(4) })).toEqual({
    from: '2022-06-30',
    to: '2022-07-01',
    knownFrom: instant(4),
    knownTo: instant(5),
  });
  for (const from of ['2022-07-01', '2022-07-02']) expect(against({ from, to: '2023-01-01' })).toBeUndefined();
  for (const knownFrom of [instant(5), instant(6)]) expect(against({ knownFrom, knownTo: instant(9) })).toBeUndefined();
});
