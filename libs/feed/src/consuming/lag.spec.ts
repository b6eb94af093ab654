import { expect, it } from '@jest/globals';
import { LagEstimate } from './lag.ts';

const at = (position: bigint) => ({ position });

it('counts events where positions count up by one, whatever was read', () => {
  const lagEstimate = new LagEstimate(true);
  lagEstimate.saw(at(1n), at(3n), 3);
  expect([lagEstimate.between(3n, 10n), lagEstimate.between(10n, 3n)]).toEqual([7, 0]);
});

it('estimates them by the events read last where positions are the store’s own', () => {
  const lagEstimate = new LagEstimate(false);
  expect([lagEstimate.between(0n, 50_000n), lagEstimate.between(100n, 100n)]).toEqual([50, 0]);
  lagEstimate.saw(at(1_000n), at(2_000n), 3);
  expect(lagEstimate.between(2_000n, 12_000n)).toBe(20);
  lagEstimate.saw(at(2_000n), at(2_000n), 1);
  lagEstimate.saw(undefined, undefined, 0);
  expect(lagEstimate.between(2_000n, 12_000n)).toBe(20);
});

it('never says that nothing is left where something is', () => {
  expect(new LagEstimate(false).between(7n, 8n)).toBe(1);
});
