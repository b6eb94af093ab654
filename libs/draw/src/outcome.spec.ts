import { describe, expect, it } from '@jest/globals';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { createHash, createHmac } from 'node:crypto';
import { keyedHash } from './keyed-hash.ts';
import { outcomeOf, sharesOf, standing, substitutesOf } from './outcome.ts';
import { freezePopulation } from './population.ts';
import { populations } from './testing/arbitraries.ts';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
/** Seeds that are the same in every run. */
const seedOfRun = (run: number): Buffer => createHash('sha256').update(`run ${run}`).digest();

it('makes the same keyed hash as Node’s own', () => {
  fc.assert(
    fc.property(seeds, fc.string({ unit: 'binary' }), (key, text) => {
      expect(keyedHash(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
    }),
  );
});

describe('shares', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 60 });

  it('sum to the sample, each within less than one of its part of the population', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), seeds, (of, part, seed) => {
        const all = of.reduce((sum, size) => sum + size, 0);
        const sample = 1 + Math.floor(part * (all - 1));
        const shares = sharesOf(
          of.map((size, index) => [`${index}`, size]),
          sample,
          seed,
        );
        expect(shares.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(sample);
        for (const { of: size, drawn } of shares) {
          expect(Math.abs(drawn * all - sample * size)).toBeLessThan(all);
          expect(drawn).toBeLessThanOrEqual(size);
        }
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('the draw', () => {
  it('is the same however the lists were ordered before', () => {
    fc.assert(
      fc.property(populations, seeds, (given, seed) => {
        const reversed = { ...given, branches: given.branches.toReversed(), bodies: given.bodies.toReversed() };
        const [one, other] = [given, reversed].map((population) => outcomeOf(freezePopulation(population), seed));
        expect(other).toEqual(one);
        expect(one?.drawn).toHaveLength(given.sample);
      }),
      { numRuns: runs(500) },
    );
  });

  it('gives every branch the chance sample ÷ population, also one alone in its stratum', () => {
    const draws = runs(20_000);
    const strata = ['a', ...Array.from({ length: 4 }, () => 'b'), ...Array.from({ length: 9 }, () => 'c'), 'd'];
    const branches = strata.map((stratum, index) => [`B${index}`, stratum] as const);
    const population = freezePopulation({ draw: 'D', sample: 4, bodies: ['x', 'y'], branches, excluded: [] });
    const counts = new Map<string, number>(branches.map(([code]) => [code, 0]));
    for (let run = 0; run < draws; run += 1) {
      for (const code of outcomeOf(population, seedOfRun(run)).drawn) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const chance = 4 / branches.length;
    const spread = draws * chance * (1 - chance);
    const squares = [...counts.values()].map((count) => (count - draws * chance) ** 2 / spread);
    // The 0.999 quantile of χ² with 15 degrees of freedom, which is above that of 14, for the counts sum to a constant.
    expect(squares.reduce((sum, square) => sum + square, 0)).toBeLessThan(37.7);
    // And each alone: no further from what is to be expected than one time in ten thousand.
    for (const square of squares) expect(square).toBeLessThan(15.1);
  });

  it('lets the next of the same stratum step in, none used twice, and nobody where none is left', () => {
    fc.assert(
      fc.property(populations, seeds, (given, seed) => {
        const outcome = outcomeOf(freezePopulation(given), seed);
        const next = substitutesOf(outcome);
        for (const [stratum, codes] of outcome.order) {
          const drawn = outcome.shares.find((share) => share.stratum === stratum)?.drawn ?? 0;
          expect(codes.slice(drawn).map(() => next(stratum))).toEqual(codes.slice(drawn));
          expect(next(stratum)).toBeNull();
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it('is visited by those drawn, less those substituted, with those who stepped in', () => {
    const substituted = [
      { branch: 'B1', by: 'B3', reason: 'dissolved' },
      { branch: 'B3', by: null, reason: 'dissolved' },
    ];
    expect([...standing(['B1', 'B2'], substituted)]).toEqual(['B2']);
  });
});
