import { expect, it } from '@jest/globals';
import { addDays } from '@zhibu/kernel';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { type RatingDecision, ratingIntervals, ratingOn } from './rating.rules.ts';

const FIRST_DAY = '2021-12-20';
const dayAt = (offset: number): string => addDays(FIRST_DAY, offset);
const instantAt = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

/** Few days, few instants and few periods, so that they coincide often. Instants never decrease along the log. */
const log = fc
  .array(fc.record({ period: fc.constantFrom('2020', '2021', '2022'), effective: fc.nat(12), later: fc.nat(2) }), {
    maxLength: 12,
  })
  .map((entries) => {
    let minute = 0;
    return entries.map(({ period, effective, later }, index): RatingDecision => {
      minute += later;
      return { period, effectiveOn: dayAt(effective), recordedAt: instantAt(minute), position: BigInt(index + 1) };
    });
  });
const instant = fc.nat(26).map(instantAt);

/** The sentence of the domain, word for word: every candidate is held against every other. */
function oracle(decisions: readonly RatingDecision[], day: string, knownAt: string): RatingDecision | undefined {
  const candidates = decisions.filter((d) => d.recordedAt <= knownAt && d.effectiveOn <= day);
  const latest = candidates.filter((d) => candidates.every((other) => other.period <= d.period));
  return latest.find((d) => latest.every((other) => other.position <= d.position));
}

it('takes the latest period in effect, and within it the decision recorded last, in whatever order they arrive', () => {
  const shuffled = fc
    .tuple(log, fc.func(fc.nat()))
    .map(([decisions, place]) => ({
      decisions,
      arrived: [...decisions].sort((a, b) => place(a.position) - place(b.position)),
    }));
  fc.assert(
    fc.property(shuffled, fc.nat(14), instant, ({ decisions, arrived }, offset, knownAt) => {
      expect(ratingOn(arrived, dayAt(offset), knownAt)).toEqual(oracle(decisions, dayAt(offset), knownAt));
    }),
    { numRuns: runs(10_000) },
  );
});

it('gives intervals that say for every day what the rule says for that day', () => {
  fc.assert(
    fc.property(log, instant, (decisions, knownAt) => {
      const intervals = ratingIntervals(decisions, knownAt);
      for (let offset = 0; offset <= 14; offset += 1) {
        const day = dayAt(offset);
        const holding = intervals.filter(({ from, to }) => from <= day && (to === null || day < to));
        expect(holding.length).toBeLessThanOrEqual(1);
        expect(holding[0]?.decision).toEqual(oracle(decisions, day, knownAt));
      }
    }),
    { numRuns: runs(2_500) },
  );
});

it('gives intervals without gaps whose neighbours differ', () => {
  fc.assert(
    fc.property(log, (decisions) => {
      const intervals = ratingIntervals(decisions);
      intervals.forEach(({ decision, from, to }, index) => {
        const next = intervals[index + 1];
        expect(to).toBe(next?.from ?? null);
        if (to !== null) expect(from < to).toBe(true);
        expect(decision).not.toBe(next?.decision);
      });
    }),
  );
});

it('never changes what was answered for an earlier instant when more is recorded', () => {
  fc.assert(
    fc.property(log, fc.nat(12), fc.nat(14), (decisions, seen, offset) => {
      const before = decisions.slice(0, seen);
      const last = before.at(-1);
      if (!last) return;
      const later = decisions.slice(seen).filter((decision) => decision.recordedAt > last.recordedAt);
      expect(ratingOn([...before, ...later], dayAt(offset), last.recordedAt)).toEqual(
        ratingOn(before, dayAt(offset), last.recordedAt),
      );
    }),
  );
});

it('never lets a correction of 2021 shadow the grade of 2022', () => {
  const of = (period: string, effectiveOn: string, position: bigint): RatingDecision => ({
    period,
    effectiveOn,
    recordedAt: instantAt(Number(position)),
    position,
  });
  const [graded2021, graded2022, corrected2021] = [
    of('2021', '2021-12-31', 1n),
    of('2022', '2022-12-31', 2n),
    of('2021', '2021-12-31', 3n),
  ];
  const decisions = [graded2021, graded2022, corrected2021];
  expect(ratingOn(decisions, '2023-06-01')).toBe(graded2022);
  expect(ratingOn(decisions, '2022-06-01')).toBe(corrected2021);
  expect(ratingOn(decisions, '2022-06-01', instantAt(2))).toBe(graded2021);
  expect(ratingOn(decisions, '2021-06-01')).toBeUndefined();
});
