import { describe, expect, it } from '@jest/globals';
import { hasInvisible, hasPersonalNumber } from './text.ts';

describe('a number of a person', () => {
  it.each([
    '13812345678',
    'P-13812345678',
    'u13812345678',
    '联系电话13812345678。',
    '138 1234 5678',
    '138-1234-5678',
    '+86 13812345678',
    '8613812345678',
    '１３８１２３４５６７８',
    '110101199001011234',
    '身份证11010119900307123x',
    '11010118991231002X',
  ])('is found in %j', (text) => {
    expect(hasPersonalNumber(text)).toBe(true);
  });

  it.each([
    '12812345678',
    '1381234567',
    '138123456789',
    '9138123456780',
    '2022-12-31',
    '鲁组〔2022〕13号',
    '550e8400-e29b-41d4-a716-b13812345678',
    'e3b0c44298fc1c149afb13812345678b27ae41e4649b934ca495991b7852b855',
    '110101199013011234',
    '110101199001321234',
    '990100199001011234567',
    '01010119900101123X',
  ])('is not found in %j', (text) => {
    expect(hasPersonalNumber(text)).toBe(false);
  });
});

describe('a character that nobody sees', () => {
  it.each(['\u200B', '\u200D', '\u202E', '\u2066', '\uFEFF', '\u00AD', '\u061C', '\u3164', '\u{E0041}'])(
    '%j is found',
    (character) => {
      expect(hasInvisible(`机关${character}支部`)).toBe(true);
    },
  );

  it.each(['机关支部', '辻\u{E0100}', '一\uFE00', 'a\u0301', '𠮷'])('none is found in %j', (text) => {
    expect(hasInvisible(text)).toBe(false);
  });
});
