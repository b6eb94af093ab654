import { expect, it } from '@jest/globals';
import { Lately } from './lately.ts';

it('has at least so many of the last values kept, and never more than twice as many', () => {
  const lately = new Lately<number, string>(10);
  const found = () => Array.from({ length: 1_000 }, (_, key) => key).filter((key) => lately.get(key) !== undefined);
  for (let key = 0; key < 1_000; key += 1) {
    lately.keep(key, `value ${key}`);
    const known = found();
    expect(known.length).toBeLessThanOrEqual(20);
    expect(known.slice(-10)).toEqual(
      Array.from({ length: 1_000 }, (_, each) => each).slice(Math.max(0, key - 9), key + 1),
    );
  }
  expect(lately.get(999)).toBe('value 999');
});

it('keeps longer what is kept again, with its last value', () => {
  const lately = new Lately<string, number>(2);
  for (let turn = 0; turn < 20; turn += 1) {
    lately.keep('again', turn);
    lately.keep(`once ${turn}`, turn);
  }
  expect([lately.get('again'), lately.get('once 3')]).toEqual([19, undefined]);
  lately.forget();
  expect(lately.get('again')).toBeUndefined();
});
