import { expect, it } from '@jest/globals';
import { acceptedStep, base32, oneTimePassword, stepAt } from './one-time-password.ts';

/** Of RFC 6238, appendix B. */
const secret = Buffer.from('12345678901234567890');

it.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('at second %i it is %s', (second, password) => {
  expect(oneTimePassword(secret, stepAt(second * 1000), 8)).toBe(password);
});

it('is accepted a step early or late, once, and never before one that was accepted', () => {
  const now = 1111111111_000;
  const step = stepAt(now);
  const given = (at: number): string => oneTimePassword(secret, step + at);
  const accepted = (password: string, last: number | null = null) => acceptedStep(password, secret, { now, last });
  expect([-1, 0, 1].map((at) => accepted(given(at)))).toEqual([step - 1, step, step + 1]);
  expect([-2, 2].map((at) => accepted(given(at)))).toEqual([undefined, undefined]);
  expect(accepted(given(0), step)).toBeUndefined();
  expect(accepted(given(-1), step)).toBeUndefined();
  expect(accepted(given(1), step)).toBe(step + 1);
  for (const wrong of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦', '\0']) expect(accepted(wrong)).toBeUndefined();
});

it('is told to an authenticator in base32', () => {
  expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
});
