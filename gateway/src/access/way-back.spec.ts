import { expect, it } from '@jest/globals';
import { wayBack } from './way-back.ts';

it.each(['/', '/graphql', '/org/990100?period=2025&asOf=2025-12-31#a', '/log-in?to=%2F%2Fevil.example'])(
  'goes back to %s',
  (path) => expect(wayBack(path)).toBe(path),
);

it.each([
  undefined,
  ['/a', '/b'],
  { '/a': 1 },
  '',
  'graphql',
  '//evil.example',
  '/\\evil.example',
  '/a\\..\\..\\evil',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/a\r\nset-cookie: a=b',
  '/a\tb',
  ' /a',
  '/中文',
  `/${'a'.repeat(2_000)}`,
])('never to another origin, nor to what is no path: %j', (asked) => expect(wayBack(asked)).toBe('/'));
