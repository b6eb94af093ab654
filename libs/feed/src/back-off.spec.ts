import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backOff } from './back-off.ts';

it('doubles its ceiling from 50 ms to ten seconds and waits anything below it', () => {
  expect([0, 1, 2, 7, 8, 1000].map((failures) => backOff(failures, () => 1))).toEqual([50, 100, 200, 6400, 10_000, 10_000]);
  fc.assert(fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
    const time = backOff(failures, () => random);
    return time >= 0 && time <= 10_000;
  }));
});
