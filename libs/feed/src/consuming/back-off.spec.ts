import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backOff } from './back-off.ts';

it('doubles its ceiling from 50 ms to two seconds and waits anything below it', () => {
  expect([0, 1, 2, 5, 6, 1000].map((failures) => backOff(failures, () => 1))).toEqual([50, 100, 200, 1600, 2000, 2000]);
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const time = backOff(failures, () => random);
      return time >= 0 && time <= 2_000;
    }),
  );
});
