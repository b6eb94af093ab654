import { expect, it } from '@jest/globals';
import { languageOf } from './language.ts';

it.each([
  [undefined, 'zh'],
  ['', 'zh'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['fr', 'zh'],
  ['en;q=0.5, zh;q=0.9', 'zh'],
  ['fr, en;q=0.3', 'en'],
  ['*', 'zh'],
  ['en;q=nonsense', 'en'],
  ['en;q=0', 'zh'],
] as const)('answers %s in %s', (header, language) => expect(languageOf(header)).toBe(language));
