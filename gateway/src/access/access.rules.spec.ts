import { describe, expect, it } from '@jest/globals';
import { isExpired, isOpen, isStrong, lockedUntil } from './access.rules.ts';
import { countedAddress } from './counted-address.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const now = Date.parse('2026-11-29T08:00:00Z');

it('every fifth failure locks: ten minutes, then twice as long each time, a day at most', () => {
  const minutes = (failures: number) => {
    const until = lockedUntil(failures, now);
    return until && (until.getTime() - now) / MINUTE;
  };
  expect([0, 1, 4, 6, 9].map(minutes)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect([5, 10, 15, 20, 40, 45, 500].map(minutes)).toEqual([10, 20, 40, 80, 1280, 1440, 1440]);
});

describe('a password', () => {
  it('is taken that has twelve characters of three kinds, or up to 128', () => {
    const good = [
      'Correct-horse',
      'correct horse 9',
      'CORRECTHORSE9-',
      '支部建设要抓牢Abcde9',
      `Aa1${'x'.repeat(125)}`,
    ];
    expect(good.filter((password) => !isStrong(password, 'zhang'))).toEqual([]);
  });

  it.each([
    ['too short', 'Short-one-9'],
    ['of two kinds', 'correct horse battery'],
    ['with the login in it', 'My-zHaNg-password-1'],
    ['too long', `Aa1${'x'.repeat(126)}`],
    ['empty', ''],
  ])('is not taken: %s', (_why, password) => expect(isStrong(password, 'zhang')).toBe(false));

  it('holds for ninety days', () => {
    expect(isExpired(new Date(now - 90 * DAY + 1), now)).toBe(false);
    expect(isExpired(new Date(now - 90 * DAY), now)).toBe(true);
  });
});

it('a session holds for twenty minutes without use, eight hours with it, and not after its end', () => {
  const open = (begunMinutesAgo: number, seenMinutesAgo: number, ended: Date | null = null): boolean =>
    isOpen(
      { begun: new Date(now - begunMinutesAgo * MINUTE), seen: new Date(now - seenMinutesAgo * MINUTE), ended },
      now,
    );
  expect([open(19, 19), open(400, 19.99), open(479.9, 0)]).toEqual([true, true, true]);
  expect([open(20, 20), open(480, 0), open(1, 1, new Date(now))]).toEqual([false, false, false]);
});

it('whoever has an address of IPv6 has its network, and one of IPv4 is one however it is written', () => {
  expect(countedAddress('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(countedAddress('192.0.2.7')).toBe('192.0.2.7');
  expect(countedAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(countedAddress('2001:db8:1:2::9%eth0')).toBe('2001:db8:1:2::/64');
  expect(countedAddress('::1')).toBe('0:0:0:0::/64');
});
