import { beforeEach, describe, expect, it } from '@jest/globals';
import { identify, OPERATOR } from '../access/principal.ts';
import { askerOf } from './asker.ts';
import { Turns } from './turns.ts';

const person = (name: string) => ({ name, isLocal: false });
const refused = (code: string) => expect.objectContaining({ code });
let now = 0;
let turns: Turns;
beforeEach(() => {
  now = 0;
  turns = new Turns({ each: { atOnce: 2, priceAMinute: 60 }, local: { atOnce: 3, priceAMinute: 600 } }, () => now);
});
const settled = async (taking: Promise<unknown>): Promise<boolean> =>
  Promise.race([taking.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

describe('a turn', () => {
  it('is given to two at once, and to the third when one of them ends', async () => {
    const [first] = [await turns.take(person('A'), 1_000), await turns.take(person('A'), 1_000)];
    const third = turns.take(person('A'), 1_000);
    expect(await settled(third)).toBe(false);
    first();
    first();
    const fourth = turns.take(person('A'), 1_000);
    expect([await settled(third), await settled(fourth)]).toEqual([true, false]);
    (await third)();
    (await fourth)();
  });

  it('of one keeps nobody else waiting', async () => {
    for (let at = 0; at < 2; at += 1) await turns.take(person('A'), 1_000);
    expect(await settled(turns.take(person('B'), 1_000))).toBe(true);
    const local = { name: 'address ::1', isLocal: true };
    for (let at = 0; at < 3; at += 1) expect(await settled(turns.take(local, 1_000))).toBe(true);
  });

  it('that does not come in time is refused, and lost to nobody', async () => {
    const [first] = [await turns.take(person('A'), 1_000), await turns.take(person('A'), 1_000)];
    await expect(turns.take(person('A'), 5)).rejects.toEqual(refused('TOO_MANY_AT_ONCE'));
    const next = turns.take(person('A'), 1_000);
    first();
    expect(await settled(next)).toBe(true);
  });

  it('is not waited for by more than two hundred', async () => {
    for (let at = 0; at < 2; at += 1) await turns.take(person('A'), 1_000);
    const waiting = Array.from({ length: 200 }, () => turns.take(person('A'), 20).catch(() => undefined));
    await expect(turns.take(person('A'), 20)).rejects.toEqual(refused('TOO_MANY_AT_ONCE'));
    await Promise.all(waiting);
  });
});

describe('a budget', () => {
  it('is spent within a minute, and comes back with the time', () => {
    turns.spend(person('A'), 60);
    expect(() => turns.spend(person('A'), 1)).toThrow(refused('BUDGET_SPENT'));
    expect(() => turns.spend(person('B'), 60)).not.toThrow();
    now = 1_000;
    expect(() => turns.spend(person('A'), 1)).not.toThrow();
    expect(() => turns.spend(person('A'), 1)).toThrow(refused('BUDGET_SPENT'));
    now = 10 * 60_000;
    expect(() => turns.spend(person('A'), 60)).not.toThrow();
    expect(() => turns.spend(person('A'), 1)).toThrow(refused('BUDGET_SPENT'));
  });
});

describe('whose turn it is', () => {
  const from = (remoteAddress: string, operator?: string) => {
    const headers = operator === undefined ? {} : { 'zhibu-operator': operator };
    const request = { headers, socket: { remoteAddress } as never };
    identify(request, OPERATOR);
    return askerOf(request);
  };

  it.each([
    ['127.0.0.1', undefined, { name: 'address 127.0.0.1', isLocal: true }],
    ['::ffff:127.0.0.1', undefined, { name: 'address ::ffff:127.0.0.1', isLocal: true }],
    ['::1', 'local-operator', { name: 'address ::1', isLocal: true }],
    ['::1', 'P-1', { name: 'named P-1', isLocal: true }],
    ['10.0.0.7', 'P-1', { name: 'named P-1', isLocal: false }],
    ['10.0.0.7', undefined, { name: 'address 10.0.0.7', isLocal: false }],
    ['10.0.0.7', 'local-operator', { name: 'address 10.0.0.7', isLocal: false }],
    ['127.0.0.1.evil', undefined, { name: 'address 127.0.0.1.evil', isLocal: false }],
  ])('is told by %s and %s', (address, operator, asker) => {
    expect(from(address, operator)).toEqual(asker);
  });
});
