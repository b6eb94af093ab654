import { describe, expect, it } from '@jest/globals';
import { dayBefore, dayOf, daysBetween, dayText, fieldOf, instantIn, instantText } from './days.ts';
import { percentOf, shareOf, whole } from './numbers.ts';

describe('figures', () => {
  it('have commas between thousands', () =>
    expect([0, 999, 1_000, 13_421, 4_550_000].map(whole)).toEqual(['0', '999', '1,000', '13,421', '4,550,000']));
  it('are shares with one decimal, of nothing none', () =>
    expect([shareOf(320, 1_000), shareOf(1, 3), shareOf(0, 0)]).toEqual(['32.0', '33.3', '0.0']));
  it('are weights as shares', () => expect([percentOf('0.20'), percentOf('1.00')]).toEqual(['20%', '100%']));
});

describe('days and instants', () => {
  it('are those of Asia/Shanghai', () => {
    expect(instantText('2026-11-28T13:46:06.123Z')).toBe('2026-11-28 21:46:06');
    expect(dayOf(Date.parse('2026-11-28T16:00:00Z'))).toBe('2026-11-29');
  });
  it('are told in a sentence as each language tells them', () =>
    expect([dayText('2022-12-31', 'zh'), dayText('2022-01-05', 'en')]).toEqual(['2022年12月31日', '5 Jan 2022']));
  it('end on the day before the one that is excluded', () => expect(dayBefore('2023-01-01')).toBe('2022-12-31'));
  it('are counted by the calendar', () =>
    expect([daysBetween('2026-11-30', '2026-12-05'), daysBetween('2026-12-05', '2026-11-30')]).toEqual([5, -5]));
  it('are read from a field and shown in it the same', () => {
    expect(instantIn('2026-11-28T21:46')).toBe('2026-11-28T13:46:00.000Z');
    expect(fieldOf('2026-11-28T13:46:06.000Z')).toBe('2026-11-28T21:46:06');
    expect(instantIn('yesterday')).toBeUndefined();
  });
});
