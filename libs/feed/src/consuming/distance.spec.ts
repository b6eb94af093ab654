import { expect, it } from '@jest/globals';
import { Distance } from './distance.ts';

const at = (position: bigint) => ({ position });

it('counts events where positions count up by one, whatever was read', () => {
  const distance = new Distance(true);
  distance.saw(at(1n), at(3n), 3);
  expect([distance.between(3n, 10n), distance.between(10n, 3n)]).toEqual([7, 0]);
});

it('estimates them by the events read last where positions are the store’s own', () => {
  const distance = new Distance(false);
  expect([distance.between(0n, 50_000n), distance.between(100n, 100n)]).toEqual([50, 0]);
  distance.saw(at(1_000n), at(2_000n), 3);
  expect(distance.between(2_000n, 12_000n)).toBe(20);
  distance.saw(at(2_000n), at(2_000n), 1);
  distance.saw(undefined, undefined, 0);
  expect(distance.between(2_000n, 12_000n)).toBe(20);
});

it('never says that nothing is left where something is', () => {
  expect(new Distance(false).between(7n, 8n)).toBe(1);
});
