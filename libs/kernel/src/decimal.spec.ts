import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { add, compare, divide, exact, multiply, toFixed, toText } from './decimal.ts';

const decimal = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => toFixed(divide(exact(BigInt(digits)), exact(10n ** BigInt(places))), places));

it('agrees with exact fractions in sum, product, quotient and order', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const [x, y] = [new Fraction(a), new Fraction(b)];
      expect(add(exact(a), exact(b))).toEqual(fraction(x.add(y)));
      expect(multiply(exact(a), exact(b))).toEqual(fraction(x.mul(y)));
      if (!y.equals(0)) expect(divide(exact(a), exact(b))).toEqual(fraction(x.div(y)));
      expect(Math.sign(compare(exact(a), exact(b)))).toBe(x.compare(y));
    }),
  );
});

it.each([
  ['1.005', 2, '1.01'],
  ['1.004999', 2, '1.00'],
  ['-1.005', 2, '-1.01'],
  ['0.004', 2, '0.00'],
  ['99.995', 2, '100.00'],
])('rounds %s half-up to %i places: %s', (value, places, rounded) => {
  expect(toFixed(exact(value), places)).toBe(rounded);
});

it('reads a JSON number by its shortest text, so that 0.1 is a tenth', () => {
  expect(exact(0.1)).toEqual({ numerator: 1n, denominator: 10n });
  expect(toText(exact('12.340'))).toBe('12.34');
});

function fraction(value: Fraction): { numerator: bigint; denominator: bigint } {
  return { numerator: value.s * value.n, denominator: value.d };
}
