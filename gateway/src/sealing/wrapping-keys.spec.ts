import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { aes256Gcm } from './aes-256-gcm.adapter.ts';
import { CipherFault } from './cipher.ts';
import { sm4HmacSm3 } from './sm4-hmac-sm3.adapter.ts';
import { WrappingKeys } from './wrapping-keys.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];
const plain = Buffer.from('a secret');

it.each([
  [aes256Gcm, sm4HmacSm3],
  [sm4HmacSm3, aes256Gcm],
])('what one cipher sealed is opened after another was set: %#', (before, after) => {
  const sealed = new WrappingKeys([first], before).seal('access', plain, 'a');
  expect(sealed.algorithm).toBe(before.algorithm);
  const now = new WrappingKeys([first], after);
  expect(now.open('access', sealed, 'a')).toEqual({ plain, isCurrent: true });
  expect(now.seal('access', plain, 'a').algorithm).toBe(after.algorithm);
});

it('the first key seals, each opens, and it is told which', () => {
  const old = new WrappingKeys([first]).seal('people', plain, 'a');
  const both = new WrappingKeys([second, first]);
  expect(both.open('people', old, 'a')).toEqual({ plain, isCurrent: false });
  const anew = both.seal('people', plain, 'a');
  expect(new WrappingKeys([second]).open('people', anew, 'a')).toEqual({ plain, isCurrent: true });
  expect(() => new WrappingKeys([first]).open('people', anew, 'a')).toThrow(CipherFault);
});

it('what is sealed for one purpose is nothing for another, nor about something else, nor by a cipher that is not known', () => {
  const keys = new WrappingKeys([first]);
  const sealed = keys.seal('people', plain, 'a');
  expect(() => keys.open('access', sealed, 'a')).toThrow(CipherFault);
  expect(() => keys.open('people', sealed, 'b')).toThrow(CipherFault);
  expect(() => keys.open('people', { ...sealed, algorithm: 'rot13' }, 'a')).toThrow(/rot13/);
});

it('no key, and a key of another length, is none', () => {
  expect(() => new WrappingKeys([])).toThrow(/32 bytes/);
  expect(() => new WrappingKeys([first, first.subarray(1)])).toThrow(/32 bytes/);
});
