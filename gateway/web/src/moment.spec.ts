import { describe, expect, it } from '@jest/globals';
import { atMoment, momentIn, standingDay, withMoment } from './moment.ts';

describe('the moment of an address', () => {
  it('is read from it, and what is malformed is not', () => {
    const knownAt = '2026-11-28T13:46:06.123Z';
    expect(momentIn(`?period=2025&asOf=2025-12-31&knownAt=${knownAt}`)).toEqual({
      period: '2025',
      asOf: '2025-12-31',
      knownAt,
    });
    expect(momentIn('?period=25&asOf=2025-13-41&knownAt=never&step=3')).toEqual({});
    for (const asOf of ['2023-02-30', '2023-02-29', '0', '2023-2-1'])
      expect([asOf, momentIn(`?asOf=${asOf}`)]).toEqual([asOf, {}]);
    for (const known of [
      '2023',
      '1 Jan 2023',
      '2023-02-30T00:00:00Z',
      '2023-02-01T25:00:00Z',
      '%2B275760-09-13T00:00:00Z',
    ])
      expect([known, momentIn(`?knownAt=${known}`)]).toEqual([known, {}]);
  });

  it('shows how far problems have come on the day chosen, else when they were known, else today', () => {
    const now = Date.parse('2026-11-30T16:30:00Z');
    const knownAt = '2026-03-01T15:59:59Z';
    expect(
      [{ asOf: '2025-12-31', knownAt }, { period: '2025', knownAt }, { period: '2025' }].map((at) =>
        standingDay(at, now),
      ),
    ).toEqual(['2025-12-31', '2026-03-01', '2026-12-01']);
  });

  it('goes with a link, which may say it otherwise', () => {
    const moment = { period: '2025', knownAt: '2026-01-01T00:00:00Z' };
    expect(withMoment('/org/W', moment)).toBe('/org/W?period=2025&knownAt=2026-01-01T00%3A00%3A00Z');
    expect(withMoment('/org/W?period=2024', moment)).toBe('/org/W?period=2024&knownAt=2026-01-01T00%3A00%3A00Z');
    expect(withMoment('/org/W', {})).toBe('/org/W');
  });

  it('is changed part by part, and what else the address says stays', () => {
    expect(atMoment('/replay/B/classification?step=3&knownAt=x', { knownAt: undefined })).toBe(
      '/replay/B/classification?step=3',
    );
    expect(atMoment('/org/W', { asOf: '2025-12-31' })).toBe('/org/W?asOf=2025-12-31');
  });
});
