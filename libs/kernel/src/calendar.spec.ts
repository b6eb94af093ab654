import { expect, it } from '@jest/globals';
import { addDays, addMonths, addYears, dayOf, isDay, quarterOf } from './calendar.ts';

it.each([
  ['2022-02-29', false],
  ['2024-02-29', true],
  ['2022-13-01', false],
  ['2022-1-1', false],
  ['0000-01-01', false],
  ['2022-12-31', true],
])('%s is a day: %s', (text, expected) => expect(isDay(text)).toBe(expected));

it('knows the days of 400 years as JavaScript does', () => {
  const two = (number: number): string => String(number).padStart(2, '0');
  for (let year = 1900; year < 2300; year += 1) {
    for (let index = 0; index < 14 * 33; index += 1) {
      const text = `${year}-${two(Math.floor(index / 33))}-${two(index % 33)}`;
      const date = new Date(`${text}T00:00:00Z`);
      const exists = !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
      if (isDay(text) !== exists) throw new Error(text);
    }
  }
});

it.each([
  ['2022-08-31', 6, '2023-02-28'],
  ['2022-08-31', -6, '2022-02-28'],
  ['2023-12-20', 1, '2024-01-20'],
  ['2024-03-31', -1, '2024-02-29'],
])('%s plus %i months is %s: the same day of the month, or its last', (day, months, expected) =>
  expect(addMonths(day, months)).toBe(expected),
);

it('has the anniversary of 29 February on 28 February', () => expect(addYears('2020-02-29', 3)).toBe('2023-02-28'));
it('crosses the year', () => expect(addDays('2022-12-31', 1)).toBe('2023-01-01'));
it('takes the day of Asia/Shanghai, not of UTC', () => expect(dayOf('2022-12-31T16:00:00.000Z')).toBe('2023-01-01'));
it('knows the quarter', () => expect(['2022-03-31', '2022-04-01', '2022-12-31'].map(quarterOf)).toEqual([1, 2, 4]));
