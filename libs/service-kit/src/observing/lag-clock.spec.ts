import { expect, it } from '@jest/globals';
import { LagClock } from './lag-clock.ts';

it('a reader at the end is not behind', () => {
  const clock = new LagClock();
  clock.note(5n, 5n, 1_000);
  expect(clock.seconds(9_000)).toBe(0);
});

it('a reader is behind since the first event that it has not dealt with was seen', () => {
  const clock = new LagClock();
  clock.note(5n, 6n, 1_000);
  clock.note(5n, 9n, 3_000);
  expect(clock.seconds(4_000)).toBe(3);
  clock.note(7n, 9n, 4_000);
  expect(clock.seconds(5_000)).toBe(2);
  clock.note(9n, 9n, 5_000);
  expect(clock.seconds(6_000)).toBe(0);
});

it('a reader that follows at a distance keeps that distance', () => {
  const clock = new LagClock();
  for (let second = 0; second < 100; second += 1) clock.note(BigInt(second), BigInt(second + 10), second * 1_000);
  expect(clock.seconds(99_000)).toBe(9);
});

it('a day behind is remembered from its beginning', () => {
  const clock = new LagClock();
  for (let second = 0; second <= 86_400; second += 1) clock.note(0n, BigInt(second + 1), second * 1_000);
  expect(clock.seconds(86_400_000)).toBe(86_400);
});
