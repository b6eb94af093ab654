import { describe, expect, it } from '@jest/globals';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { byUtf8 } from './byte-order.ts';
import { DrawFault } from './fault.ts';
import { freezePopulation, type Population, populationOfText } from './population.ts';
import { stratumOf } from './stratum.ts';
import { populations } from './testing/arbitraries.ts';
import type { FaultCode } from './vocabulary.ts';

const given: Population = {
  draw: 'D1',
  sample: 1,
  bodies: ['市直工委', '990200-SZGW'],
  branches: [
    ['B2', 'none|none|24+'],
    ['B1', 'city|leading|0-12'],
  ],
  excluded: [['B3', 'inspected-this-year']],
};

/** The fault that a population is refused with. */
function faultOf(population: Population): DrawFault | undefined {
  try {
    freezePopulation(population);
    return undefined;
  } catch (error) {
    if (error instanceof DrawFault) return error;
    throw error;
  }
}

describe('a population', () => {
  it('is hashed as lines in the order of UTF-8 bytes, fields parted by one tab, ended by a line feed', () => {
    const { text, hash } = freezePopulation(given);
    expect(text).toBe(
      'zhibu-draw/1\ndraw\tD1\nsample\t1\nbody\t990200-SZGW\nbody\t市直工委\n' +
        'branch\tB1\tcity|leading|0-12\nbranch\tB2\tnone|none|24+\nexcluded\tB3\tinspected-this-year\n',
    );
    expect(hash.toString('hex')).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('has the same text however bodies, branches and exclusions were listed', () => {
    const mixed = populations.chain((population) =>
      fc.tuple(
        fc.constant(population),
        fc.record({
          draw: fc.constant(population.draw),
          sample: fc.constant(population.sample),
          bodies: shuffled(population.bodies),
          branches: shuffled(population.branches),
          excluded: shuffled(population.excluded),
        }),
      ),
    );
    fc.assert(
      fc.property(mixed, ([one, other]) => {
        expect(freezePopulation(other).text).toBe(freezePopulation(one).text);
      }),
      { numRuns: runs(500) },
    );
  });

  it('is read from its text as it was', () => {
    fc.assert(
      fc.property(populations, (population) => {
        const frozen = freezePopulation(population);
        expect(populationOfText(frozen.text)).toEqual(frozen);
      }),
      { numRuns: runs(500) },
    );
    expect(() => populationOfText('')).toThrow(DrawFault);
  });

  it('takes no order from a locale: texts stand as their bytes do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(byUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      { numRuns: runs(5000) },
    );
    expect(byUtf8('\u{1F600}', '\uFF21')).toBeGreaterThan(0);
  });

  it.each<[string, FaultCode, string, Partial<Population>]>([
    ['a tab', 'TEXT_UNFIT', 'branches[0]', { branches: [['B\t1', 'none|none|24+']] }],
    ['a line feed', 'TEXT_UNFIT', 'draw', { draw: 'D\n1' }],
    ['a carriage return', 'TEXT_UNFIT', 'bodies[0]', { bodies: ['a\r', 'b'] }],
    ['a letter with its accent apart', 'TEXT_UNFIT', 'excluded[0]', { excluded: [['B3', 'e\u0301']] }],
    ['half of a surrogate pair', 'TEXT_UNFIT', 'branches[0]', { branches: [['\ud800', '']] }],
    ['nobody to draw', 'SAMPLE_OUT_OF_BOUNDS', 'sample', { sample: 0 }],
    ['more to draw than there are', 'SAMPLE_OUT_OF_BOUNDS', 'sample', { sample: 3 }],
    ['half a branch to draw', 'SAMPLE_OUT_OF_BOUNDS', 'sample', { sample: 1.5 }],
    ['one body', 'BODIES_TOO_FEW', 'bodies', { bodies: ['a'] }],
    ['one body twice', 'NAMED_TWICE', 'bodies[1]', { bodies: ['a', 'a'] }],
    [
      'a branch twice',
      'NAMED_TWICE',
      'branches[1]',
      {
        branches: [
          ['B1', 'x'],
          ['B1', 'y'],
        ],
      },
    ],
    ['a branch that is excluded as well', 'NAMED_TWICE', 'excluded[0]', { excluded: [['B1', 'inspected-this-year']] }],
    ['more than a tenth excluded for other reasons', 'EXCLUDED_TOO_MANY', 'excluded', { excluded: [['B3', 'other']] }],
  ])('is refused for %s', (_, code, place, change) => {
    const fault = faultOf({ ...given, ...change });
    expect([fault?.code, fault?.at.place]).toEqual([code, place]);
    expect(fault?.wording.zh).toMatch(/\p{Script=Han}/u);
  });

  it('may exclude a tenth for other reasons, and all but those drawn because they were inspected this year', () => {
    const branches = Array.from({ length: 9 }, (_, index) => [`B${index}`, 'none|none|24+'] as const);
    expect(faultOf({ ...given, branches, excluded: [['X', 'other']] })).toBeUndefined();
    expect(faultOf({ ...given, branches: branches.slice(1), excluded: [['X', 'other']] })?.code).toBe(
      'EXCLUDED_TOO_MANY',
    );
    const inspected = Array.from({ length: 99 }, (_, index) => [`X${index}`, 'inspected-this-year'] as const);
    expect(faultOf({ ...given, branches, excluded: inspected })).toBeUndefined();
  });
});

it.each<[number | undefined, string]>([
  [0, '0-12'],
  [11, '0-12'],
  [12, '12-24'],
  [23, '12-24'],
  [24, '24+'],
  [undefined, '24+'],
])('%s months since the last comprehensive visit are the stage %s', (months, stage) => {
  expect(stratumOf('city', 'leading', months)).toBe(`city|leading|${stage}`);
});

function shuffled<Value>(list: readonly Value[]): fc.Arbitrary<Value[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}
