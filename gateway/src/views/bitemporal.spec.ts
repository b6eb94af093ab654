import { expect, it } from '@jest/globals';
import { ratingOn } from '@zhibu/contracts';
import { inForce } from '@zhibu/kernel';
import fc from 'fast-check';
import { anyDay } from '../testing/random-history.ts';
import { rectangles } from './bitemporal.rules.ts';
import { Tree, type TreeFact } from './organization/place.rules.ts';
import { IN_FORCE, ratingSpans, type SpanDecision } from './rating/rating-span.rules.ts';

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

const decisions: fc.Arbitrary<SpanDecision[]> = fc
  .array(
    fc.record({
      period: fc.constantFrom('2020', '2021', '2022'),
      effectiveOn: anyDay,
      seconds: fc.nat(12),
      grade: fc.constantFrom('a', 'b', 'c'),
    }),
    { maxLength: 8 },
  )
  .map((rows) =>
    rows
      .sort((a, b) => a.seconds - b.seconds)
      .map(({ seconds, ...row }, index) => ({
        ...row,
        recordedAt: instant(seconds),
        revision: index,
        position: BigInt(index + 1),
      })),
  );

it('gives a branch on any day and instant the grade in force, and on a period’s track that period’s', () => {
  fc.assert(
    fc.property(decisions, anyDay, recorded, (known, day, at) => {
      const on = (track: string) =>
        ratingSpans(known)
          .filter(
            (span) =>
              span.track === track && span.from <= day && day < span.to && span.knownFrom <= at && at < span.knownTo,
          )
          .map((span) => span.value);
      const expected = (of: readonly SpanDecision[], asked: string) =>
        [ratingOn(of, asked, at)].filter((decision) => decision !== undefined);
      expect(on(IN_FORCE)).toEqual(expected(known, day));
      const end = '2021-12-31';
      expect(on('2021')).toEqual(
        expected(
          known.filter(({ period }) => period === '2021'),
          day > end ? day : end,
        ),
      );
    }),
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
