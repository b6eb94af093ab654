import { describe, expect, it } from '@jest/globals';
import { contentHash, derivedId, sha256, uuidV5 } from './hash.ts';

const DNS = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');

describe('derived ids', () => {
  it('are those of RFC 9562, appendix A.4, and of the examples of its predecessors', () => {
    expect(uuidV5('www.example.com', DNS)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    expect(uuidV5('python.org', DNS)).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d');
  });

  it('have the version and the variant whatever is hashed, and tell lists of parts from one another', () => {
    const ids = [[], [''], ['a', 'b'], ['a,b'], ['支部'], ['\ud800'], [1], ['1']].map((parts) => derivedId(...parts));
    for (let index = 0; index < 200; index += 1) ids.push(derivedId('x', index));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

it('hashes bytes and text alike, and values in their canonical form', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(Buffer.from('支部'))).toBe(sha256('支部'));
  expect(contentHash({ b: 1, a: [2] })).toBe(sha256('{"a":[2],"b":1}'));
});
