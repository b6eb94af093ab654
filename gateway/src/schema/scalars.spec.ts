import { describe, expect, it } from '@jest/globals';
import { dateScalar, dateTimeScalar } from './scalars.ts';

describe('Date', () => {
  it.each(['2022-12-31', '2024-02-29'])('takes the day %s', (day) => {
    expect(dateScalar.parseValue(day)).toBe(day);
  });

  it.each(['2022-02-29', '2022-13-01', '2022-1-1', '2022-12-31T00:00:00Z', '', 20221231, null, { day: 1 }])(
    'refuses %p',
    (value) => {
      expect(() => dateScalar.parseValue(value)).toThrow('a day that exists');
    },
  );
});

describe('DateTime', () => {
  it.each([
    ['2023-01-05T09:00:00+08:00', '2023-01-05T01:00:00.000Z'],
    ['2023-01-05T09:00:00.1Z', '2023-01-05T09:00:00.100Z'],
    ['2023-01-05t09:00:00z', '2023-01-05T09:00:00.000Z'],
    ['2023-01-05T09:00:00.123999999Z', '2023-01-05T09:00:00.123Z'],
  ])('takes %s as %s, cutting off what is finer than a millisecond', (given, instant) => {
    expect(dateTimeScalar.parseValue(given)).toBe(instant);
  });

  it.each([
    '2023-01-05T09:00:00',
    '2023-01-05',
    '2023-02-30T00:00:00Z',
    '2023-01-05T24:00:00Z',
    '2023-01-05T09:00:00+24:00',
    '2023-01-05 09:00:00Z',
    1672909200000,
  ])('refuses %p', (value) => {
    expect(() => dateTimeScalar.parseValue(value)).toThrow('an instant with offset');
  });
});
