import { describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { aes256Gcm } from './aes-256-gcm.adapter.ts';
import { CipherFault } from './cipher.ts';
import { sm4HmacSm3 } from './sm4-hmac-sm3.adapter.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe.each([aes256Gcm, sm4HmacSm3])('$algorithm', (cipher) => {
  const [key, other] = [randomBytes(cipher.keyBytes), randomBytes(cipher.keyBytes)];
  const plain = Buffer.from('王小明');
  const sealed = cipher.seal(key, plain, 'p-1 name');
  const flipped = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte)));

  it('opens what it sealed, of any length', () => {
    for (const length of [0, 1, 15, 16, 17, 4_096]) {
      const text = randomBytes(length);
      expect(cipher.open(key, cipher.seal(key, text, 'a'), 'a')).toEqual(text);
    }
  });
  it('shows nothing of it, and never the same twice', () => {
    const again = cipher.seal(key, plain, 'p-1 name');
    expect(sealed.cipher.includes(plain)).toBe(false);
    expect([again.iv.equals(sealed.iv), again.cipher.equals(sealed.cipher)]).toEqual([false, false]);
    expect(sealed.iv).toHaveLength(cipher.ivBytes);
  });
  it.each([
    ['another key', () => cipher.open(other, sealed, 'p-1 name')],
    ['something else that it is about', () => cipher.open(key, sealed, 'p-2 name')],
    ['a changed text', () => cipher.open(key, { ...sealed, cipher: flipped(sealed.cipher) }, 'p-1 name')],
    ['a changed IV', () => cipher.open(key, { ...sealed, iv: flipped(sealed.iv) }, 'p-1 name')],
    ['a changed mac', () => cipher.open(key, { ...sealed, mac: flipped(sealed.mac) }, 'p-1 name')],
    ['a shorter mac', () => cipher.open(key, { ...sealed, mac: sealed.mac.subarray(0, 4) }, 'p-1 name')],
    ['a shorter text', () => cipher.open(key, { ...sealed, cipher: sealed.cipher.subarray(1) }, 'p-1 name')],
  ])('refuses %s', (_what, open) => expect(open).toThrow(CipherFault));
});

it('AES-256-GCM is that of the vectors of McGrew and Viega, test case 14', () => {
  const zero = aes256Gcm.seal(Buffer.alloc(32), Buffer.alloc(16), '', Buffer.alloc(12));
  expect([zero.cipher.toString('hex'), zero.mac.toString('hex')]).toEqual([
    'cea7403d4d606b6e074ec5d3baf39d18',
    'd0d1c8a799996bf0265b98b5d48ab919',
  ]);
});

it('SM4 is that of GB/T 32907-2016, A.1, SM3 that of GB/T 32905-2016, A.1', () => {
  const [block, expected] = ['0123456789abcdeffedcba9876543210', '681edf34d206965e86b3e94f536e4246'];
  const key = Buffer.concat([hex(block), Buffer.alloc(32)]);
  // The first block of counter mode is the IV enciphered.
  expect(sm4HmacSm3.seal(key, Buffer.alloc(16), '', hex(block)).cipher.toString('hex')).toBe(expected);
  expect(createHash('sm3').update('abc').digest('hex')).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  );
});

it('its mac is HMAC (RFC 2104) over SM3, reckoned by hand', () => {
  const key = randomBytes(sm4HmacSm3.keyBytes);
  const { iv, cipher, mac } = sm4HmacSm3.seal(key, Buffer.from('x'), 'ab');
  const padded = (byte: number): Buffer =>
    Buffer.from(Buffer.concat([key.subarray(16), Buffer.alloc(32)]).map((one) => one ^ byte));
  const sm3 = (...parts: readonly Buffer[]): Buffer => createHash('sm3').update(Buffer.concat(parts)).digest();
  const inner = sm3(padded(0x36), hex('00000002'), Buffer.from('ab'), iv, cipher);
  expect(sm3(padded(0x5c), inner)).toEqual(mac);
});
