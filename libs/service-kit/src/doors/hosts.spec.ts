import { describe, expect, it } from '@jest/globals';
import { Hosts } from './hosts.ts';

const hosts = new Hosts(['Zhibu.example.cn', 'inner:4000', 'pages.example.cn:8443']);

describe('a host', () => {
  it.each([
    'localhost',
    'LOCALHOST:4000',
    '127.0.0.1:1',
    '[::1]:4000',
    'zhibu.example.cn',
    'zhibu.example.cn.:80',
    'inner:4000',
  ])('%s is answered', (host) => {
    expect(hosts.answers(host)).toBe(true);
  });

  it.each([
    '',
    ':4000',
    'evil.example',
    'localhost.evil.example',
    'localhost@evil.example',
    '127.0.0.2',
    '0.0.0.0',
    '2130706433',
    '[::]',
    'inner',
    'inner:4001',
    'zhibu.example.cn:port',
    'zhibu.example.cn, localhost',
    'zhibu.example.cn/',
    'x'.repeat(300),
  ])('%j is not', (host) => {
    expect(hosts.answers(host)).toBe(false);
  });
});

describe('a page', () => {
  it.each([
    ['http://127.0.0.1:4000', '127.0.0.1:4000'],
    ['http://localhost:4000', '127.0.0.1:4000'],
    ['https://zhibu.example.cn', 'zhibu.example.cn'],
    ['http://zhibu.example.cn', 'zhibu.example.cn'],
    ['https://pages.example.cn:8443', 'localhost:4000'],
  ])('of %s may ask %s', (origin, host) => {
    expect(hosts.admits(origin, host)).toBe(true);
  });

  it.each([
    ['null', 'localhost:4000'],
    ['', 'localhost:4000'],
    ['http://evil.example', 'localhost:4000'],
    ['http://evil.example:4000', 'localhost:4000'],
    ['http://localhost:8080', 'localhost:4000'],
    ['http://localhost', 'localhost:4000'],
    ['file://', 'localhost:4000'],
    ['http://localhost:4000/path', 'localhost:4000'],
    ['http://user@localhost:4000', 'localhost:4000'],
    ['https://pages.example.cn', 'localhost:4000'],
  ])('of %j may not ask %s', (origin, host) => {
    expect(hosts.admits(origin, host)).toBe(false);
  });
});
